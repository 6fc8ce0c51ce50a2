/// Tables as no person would write them, and every way in which a spreadsheet could save them.
struct AnyTable {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  private mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }

  /// A header of ASCII, then rows of anything that has something in it.
  mutating func rows() -> [[String]] {
    let width = 2 + below(5)
    let parts = [
      "", "a", "Zoë", "محمد", "김", "😀", ",", ";", "\t", "\"", "\n", "\r", "\r\n", " ", "=1+1", "0",
    ]
    var rows = [(0..<width).map { "column\($0)" }]
    for _ in 0..<below(8) {
      var row = (0..<width).map { _ in
        (0..<below(4)).map { _ in parts[below(parts.count)] }.joined()
      }
      if row.allSatisfy(\.isEmpty) { row[below(width)] = "x" }
      rows.append(row)
    }
    return rows
  }

  /// The rows as a file.
  mutating func bytes(_ rows: [[String]]) -> [UInt8] {
    let separator = [",", ";", "\t"][below(3)]
    let lineEnd = ["\n", "\r\n", "\r"][below(3)]
    var text = below(4) == 0 ? "sep=\(separator)\(lineEnd)" : ""
    for (index, row) in rows.enumerated() {
      text += row.map { field($0, separator) }.joined(separator: separator)
      let isLast = index == rows.count - 1
      if !isLast || below(2) == 0 { text += lineEnd }
      // A line to pass over: empty, or of separators alone.
      if !isLast, below(4) == 0 {
        text += String(repeating: separator, count: below(3)) + lineEnd
      }
    }
    return encoded(text)
  }

  private mutating func field(_ text: String, _ separator: String) -> String {
    let mustQuote = text.unicodeScalars.contains { scalar in
      ["\"", "\n", "\r"].contains(scalar) || String(scalar) == separator
    }
    guard mustQuote || below(4) == 0 else { return text }
    var quoted = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted.append(scalar) }
      quoted.append(scalar)
    }
    return "\"" + String(quoted) + "\""
  }

  private mutating func encoded(_ text: String) -> [UInt8] {
    let choice = below(6)
    switch choice {
    case 0: return Array(text.utf8)
    case 1: return [0xEF, 0xBB, 0xBF] + Array(text.utf8)
    default:
      let isLittle = choice < 4
      let mark = choice % 2 == 0 ? "\u{FEFF}" : ""
      return (mark + text).utf16.flatMap { unit in
        let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        return isLittle ? bytes : bytes.reversed()
      }
    }
  }
}
