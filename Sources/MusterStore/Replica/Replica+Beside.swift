internal import MusterCore
internal import MusterSync
internal import MusterTrust

nonisolated extension Replica {
  /// When each node was last heard; at the hub.
  public var hearing: Hearing { Hearing(database) }

  /// Join codes that were given out; at the hub.
  public var invitations: Invitations { Invitations(database) }

  /// Who may log in, and who has.
  public var accounts: Accounts { Accounts(database) }

  /// How many segments the log on the disk has.
  public func segmentCount() throws(StoreError) -> Int64 {
    try database.integer("SELECT count(*) FROM segment") ?? 0
  }

  /// The latest hub time on the log, ms; nil while it is empty.
  public func newestReceived() throws(StoreError) -> Int64? {
    guard position.place > 0, let row = try log.row(holding: position.place) else { return nil }
    let segment = try segmentReading.segment(row.frame, first: row.first)
    return segment.entries.last?.placement.received
  }
}
