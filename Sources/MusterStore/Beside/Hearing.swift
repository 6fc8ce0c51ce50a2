public import MusterCore

/// When the hub last heard each node, and what the node had made by then; kept over restarts, so
/// that totals can say who is silent and what was last known.
public nonisolated struct Hearing {
  /// What was last heard of one node.
  public struct Last: Hashable, Sendable {
    /// Which node.
    public var node: KeyID
    /// When it was last heard, ms of hub time.
    public var at: Int64
    /// How many ops it had made.
    public var made: Int64
    /// How many of them it had not seen confirmed.
    public var pending: Int64

    /// Makes an entry.
    public init(node: KeyID, at: Int64, made: Int64, pending: Int64) {
      self.node = node
      self.at = at
      self.made = made
      self.pending = pending
    }
  }

  private let database: Database

  /// The table of a database.
  public init(_ database: Database) { self.database = database }

  /// Everything that was last heard.
  public func all() throws(StoreError) -> [Last] {
    var all: [Last] = []
    let sql = "SELECT node, at, made, pending FROM heard ORDER BY node"
    try database.statement(sql).each { row in
      all.append(
        Last(
          node: row.identifier(0), at: row.integer(1), made: row.integer(2),
          pending: row.integer(3)))
    }
    return all
  }

  /// Notes what was heard, in one transaction.
  public func note(_ heard: [Last]) throws(StoreError) {
    guard !heard.isEmpty else { return }
    try database.transaction { () throws(StoreError) in
      let statement = try database.statement("INSERT OR REPLACE INTO heard VALUES (?, ?, ?, ?)")
      for last in heard {
        try statement.bind(1, last.node).bind(2, last.at).bind(3, last.made)
          .bind(4, last.pending).run()
      }
    }
  }
}
