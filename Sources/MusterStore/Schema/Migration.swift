/// One step forward of the schema; the file's `user_version` is the number of the last one applied.
///
/// A migration that has been released is never changed: a new one follows it.
nonisolated struct Migration: Sendable {
  /// Numbers go up by one, from 1.
  let number: Int
  /// What it brings, for people.
  let name: String
  /// Statements that are run in one transaction with the change of `user_version`.
  let sql: String

  /// All of them, in order.
  static let all: [Migration] = [.log, .prefixes, .lives, .logins]
}

/// Brings a file to the schema that this program knows.
nonisolated enum Schema {
  /// "Must", in the file's header: see <https://sqlite.org/fileformat.html#application_id>.
  static let applicationID: Int64 = 0x4D75_7374

  /// Applies what is missing.
  ///
  /// - Throws: ``StoreError/notMuster(path:)`` for another program's database,
  ///   ``StoreError/fromNewerProgram(found:known:)`` for a schema after the last one known.
  static func bringUp(
    _ database: Database, by migrations: [Migration] = Migration.all, mayWrite: Bool = true
  ) throws(StoreError) {
    let found = Int(try database.integer("PRAGMA user_version") ?? 0)
    let owner = try database.integer("PRAGMA application_id") ?? 0
    let known = migrations.last?.number ?? 0
    let tables = try database.integer("SELECT count(*) FROM sqlite_schema") ?? 0
    let isNew = owner == 0 && found == 0 && tables == 0
    guard isNew && mayWrite || owner == applicationID else {
      throw .notMuster(path: database.path)
    }
    guard found <= known else { throw .fromNewerProgram(found: found, known: known) }
    guard mayWrite else { return }
    for migration in migrations where migration.number > found {
      try database.transaction { () throws(StoreError) in
        try database.execute("PRAGMA application_id = \(applicationID)")
        try database.execute(migration.sql)
        try database.execute("PRAGMA user_version = \(migration.number)")
      }
    }
  }
}
