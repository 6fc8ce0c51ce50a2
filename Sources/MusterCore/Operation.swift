/// One thing that a person did at one place, as its line says it (`Protocol/2-lines.md`).
///
/// A value read from a line, or about to be written as one. The line's bytes are the truth; nothing
/// here is ever written back over them.
public nonisolated struct Operation: Sendable {
  /// First 16 bytes of the SHA-256 of the line; zero until the line is written.
  public var id: OpID
  /// The author's key id.
  public var node: KeyID
  /// 64 random bits, so that two equal acts differ.
  public var nonce: UInt64
  /// The author's wall clock, ms since 1970; hub time for the hub's own ops.
  public var at: Int64
  /// The `boot` op (for the hub: `hub.start` op) under which it was made; nil in those two kinds.
  public var boot: OpID?
  /// µs on that boot's clock, suspend included; strictly increasing for one writer within one boot.
  public var mono: Int64
  /// The desk or operator that acted; nil when the daemon acted by itself.
  public var by: String?
  /// The point at which it was done.
  public var point: String?
  /// The participant whom it is about.
  public var participant: String?
  /// Digest of the private line beside the op.
  public var privateDigest: Digest?
  /// Sorted names of the private fields that the private line sets.
  public var fields: [String]
  /// When it happened, ms, for entries typed in afterwards.
  public var stated: Int64?
  /// What was done.
  public var act: Act

  /// Makes an operation; members that do not apply stay empty.
  public init(
    id: OpID = OpID(high: 0, low: 0), node: KeyID, nonce: UInt64, at: Int64, boot: OpID?,
    mono: Int64, by: String? = nil, point: String? = nil, participant: String? = nil,
    privateDigest: Digest? = nil, fields: [String] = [], stated: Int64? = nil, act: Act
  ) {
    self.id = id
    self.node = node
    self.nonce = nonce
    self.at = at
    self.boot = boot
    self.mono = mono
    self.by = by
    self.point = point
    self.participant = participant
    self.privateDigest = privateDigest
    self.fields = fields
    self.stated = stated
    self.act = act
  }
}
