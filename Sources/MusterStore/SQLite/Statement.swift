internal import CSQLite

/// A prepared statement, reset and ready after each use.
///
/// Parameters count from 1, columns from 0, as in SQLite.
@safe public nonisolated final class Statement {
  private var handle: OpaquePointer?
  private unowned let database: Database
  private let sql: String

  init(_ handle: OpaquePointer, of database: Database, sql: String) {
    unsafe self.handle = handle
    self.database = database
    self.sql = sql
  }

  func finalize() {
    unsafe sqlite3_finalize(handle)
    unsafe handle = nil
  }

  // MARK: Binding

  /// Binds an integer.
  @discardableResult
  public func bind(_ index: Int32, _ value: Int64) -> Statement {
    unsafe sqlite3_bind_int64(handle, index, value)
    return self
  }

  /// Binds an integer or NULL.
  @discardableResult
  public func bind(_ index: Int32, _ value: Int64?) -> Statement {
    if let value {
      unsafe sqlite3_bind_int64(handle, index, value)
    } else {
      unsafe sqlite3_bind_null(handle, index)
    }
    return self
  }

  /// Binds a copy of a text.
  @discardableResult
  public func bind(_ index: Int32, _ value: String) -> Statement {
    var value = value
    value.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        // A null pointer would bind NULL, which is not the empty text.
        guard let start = characters.baseAddress else {
          unsafe _ = muster_bind_text_copied(handle, index, "", 0)
          return
        }
        unsafe _ = muster_bind_text_copied(handle, index, start, UInt64(characters.count))
      }
    }
    return self
  }

  /// Binds a copy of some bytes.
  @discardableResult
  public func bind(_ index: Int32, _ value: [UInt8]) -> Statement {
    unsafe value.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else {
        unsafe sqlite3_bind_zeroblob(handle, index, 0)
        return
      }
      unsafe _ = muster_bind_blob_copied(handle, index, start, UInt64(bytes.count))
    }
    return self
  }

  /// Binds bytes in place for as long as the body runs, and runs the statement there if it likes.
  public func binding<Value>(
    _ index: Int32, inPlace value: [UInt8], _ body: () throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    let result: Result<Value, StoreError> = unsafe value.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress {
        unsafe sqlite3_bind_blob64(handle, index, start, UInt64(bytes.count), nil)
      } else {
        unsafe sqlite3_bind_zeroblob(handle, index, 0)
      }
      defer { unsafe _ = sqlite3_bind_null(handle, index) }
      do throws(StoreError) { return .success(try body()) } catch { return .failure(error) }
    }
    return try result.get()
  }

  // MARK: Running

  /// Goes to the next row; false when there is none.
  public func step() throws(StoreError) -> Bool {
    let code = unsafe sqlite3_step(handle)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default:
      let error = database.error(code, sql: sql)
      reset()
      throw error
    }
  }

  /// Runs to the end, ignoring rows, and resets.
  public func run() throws(StoreError) {
    while try step() {}
    reset()
  }

  /// Calls the body for each row, then resets.
  public func each(_ body: (Statement) throws(StoreError) -> Void) throws(StoreError) {
    defer { reset() }
    while try step() { try body(self) }
  }

  /// What the body makes of the first row, then resets; nil when there is none.
  public func first<Value>(
    _ body: (Statement) throws(StoreError) -> Value
  ) throws(StoreError) -> Value? {
    defer { reset() }
    return try step() ? try body(self) : nil
  }

  /// Makes the statement ready for the next use; bound values stay until bound again.
  public func reset() { unsafe sqlite3_reset(handle) }

  // MARK: Columns

  /// Whether the column is NULL.
  public func isNull(_ column: Int32) -> Bool {
    unsafe sqlite3_column_type(handle, column) == SQLITE_NULL
  }

  /// The column as an integer.
  public func integer(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

  /// The column as text; empty for NULL.
  public func text(_ column: Int32) -> String {
    String(decoding: blob(column), as: UTF8.self)
  }

  /// A copy of the column's bytes; empty for NULL.
  public func blob(_ column: Int32) -> [UInt8] {
    guard let start = unsafe sqlite3_column_blob(handle, column) else { return [] }
    let count = unsafe Int(sqlite3_column_bytes(handle, column))
    return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }
}
