import MusterSync

extension JSONError {
  /// Where and what, for whoever edits the file: line and column from 1, and what to look for there.
  func inFile(_ bytes: [UInt8]) -> String {
    let before = bytes.prefix(position)
    let line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    // Every character but the bytes that continue one.
    let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
    let words =
      switch reason {
      case .unexpectedEnd: "the file ends too early: is a quote, a ] or a } missing?"
      case .unexpectedByte:
        "this cannot stand here: is a comma, a colon or a quote missing before it, or one too many?"
      case .trailingBytes: "something follows behind the end: is there a } too many?"
      case .badUTF8: "this is not UTF-8: save the file as UTF-8, without a byte order mark"
      case .controlCharacter: "a line end or a tab within a text: is a quote missing before it?"
      default: words
      }
    return "line \(line), column \(column): \(words)"
  }
}
