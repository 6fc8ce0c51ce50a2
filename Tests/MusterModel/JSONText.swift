import MusterCore

/// JSON as the canonical form writes it.
nonisolated enum JSONText {
  static let null = "null"

  static func array(_ items: [String]) -> String { "[" + items.joined(separator: ",") + "]" }

  static func id(_ id: Identifier) -> String { "\"\(id.hex)\"" }

  static func id(_ id: Identifier?) -> String { id.map { JSONText.id($0) } ?? null }

  static func ids(_ ids: some Sequence<Identifier>) -> String {
    array(ids.sorted().map { id($0) })
  }

  static func string(_ text: String?) -> String {
    guard let text else { return null }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
