/// What parts the fields of a file, as its first line shows.
nonisolated struct CSVSeparator {
  /// The byte.
  let byte: UInt8
  /// Whether the first line says only this.
  let hasOwnLine: Bool

  /// Looks at a text: a first line `sep=;`, as Excel writes it, names the separator; else it is the one
  /// of which the first line with anything else in it has the most outside quotes.
  init(in text: [UInt8]) throws(CommandError) {
    if let said = Self.said(text) {
      guard Self.all.contains(said) else {
        throw .badCSV(1, "sep= must be followed by a comma, a semicolon or a tab")
      }
      byte = said
      hasOwnLine = true
      return
    }
    byte = Self.most(in: text)
    hasOwnLine = false
  }

  /// How people call it.
  static func name(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: ";"): "semicolon"
    case 0x09: "tab"
    default: "comma"
    }
  }

  private static let all = CSV.separators.compactMap(\.asciiValue)

  private static func said(_ text: [UInt8]) -> UInt8? {
    let start = text.prefix(8)
    guard let end = start.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return nil }
    var line = start[..<end]
    if line.count == 7, line.first == UInt8(ascii: "\""), line.last == UInt8(ascii: "\"") {
      line = line.dropFirst().dropLast()
    }
    guard line.count == 5, String(decoding: line.prefix(4), as: UTF8.self).lowercased() == "sep="
    else { return nil }
    return line.last
  }

  private static func most(in text: [UInt8]) -> UInt8 {
    var counts = [Int](repeating: 0, count: all.count)
    // Of lines to pass over, in case that no other has any.
    var blank = counts
    var isQuoted = false
    var isBlank = true
    for byte in text {
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
        isBlank = false
      } else if isQuoted {
        continue
      } else if byte == 0x0A || byte == 0x0D {
        guard isBlank else { break }
        if counts.contains(where: { $0 > 0 }) { blank = counts }
        counts = counts.map { _ in 0 }
      } else if let index = all.firstIndex(of: byte) {
        counts[index] += 1
      } else {
        isBlank = false
      }
    }
    if !counts.contains(where: { $0 > 0 }) { counts = blank }
    let most = counts.max() ?? 0
    return all[counts.firstIndex(of: most) ?? 0]
  }
}
