/// What was done to a session, for who wants to take the last of it back.
nonisolated extension Fold {
  /// The counting starts, ends and skips of a session that no void took back, in fold order.
  public mutating func steps(of session: String) -> [OpID] {
    settle()
    let id = Array(session.utf8)
    return sessionOps.filter { op in
      records[op].kind != .sessionPut && records[op].counts && !isVoided(op)
        && words.utf8(records[op].payload).elementsEqual(id)
    }.sorted { precedes($0, $1) }.map { records[$0].id }
  }
}
