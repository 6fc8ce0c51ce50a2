/// A digest of all that happened, in order: two runs that differ anywhere differ here.
nonisolated struct Trace {
  private var state: UInt64 = 0x6D75_7374_6572_2121

  /// The digest so far, 16 hexadecimal digits.
  var hex: String {
    let text = String(state, radix: 16)
    return String(repeating: "0", count: 16 - text.utf8.count) + text
  }

  /// Takes a number in.
  mutating func add(_ number: UInt64) {
    var z = (state ^ number) &* 0xBF58_476D_1CE4_E5B9
    z ^= z >> 29
    state = z &* 0x94D0_49BB_1331_11EB &+ 1
  }

  /// Takes bytes in.
  mutating func add(_ bytes: [UInt8]) {
    add(UInt64(bytes.count))
    var word: UInt64 = 0
    for (index, byte) in bytes.enumerated() {
      word = word << 8 | UInt64(byte)
      if index & 7 == 7 { add(word) }
    }
    add(word)
  }

  /// Takes a text in.
  mutating func add(_ text: String) { add(Array(text.utf8)) }
}
