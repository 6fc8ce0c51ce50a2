public import MusterCore

nonisolated extension Identifier {
  /// The 16 raw bytes.
  public var bytes: [UInt8] { Array(Digest(high, low, 0, 0).bytes[..<16]) }

  /// Takes the first 16 bytes.
  init(bytes: ArraySlice<UInt8>) {
    let words = bytes.prefix(16).enumerated().reduce(into: (UInt64(0), UInt64(0))) { words, byte in
      if byte.offset < 8 {
        words.0 = words.0 << 8 | UInt64(byte.element)
      } else {
        words.1 = words.1 << 8 | UInt64(byte.element)
      }
    }
    self.init(high: words.0, low: words.1)
  }
}
