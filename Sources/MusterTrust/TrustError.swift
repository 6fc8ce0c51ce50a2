/// Why a join code or a key file is of no use.
public nonisolated enum TrustError: Error, Hashable, Sendable {
  /// A join code without an address and `/` before the secret.
  case joinCodeHasNoAddress
  /// The part before the `/` is not HOST:PORT.
  case joinCodeAddress(String)
  /// A character that no join code has.
  case joinCodeCharacter(Character)
  /// Another number of characters than 18 after the `/`.
  case joinCodeLength(Int)
  /// The check characters do not fit the rest.
  case joinCodeCheck
  /// A key file is to be made where a file is.
  case keyFileExists(path: String)
  /// There is no such key file.
  case keyFileMissing(path: String)
  /// The file holds something else than the wanted kind of key.
  case keyFileForm(path: String, wanted: String)
  /// Others than the file's owner may read or write it; `mode` are its permission bits.
  case keyFileOpenToOthers(path: String, mode: UInt32)
  /// The system refused; `code` is its errno.
  case keyFileSystem(path: String, doing: String, code: Int32)

  /// What is wrong, and what a person can do about it.
  public var message: String {
    switch self {
    case .joinCodeHasNoAddress:
      "The join code is not whole: it begins with the hub's address and a slash, "
        + "as in hub.example:7575/ABCD-… Copy all of it."
    case .joinCodeAddress(let address):
      "“\(address)” in the join code is not an address of the form HOST:PORT, "
        + "as in hub.example:7575. Copy the join code again."
    case .joinCodeCharacter(let character):
      "“\(character)” cannot stand in a join code: after the slash there are digits and letters, "
        + "without U. Compare it with the hub's."
    case .joinCodeLength(let count):
      "The join code has \(count) of 18 characters after the slash (hyphens not counted). "
        + "Compare it with the hub's."
    case .joinCodeCheck:
      "There is a typing error in the join code. "
        + "Compare it with the hub's, from the address to the last character."
    case .keyFileExists(let path):
      "There is a file at \(path) already, and a key is never overwritten. "
        + "Move it away if it is not needed, or choose another folder."
    case .keyFileMissing(let path):
      "There is no key file at \(path). Check the path, or whether this machine was set up."
    case .keyFileForm(let path, let wanted):
      "\(path) does not hold a \(wanted). Restore the right file from its copy."
    case .keyFileOpenToOthers(let path, let mode):
      "Others may read or change the key file \(path) (its mode is \(String(mode, radix: 8))). "
        + "Run: chmod 600 \(path)"
    case .keyFileSystem(let path, let doing, let code):
      "\(doing) the key file \(path) failed: \(SystemWords.of(code))."
    }
  }
}
