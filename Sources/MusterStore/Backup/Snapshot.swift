public import MusterCore

/// A whole database as it was at one moment, in a file of its own.
///
/// Made beside a running daemon, which goes on meanwhile: one statement reads one consistent state
/// (a backup in steps would begin anew at every write, as `sqlite3_backup` does for another process).
public nonisolated enum Snapshot {
  /// What a snapshot holds.
  public struct Contents: Hashable, Sendable {
    /// Its event.
    public var event: EventID
    /// The last place of its log; 0 for none.
    public var place: Int64
  }

  /// Writes what the database at `path` holds now to `target`, where no file may be; on the disk when
  /// this returns.
  ///
  /// - Throws: ``StoreError``, and nothing usable is at `target` then.
  public static func make(of path: String, at target: String) throws(StoreError) -> Contents {
    let source = try Database.openData(at: path, options: .reader)
    defer { source.close() }
    try source.statement("VACUUM INTO ?").bind(1, target).run()
    return try contents(at: target)
  }

  /// Reads a snapshot through and says what it holds.
  ///
  /// - Throws: ``StoreError/corrupt(_:)`` where its pages contradict each other,
  ///   ``StoreError/damaged(what:)`` where it names no event.
  public static func contents(at path: String) throws(StoreError) -> Contents {
    let database = try Database.openData(at: path, options: .reader)
    defer { database.close() }
    try database.quickCheck()
    guard let event = try Settings(database).text(.event).flatMap({ Identifier($0) }) else {
      throw .damaged(what: "no event's name")
    }
    let place = try database.integer("SELECT max(first + count - 1) FROM segment") ?? 0
    return Contents(event: event, place: place)
  }

  /// Lets nobody log in to what a copy becomes: it may know those who were removed since it was made.
  public static func forgetLogins(_ path: String) throws(StoreError) {
    let database = try Database.openData(at: path, options: .hub)
    defer { database.close() }
    try database.execute("DELETE FROM account")
    try database.checkpoint()
  }

  /// Notes in a node's database that it was put back from a copy, so that its next start mints a new
  /// epoch: under the old one the machine may have gone on since.
  public static func outgrow(_ path: String) throws(StoreError) {
    let database = try Database.openData(at: path, options: .node)
    defer { database.close() }
    try Settings(database).set(.outgrown, to: 1)
    try database.checkpoint()
  }
}
