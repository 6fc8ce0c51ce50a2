internal import MusterCore
internal import CSQLite

/// One connection to an SQLite file.
///
/// Opened with a write-ahead log and `synchronous=FULL`, so that a transaction that returned is on
/// the disk. Statements are prepared once and kept. Belongs to one thread. Any failure is a
/// ``StoreError`` with SQLite's extended code and the statement's text, never the values bound.
///
/// Order of calls: `open`, then statements in or out of ``transaction(_:)``, then ``close()``.
@safe public nonisolated final class Database {
  /// How a file is opened.
  public struct Options: Sendable {
    /// Page cache, KiB.
    public var cacheKiB: Int
    /// Write-ahead log pages (4 KiB each) after which it is copied back into the file.
    public var checkpointPages: Int
    /// How long to wait for another process's lock, ms.
    public var busyMs: Int32
    /// Never write: for commands that read beside a running daemon.
    public var isReadOnly: Bool
    /// Syncs nothing before ``Database/sync(_:)``: for data that are thrown away where their making is
    /// broken off.
    var isInTheMaking = false
    /// The name of SQLite's VFS; nil for the usual one.
    var disk: String?

    /// A node's: 512 KiB of cache, for it must fit in a small machine.
    public static let node = Options(
      cacheKiB: 512, checkpointPages: 2000, busyMs: 5000, isReadOnly: false)
    /// The hub's: 8 MiB of cache.
    public static let hub = Options(
      cacheKiB: 8192, checkpointPages: 2000, busyMs: 5000, isReadOnly: false)
    /// A command's beside a running daemon.
    public static let reader = Options(
      cacheKiB: 2048, checkpointPages: 0, busyMs: 5000, isReadOnly: true)
  }

  /// Where the file is; `:memory:` for none.
  public let path: String
  let isReadOnly: Bool
  private let handle: OpaquePointer
  private var statements: [String: Statement] = [:]
  private var isOpen = true
  private(set) var isInTransaction = false
  /// Transactions since ``checkpointAtRest()`` last copied all of the write-ahead log.
  private var uncopied = 0

  /// Opens or creates the file.
  ///
  /// - Throws: ``StoreError/cannotOpen(path:_:)``, ``StoreError/corrupt(_:)`` when it is no
  ///   database at all, ``StoreError/locked(_:)``.
  public init(path: String, options: Options) throws(StoreError) {
    var opened: OpaquePointer?
    let flags =
      options.isReadOnly
      ? SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX
      : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let unchanging = options.isReadOnly ? Self.unchangingName(of: path) : nil
    let code = unsafe sqlite3_open_v2(
      unchanging ?? path, &opened, unchanging == nil ? flags : flags | SQLITE_OPEN_URI, options.disk
    )
    guard code == SQLITE_OK, let opened = unsafe opened else {
      let failure = unsafe SQLiteFailure(
        code: code, message: String(cString: sqlite3_errstr(code)), sql: "")
      unsafe sqlite3_close_v2(opened)
      throw .cannotOpen(path: path, failure)
    }
    self.path = path
    isReadOnly = options.isReadOnly
    unsafe handle = opened
    unsafe sqlite3_extended_result_codes(opened, 1)
    unsafe sqlite3_busy_timeout(opened, options.busyMs)
    unsafe _ = muster_defend(opened)
    try execute("PRAGMA cache_size = -\(options.cacheKiB)")
    try execute("PRAGMA foreign_keys = ON")
    try execute("PRAGMA temp_store = MEMORY")
    guard !options.isReadOnly else { return }
    // Making the file goes through a rollback journal. Only EXTRA syncs the folder when that is
    // deleted: else a power cut could bring it back, and it would undo the file's making.
    try execute("PRAGMA synchronous = \(options.isInTheMaking ? "OFF" : "EXTRA")")
    try execute("PRAGMA journal_mode = WAL")
    if !options.isInTheMaking { try execute(Self.synchronous) }
    try execute("PRAGMA secure_delete = ON")
    try execute("PRAGMA wal_autocheckpoint = \(options.checkpointPages)")
    try execute("PRAGMA journal_size_limit = 8388608")
  }

  deinit { shut() }

  /// Finalises every statement and closes; later calls do nothing.
  public func close() { shut() }

  private func shut() {
    guard isOpen else { return }
    isOpen = false
    for statement in statements.values { statement.finalize() }
    statements.removeAll()
    unsafe sqlite3_close_v2(handle)
  }

  /// Runs one or more statements that take no values and give no rows.
  public func execute(_ sql: String) throws(StoreError) {
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code, sql: sql) }
  }

  /// The row id of the newest row that was inserted.
  var lastRow: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

  /// The statement for this text, prepared at its first use and kept.
  public func statement(_ sql: String) throws(StoreError) -> Statement {
    if let kept = statements[sql] { return kept }
    var prepared: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(
      handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
    guard code == SQLITE_OK, let prepared = unsafe prepared else { throw error(code, sql: sql) }
    let made = unsafe Statement(prepared, of: self, sql: sql)
    statements[sql] = made
    return made
  }

  /// Runs the body in one transaction, on the disk when this returns; undone when it throws.
  ///
  /// Inside another transaction the body is part of that one. Whoever only reads sees what was
  /// committed at its first look, whatever others commit meanwhile.
  public func transaction<Value>(
    _ body: () throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    guard !isInTransaction else { return try body() }
    try statement(isReadOnly ? "BEGIN" : "BEGIN IMMEDIATE").run()
    isInTransaction = true
    defer { isInTransaction = false }
    do throws(StoreError) {
      let value = try body()
      try statement("COMMIT").run()
      uncopied += 1
      return value
    } catch {
      // SQLite has rolled back by itself after some failures; a second time is an error that says
      // nothing new.
      unsafe _ = sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
      throw error
    }
  }

  /// From now on syncs each transaction, and at once all that was not; or nothing any more, for data
  /// that are about to be thrown away.
  func sync(_ isOn: Bool) throws(StoreError) {
    guard isOn else { return try execute("PRAGMA synchronous = OFF") }
    try execute(Self.synchronous)
    try execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  private static var synchronous: String {
    planted(.syncsNothing) ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL"
  }

  /// Runs the body in one transaction that a power cut may undo: for what can be found again.
  ///
  /// What was durable before stays so, and the next durable transaction makes this one durable too.
  func casualTransaction(_ body: () throws(StoreError) -> Void) throws(StoreError) {
    guard !isInTransaction else { return try body() }
    try execute("PRAGMA synchronous = NORMAL")
    do throws(StoreError) { try transaction(body) } catch {
      try execute(Self.synchronous)
      throw error
    }
    try execute(Self.synchronous)
  }

  /// Rows changed by the last statement.
  var changes: Int { unsafe Int(sqlite3_changes64(handle)) }

  /// The error for a result code, from what this connection last said.
  func error(_ code: Int32, sql: String) -> StoreError {
    let failure = unsafe SQLiteFailure(
      code: code, message: String(cString: sqlite3_errmsg(handle)), sql: sql)
    return switch code & 0xFF {
    case SQLITE_FULL: .diskFull(failure)
    // The index of the log of writes cannot be made: its few pages find no room (IOERR_SHMSIZE).
    case SQLITE_IOERR where code >> 8 == 19: .diskFull(failure)
    case SQLITE_IOERR: .io(failure)
    case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt(failure)
    case SQLITE_BUSY, SQLITE_LOCKED: .locked(failure)
    case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH:
      .cannotOpen(path: path, failure)
    default: .statement(failure)
    }
  }
}

nonisolated extension Database {
  /// The single integer that a query gives; nil when it gives no row or NULL.
  public func integer(_ sql: String) throws(StoreError) -> Int64? {
    let statement = try statement(sql)
    defer { statement.reset() }
    guard try statement.step(), !statement.isNull(0) else { return nil }
    return statement.integer(0)
  }

  /// Asks SQLite whether its pages are sound.
  ///
  /// - Throws: ``StoreError/corrupt(_:)`` with the first finding.
  public func quickCheck() throws(StoreError) {
    let sql = "PRAGMA quick_check(1)"
    let statement = try statement(sql)
    defer { statement.reset() }
    guard try statement.step() else { return }
    let finding = statement.text(0)
    guard finding != "ok" else { return }
    throw .corrupt(SQLiteFailure(code: SQLITE_CORRUPT, message: finding, sql: sql))
  }

  /// Copies the write-ahead log into the file and empties it, so that no deleted byte remains.
  public func checkpoint() throws(StoreError) {
    let statement = try statement("PRAGMA wal_checkpoint(TRUNCATE)")
    defer { statement.reset() }
    _ = try statement.step()
  }

  /// Copies the write-ahead log into the file where the work of many transactions is in it, so that none of
  /// those to come has to: for a moment in which nobody waits. Where others read, what they do not see yet
  /// stays in it until the next time.
  func checkpointAtRest() throws(StoreError) {
    guard uncopied >= Self.manyTransactions else { return }
    let statement = try statement("PRAGMA wal_checkpoint(PASSIVE)")
    defer { statement.reset() }
    // Whether it was kept from it, pages in the log, and how many of them are copied.
    guard try statement.step(), statement.integer(1) == statement.integer(2) else { return }
    uncopied = 0
  }

  /// So many that the pages that they all write are copied once; at a desk, far from
  /// ``Options/checkpointPages``.
  static let manyTransactions = 50
}
