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

  /// The latest hub time of all that was taken, ms; nil while there is nothing. What came from another
  /// life of the hub stands wherever it was taken up, with the time that it had.
  public var newestReceived: Int64? { memory.newestReceived }
}
