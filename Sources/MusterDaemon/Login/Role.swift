/// What somebody who is logged in may do.
public nonisolated enum Role: String, CaseIterable, Sendable {
  /// Read.
  case view
  /// Read, and run the event: programme, announcements, conflicts. Every desk of a node has it.
  case run
  /// Everything, what cannot be taken back included.
  case admin

  /// Whether who has it may do what needs another.
  public func allows(_ needed: Role) -> Bool {
    self == needed || self == .admin || needed == .view
  }
}
