/// Words that begin with `@` and stand for ids, digests and signatures, which no fuzzer would guess.
nonisolated enum Tokens {
  /// The bytes with each known word replaced; an unknown one stays.
  ///
  /// - Parameter value: what a word, of small letters and digits, stands for.
  static func replace(_ bytes: [UInt8], _ value: (String) -> String?) -> [UInt8] {
    var replaced: [UInt8] = []
    replaced.reserveCapacity(bytes.count)
    var rest = bytes[...]
    while let at = rest.firstIndex(of: UInt8(ascii: "@")) {
      replaced += rest[..<at]
      let word = rest[(at + 1)...].prefix { 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 }
      if let value = value(String(decoding: word, as: UTF8.self)) {
        replaced += value.utf8
      } else {
        replaced += rest[at..<word.endIndex]
      }
      rest = rest[word.endIndex...]
    }
    return replaced + rest
  }
}
