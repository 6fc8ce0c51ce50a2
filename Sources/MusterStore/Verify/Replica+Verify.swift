public import MusterCore

nonisolated extension Replica {
  /// Verifies a data folder from the disk alone, sound enough to be opened or not.
  ///
  /// Reads beside a running daemon; what was committed when it began is what it sees.
  public static func verify(
    at path: String, event: EventID
  ) throws(StoreError) -> VerifyReport {
    let database = try Database.openData(at: path, options: .reader)
    defer { database.close() }
    return try database.transaction { () throws(StoreError) in
      try verify(database, event: event).report
    }
  }

  /// Verifies all that is committed, and that the state in memory is the one which the disk gives:
  /// to be called when nothing waits for a ``commit()``, or the two differ.
  public func verify() throws(StoreError) -> VerifyReport {
    try freshenForLooking()
    var (report, rebuilt) = try Self.verify(database, event: event)
    if rebuilt.canonicalBytes() != memory.fold.canonicalBytes() { report.findings.append(.fold) }
    return report
  }

  /// Makes the search index anew from the fold and the private lines.
  public func rebuildIndex() throws(StoreError) {
    try guardReady()
    try database.transaction { () throws(StoreError) in
      try names.clear()
      try Alike(database).clear()
      memory.staleNames.noteAll()
      try freshenNames()
    }
  }

  private static func verify(
    _ database: Database, event: EventID
  ) throws(StoreError) -> (report: VerifyReport, fold: Fold) {
    var verification = Verification(database, event: event)
    try verification.run()
    return (verification.report, verification.fold)
  }
}
