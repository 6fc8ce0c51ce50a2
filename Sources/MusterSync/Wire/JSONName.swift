/// A member's name, at most 16 bytes, as two words: compared without touching memory.
nonisolated struct JSONName: ExpressibleByStringLiteral, Hashable {
  /// The longest name that two words hold, bytes.
  static let maximumBytes = 16

  /// The first eight bytes, the first one highest.
  var head: UInt64 = 0
  /// The next eight.
  var tail: UInt64 = 0
  /// How many bytes the name has.
  var length = 0

  /// The name with no bytes.
  init() {}

  init(stringLiteral name: String) {
    assert(name.utf8.count <= Self.maximumBytes)
    for byte in name.utf8 { append(byte) }
  }

  /// One of 64 heaps, by which most names differ.
  @inline(__always)
  var bucket: UInt64 { (head &* 0x9E37_79B9_7F4A_7C15 ^ tail) &>> 58 }

  /// Adds one byte; those beyond the sixteenth only count.
  @inline(__always)
  mutating func append(_ byte: UInt8) {
    let word = UInt64(byte) &<< UInt64(truncatingIfNeeded: 56 &- (length & 7) &* 8)
    if length < 8 { head |= word } else if length < 16 { tail |= word }
    length &+= 1
  }
}
