/// What a replica has of an op's private line.
public nonisolated enum PrivateHolding: Hashable, Sendable {
  /// The line.
  case line([UInt8])
  /// Erased, for good.
  case gone
  /// Not held now.
  case absent
}
