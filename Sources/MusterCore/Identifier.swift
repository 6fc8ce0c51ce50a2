/// 128 bits that name an op, a key, an event, a life or a boot; written as 32 lower-case hex digits.
///
/// Ids compare as unsigned big-endian bytes (`Protocol/2-lines.md`).
public nonisolated struct Identifier: Hashable, Comparable, Sendable {
  /// The first eight bytes.
  public var high: UInt64
  /// The last eight bytes.
  public var low: UInt64

  /// Makes an id from its two halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Whether the left bytes come first.
  public static func < (left: Identifier, right: Identifier) -> Bool {
    left.high != right.high ? left.high < right.high : left.low < right.low
  }
}

/// The first 16 bytes of the SHA-256 of an op's line.
public typealias OpID = Identifier
/// The first 16 bytes of the SHA-256 of an Ed25519 public key.
public typealias KeyID = Identifier
/// The first 16 bytes of the SHA-256 of the event's root key.
public typealias EventID = Identifier
/// The random part of one life of a machine's storage.
public typealias Epoch = Identifier

/// 32 bytes: a SHA-256 digest or a raw public key; written as 64 lower-case hex digits.
public nonisolated struct Digest: Hashable, Comparable, Sendable {
  /// The bytes in four big-endian words, first to last.
  public var words: (UInt64, UInt64, UInt64, UInt64)

  /// Makes a digest from four big-endian words.
  public init(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) {
    words = (a, b, c, d)
  }

  /// The id made of the first 16 bytes.
  public var identifier: Identifier { Identifier(high: words.0, low: words.1) }

  /// Whether all bytes are the same.
  public static func == (left: Digest, right: Digest) -> Bool { left.words == right.words }

  /// Whether the left bytes come first.
  public static func < (left: Digest, right: Digest) -> Bool { left.words < right.words }

  /// Feeds the bytes to the hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(words.0)
    hasher.combine(words.1)
    hasher.combine(words.2)
    hasher.combine(words.3)
  }
}
