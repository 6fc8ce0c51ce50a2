import CSQLite
import MusterNet

/// What SQLite alone does with the same lines on the same disk: the measure that the hub is held to.
///
/// One table with a unique index, WAL, `synchronous=FULL`, transactions of 500 rows, one prepared
/// statement.
struct RawInserts {
  let folder: String

  /// Seconds for all lines, each with its id.
  func seconds(_ rows: [(id: [UInt8], line: [UInt8])], round: Int) throws -> Double {
    var database: OpaquePointer?
    guard unsafe sqlite3_open("\(folder)/floor-\(round).db", &database) == SQLITE_OK else {
      throw BenchError("SQLite cannot open its file")
    }
    defer { unsafe sqlite3_close(database) }
    unsafe try run(
      database,
      """
      PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
      CREATE TABLE op (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, line BLOB NOT NULL) STRICT;
      """)
    var insert: OpaquePointer?
    guard
      unsafe sqlite3_prepare_v2(
        database, "INSERT INTO op (id, line) VALUES (?, ?)", -1, &insert, nil) == SQLITE_OK
    else { throw BenchError("SQLite cannot prepare the insert") }
    defer { unsafe sqlite3_finalize(insert) }
    let begin = BootClock.microseconds()
    var next = 0
    while next < rows.count {
      unsafe try run(database, "BEGIN")
      for row in rows[next..<min(next + 500, rows.count)] {
        unsafe sqlite3_bind_blob(insert, 1, row.id, Int32(row.id.count), nil)
        unsafe sqlite3_bind_blob(insert, 2, row.line, Int32(row.line.count), nil)
        guard unsafe sqlite3_step(insert) == SQLITE_DONE else {
          throw BenchError("SQLite cannot insert")
        }
        unsafe sqlite3_reset(insert)
      }
      unsafe try run(database, "COMMIT")
      next += 500
    }
    return Double(BootClock.microseconds() - begin) / 1_000_000
  }

  private func run(_ database: OpaquePointer?, _ sql: String) throws {
    guard unsafe sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else {
      throw BenchError("SQLite refuses: \(sql)")
    }
  }
}
