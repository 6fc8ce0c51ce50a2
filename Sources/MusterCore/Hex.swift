/// Lower-case hexadecimal, the only spelling that the protocol knows.
public nonisolated enum Hex {
  private static func digit(_ byte: UInt8) -> UInt64? {
    switch byte {
    case 0x30...0x39: UInt64(byte - 0x30)
    case 0x61...0x66: UInt64(byte - 0x57)
    default: nil
    }
  }

  /// Appends the 16 digits of a word.
  public static func append(_ word: UInt64, to bytes: inout [UInt8]) {
    var shift: UInt64 = 64
    while shift > 0 {
      shift -= 4
      let nibble = UInt8(truncatingIfNeeded: (word >> shift) & 15)
      bytes.append(nibble < 10 ? nibble + 0x30 : nibble + 0x57)
    }
  }

  /// Reads exactly 16 digits; nil for anything else.
  public static func word(_ bytes: Span<UInt8>) -> UInt64? {
    bytes.count == 16 ? word(bytes, at: 0) : nil
  }

  static func word(_ bytes: Span<UInt8>, at start: Int) -> UInt64? {
    var word: UInt64 = 0
    for index in start..<start + 16 {
      guard let nibble = digit(bytes[index]) else { return nil }
      word = word << 4 | nibble
    }
    return word
  }
}

nonisolated extension Identifier {
  /// Reads exactly 32 lower-case hex digits; nil for anything else.
  public init?(hex bytes: Span<UInt8>) {
    guard bytes.count == 32, let high = Hex.word(bytes, at: 0), let low = Hex.word(bytes, at: 16)
    else { return nil }
    self.init(high: high, low: low)
  }

  /// Reads exactly 32 lower-case hex digits; nil for anything else.
  public init?(_ text: String) { self.init(hex: text.utf8Span.span) }

  /// 32 lower-case hex digits.
  public var hex: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    appendHex(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the 32 hex digits as ASCII.
  public func appendHex(to bytes: inout [UInt8]) {
    Hex.append(high, to: &bytes)
    Hex.append(low, to: &bytes)
  }
}

nonisolated extension Digest {
  /// Reads exactly 64 lower-case hex digits; nil for anything else.
  public init?(hex bytes: Span<UInt8>) {
    guard bytes.count == 64, let a = Hex.word(bytes, at: 0), let b = Hex.word(bytes, at: 16),
      let c = Hex.word(bytes, at: 32), let d = Hex.word(bytes, at: 48)
    else { return nil }
    self.init(a, b, c, d)
  }

  /// Reads exactly 64 lower-case hex digits; nil for anything else.
  public init?(_ text: String) { self.init(hex: text.utf8Span.span) }

  /// 64 lower-case hex digits.
  public var hex: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(64)
    appendHex(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the 64 hex digits as ASCII.
  public func appendHex(to bytes: inout [UInt8]) {
    Hex.append(words.0, to: &bytes)
    Hex.append(words.1, to: &bytes)
    Hex.append(words.2, to: &bytes)
    Hex.append(words.3, to: &bytes)
  }

  /// Reads 32 raw bytes; nil unless there are exactly 32.
  public init?(bytes: Span<UInt8>) {
    guard bytes.count == 32 else { return nil }
    var words: [4 of UInt64] = [0, 0, 0, 0]
    for index in 0..<32 { words[index / 8] = words[index / 8] << 8 | UInt64(bytes[index]) }
    self.init(words[0], words[1], words[2], words[3])
  }

  /// Appends the 32 raw bytes.
  public func appendBytes(to bytes: inout [UInt8]) {
    for word in [words.0, words.1, words.2, words.3] {
      for shift in stride(from: 56, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
  }
}
