/// What a text about a person must be, wherever it is typed in.
public nonisolated enum PersonForm {
  /// Two or three small letters (BCP 47, primary subtag).
  public static func isLanguage(_ text: String) -> Bool {
    (2...3).contains(text.utf8.count) && text.utf8.allSatisfy { (0x61...0x7A).contains($0) }
  }

  /// Something before and after the one `@`, without white space, 254 bytes at most.
  public static func isEmail(_ text: String) -> Bool {
    let sign = UInt8(ascii: "@")
    return text.utf8.count <= 254 && text.utf8.count { $0 == sign } == 1
      && text.utf8.first != sign && text.utf8.last != sign
      && !text.utf8.contains { $0 <= 0x20 }
  }

  /// Whether anything of a text can be seen.
  public static func isVisible(_ text: String) -> Bool {
    text.unicodeScalars.contains {
      !$0.properties.isDefaultIgnorableCodePoint && !$0.properties.isWhitespace
    }
  }

  /// Refuses a kind of people that nobody is of and no door admits: a slip of the pen would shut
  /// somebody out, and make conflicts of earlier check-ins.
  ///
  /// - Parameter known: the kinds that there are; nil where no door asks for kinds.
  public static func checkKind(_ kind: String, among known: [String]?) throws(Failure) {
    guard let known, !known.contains(kind) else { return }
    throw .badData(
      "Nobody is of the kind “\(kind)”, and no door admits it. The kinds are: "
        + "\(known.joined(separator: ", ")). A new one comes with the roster.")
  }
}
