internal import MusterCore

/// Names and contacts: for each op that names a private line, the line, or that it is gone.
///
/// What is kept here is never sent but to those who may have it, and can be erased for good while
/// every chain still verifies.
nonisolated struct PrivateLines {
  private let database: Database

  init(_ database: Database) { self.database = database }

  func line(of op: OpID) throws(StoreError) -> PrivateHolding {
    let line = try database.statement("SELECT line FROM private WHERE op = ?")
      .bind(1, op)
      .first { row in row.blob(0) }
    if let line { return .line(line) }
    return try isGone(op) ? .gone : .absent
  }

  func isGone(_ op: OpID) throws(StoreError) -> Bool {
    try database.statement("SELECT 1 FROM gone WHERE op = ?").bind(1, op).first { _ in true }
      ?? false
  }

  /// Whether any line is gone.
  func areAnyGone() throws(StoreError) -> Bool {
    try database.statement("SELECT 1 FROM gone LIMIT 1").first { _ in true } ?? false
  }

  /// Keeps a line whose digest was checked; nothing when the op's line is gone.
  ///
  /// - Parameter mayBeGone: false when no line is, so that many need not be looked for.
  func keep(_ line: [UInt8], of op: OpID, mayBeGone: Bool = true) throws(StoreError) {
    if mayBeGone, try isGone(op) { return }
    try database.statement("INSERT OR REPLACE INTO private VALUES (?, ?)")
      .bind(1, op).bind(2, line).run()
  }

  /// Forgets a line for good.
  func erase(_ op: OpID) throws(StoreError) {
    try database.statement("DELETE FROM private WHERE op = ?").bind(1, op).run()
    try database.statement("INSERT OR IGNORE INTO gone VALUES (?)").bind(1, op).run()
  }

  /// Calls the body with every op whose line is held or gone.
  func eachSettled(_ body: (OpID) -> Void) throws(StoreError) {
    let sql = "SELECT op FROM private UNION ALL SELECT op FROM gone"
    try database.statement(sql).each { row in body(row.identifier(0)) }
  }

  /// Calls the body with every op whose line is held.
  func eachHeld(_ body: (OpID) -> Void) throws(StoreError) {
    try database.statement("SELECT op FROM private").each { row in body(row.identifier(0)) }
  }

  /// Calls the body with every line that is held.
  func eachLine(_ body: (OpID, [UInt8]) throws(StoreError) -> Void) throws(StoreError) {
    try database.statement("SELECT op, line FROM private").each { (row) throws(StoreError) in
      try body(row.identifier(0), row.blob(1))
    }
  }
}
