public import MusterCore
internal import MusterTrust

/// How a segment of another life of the hub is named in an `offer`.
public nonisolated struct SegmentOffer: Hashable, Sendable {
  /// The life that made it.
  public var generation: Identifier
  /// Place of its first entry in that life's log.
  public var first: Int64
  /// Its entries.
  public var count: Int64
  /// The hash after it, which names it among all segments of all lives.
  public var after: Digest

  /// Names a segment.
  public init(generation: Identifier, first: Int64, count: Int64, after: Digest) {
    self.generation = generation
    self.first = first
    self.count = count
    self.after = after
  }
}
