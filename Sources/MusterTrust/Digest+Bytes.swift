public import MusterCore

nonisolated extension Digest {
  typealias Words = (UInt64, UInt64, UInt64, UInt64)

  static let zeroWords: Words = (0, 0, 0, 0)

  /// The words as they lie in memory when their bytes are in order.
  var bigEndianWords: Words {
    (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
  }

  init(bigEndianWords words: Words) {
    self.init(
      UInt64(bigEndian: words.0), UInt64(bigEndian: words.1), UInt64(bigEndian: words.2),
      UInt64(bigEndian: words.3))
  }

  /// The 32 raw bytes.
  public var bytes: [UInt8] {
    unsafe withUnsafeBytes(of: bigEndianWords) { unsafe Array($0) }
  }

  /// Whether all bytes are the same, found in a time that does not tell where they differ.
  public func isEqualInConstantTime(to other: Digest) -> Bool {
    let difference =
      (words.0 ^ other.words.0) | (words.1 ^ other.words.1) | (words.2 ^ other.words.2)
      | (words.3 ^ other.words.3)
    return difference == 0
  }
}
