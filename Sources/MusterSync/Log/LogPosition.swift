public import MusterCore
public import MusterTrust

/// A position at a segment's end: the last place, and the log's hash there; (0, f(0)) before the
/// first segment (`Protocol/2-lines.md`, The log).
public typealias LogPosition = LogChain

/// The head of one writer's chain: how many ops, and the hash there.
public typealias WriterHead = WriterChain

/// Where one life of the hub begins in the log.
public nonisolated struct HubStartMark: Hashable, Sendable {
  /// Which life.
  public var generation: Identifier
  /// The place of its `hub.start`, ≥ 1.
  public var place: Int64
  /// The log's hash before that place.
  public var before: Digest

  /// Makes a mark.
  public init(generation: Identifier, place: Int64, before: Digest) {
    self.generation = generation
    self.place = place
    self.before = before
  }
}
