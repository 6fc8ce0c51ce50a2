/// What a text that people hand in may be, before it becomes part of a line.
nonisolated enum Form {
  /// Two capital letters (ISO 3166-1 alpha-2).
  static func isCountry(_ text: String) -> Bool {
    text.utf8.count == 2 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) }
  }

  /// Id of a point (`Protocol/2-lines.md`).
  static func isPoint(_ text: String) -> Bool {
    (1...32).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D
      }
  }

  /// Id of a participant (`Protocol/2-lines.md`).
  static func isParticipant(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C && $0 != 0x2F
      }
  }

  /// Whether a text has no control characters, line ends among them, and nothing that turns the
  /// direction of what follows.
  static func isClean(_ text: String) -> Bool {
    if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return true }
    return text.unicodeScalars.allSatisfy { scalar in
      switch scalar.value {
      case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: false
      default: true
      }
    }
  }
}
