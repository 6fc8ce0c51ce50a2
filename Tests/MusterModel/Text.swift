/// A text of an op, compared as bytes: of an é written in two ways Swift would say that it is one.
nonisolated struct Text: Hashable, Comparable {
  let bytes: [UInt8]

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The text that the bytes spell.
  var string: String { String(decoding: bytes, as: UTF8.self) }

  static func < (left: Text, right: Text) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  /// The same texts in the same order.
  static func all(_ texts: [String]) -> [Text] { texts.map { Text($0) } }
}

nonisolated extension Dictionary where Key == String {
  /// The keys as bytes.
  var byText: [Text: Value] {
    var result: [Text: Value] = [:]
    for (key, value) in self { result[Text(key)] = value }
    return result
  }
}
