public import MusterCore

/// The digest of the state at a place of the log.
public nonisolated struct StateMark: Hashable, Sendable {
  /// The place, at the end of a segment.
  public var place: Int64
  /// SHA-256 of the canonical form of the state there.
  public var digest: Digest

  /// Makes a mark.
  public init(place: Int64, digest: Digest) {
    self.place = place
    self.digest = digest
  }
}
