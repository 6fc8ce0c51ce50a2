internal import Glibc
internal import MusterCore

/// A private key in a file of its own, readable by its owner alone.
///
/// Two lines of text: what it is, and the seed in hex. A key file is made once and never written
/// again.
public nonisolated enum KeyFile {
  /// What a key is for.
  public enum Kind: String, CaseIterable, Sendable {
    /// A ``SigningKey``.
    case signing = "muster ed25519 seed"
    /// A ``SealKey``.
    case seal = "muster x25519 seed"
  }

  /// Makes the file and returns when it is on disk. A file that could not be written is taken away.
  public static func write(_ seed: Seed, as kind: Kind, at path: String) throws(TrustError) {
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw errno == EEXIST ? .keyFileExists(path: path) : system(path, "Making")
    }
    defer { close(file) }
    do throws(TrustError) {
      let text = Array("\(kind.rawValue)\n\(seed.secret.hex)\n".utf8)
      let count = unsafe Glibc.write(file, text, text.count)
      // The rest of a write that stopped half-way did not fit on the disk.
      if count >= 0 && count < text.count { errno = ENOSPC }
      guard count == text.count, fsync(file) == 0 else { throw system(path, "Writing") }
      try syncFolder(of: path)
    } catch {
      unsafe unlink(path)
      throw error
    }
  }

  /// Reads the file; refuses one that others than its owner may read or write, unless told not to
  /// mind, as for a memory stick whose file system knows no owners.
  public static func read(
    _ kind: Kind, at path: String, evenIfOpenToOthers: Bool = false
  ) throws(TrustError) -> Seed {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw errno == ENOENT ? .keyFileMissing(path: path) : system(path, "Opening")
    }
    defer { close(file) }
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw system(path, "Opening") }
    guard evenIfOpenToOthers || status.st_mode & 0o077 == 0 else {
      throw .keyFileOpenToOthers(path: path, mode: status.st_mode & 0o777)
    }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = unsafe Glibc.read(file, &bytes, bytes.count)
    guard count >= 0 else { throw system(path, "Reading") }
    let lines = String(decoding: bytes[..<count], as: UTF8.self)
      .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard lines.count >= 2, lines[0] == kind.rawValue, lines[2...].allSatisfy(\.isEmpty),
      let secret = Digest(String(lines[1]))
    else { throw .keyFileForm(path: path, wanted: kind.rawValue) }
    return Seed(secret: secret)
  }

  /// A new name is on disk only when its folder is.
  private static func syncFolder(of path: String) throws(TrustError) {
    let parent = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) }
    let folder = unsafe open(parent ?? ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw system(path, "Storing") }
    defer { close(folder) }
    guard fsync(folder) == 0 else { throw system(path, "Storing") }
  }

  private static func system(_ path: String, _ doing: String) -> TrustError {
    .keyFileSystem(path: path, doing: doing, code: errno)
  }
}
