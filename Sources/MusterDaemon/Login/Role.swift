/// What somebody who is logged in may do; each role all that those before it may.
public nonisolated enum Role: String, CaseIterable, Comparable, Sendable {
  /// Read.
  case view
  /// Run the event: programme, announcements, conflicts. Every desk of a node has it.
  case run
  /// Everything, what cannot be taken back included.
  case admin

  /// By how much they may do.
  public static func < (left: Role, right: Role) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .view: 0
    case .run: 1
    case .admin: 2
    }
  }
}
