internal import Glibc

nonisolated extension Database {
  /// Lets nobody else read the file, whatever folder it was put into: it holds names. SQLite gives the
  /// files beside it the mode that it finds here.
  private static func closeToOthers(_ path: String) {
    let made = unsafe Glibc.open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    if made >= 0 { _ = Glibc.close(made) } else { _ = unsafe chmod(path, 0o600) }
  }

  /// Opens a data folder's database, brings its schema up, and checks its pages when the last
  /// process did not end in order.
  ///
  /// - Throws: ``StoreError`` as ``Database/init(path:options:)``, and
  ///   ``StoreError/notMuster(path:)``, ``StoreError/fromNewerProgram(found:known:)``,
  ///   ``StoreError/corrupt(_:)``.
  public static func openData(
    at path: String, options: Options
  ) throws(StoreError) -> Database {
    if !options.isReadOnly { closeToOthers(path) }
    let database = try Database(path: path, options: options)
    do throws(StoreError) {
      try Schema.bringUp(database, mayWrite: !options.isReadOnly)
      guard !options.isReadOnly else { return database }
      let settings = Settings(database)
      if try settings.integer(.endedInOrder) == 0 { try database.quickCheck() }
      try settings.set(.endedInOrder, to: 0)
      return database
    } catch {
      database.close()
      throw error
    }
  }

  /// Notes that the process ends in order, so that the next start need not check every page, and
  /// closes.
  public func closeInOrder() throws(StoreError) {
    try Settings(self).set(.endedInOrder, to: 1)
    close()
  }
}
