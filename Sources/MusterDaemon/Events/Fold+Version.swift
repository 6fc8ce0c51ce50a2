public import MusterCore

nonisolated extension Fold {
  /// A number that changes, within one run, when a session changes.
  public mutating func programmeVersion() -> Int {
    var version = Hasher()
    for session in sessions() {
      version.combine(session.id)
      version.combine(session.state.rawValue)
      for time in [session.from, session.to, session.started, session.ended] {
        version.combine(time)
      }
      version.combine(session.titles)
    }
    return version.finalize()
  }
}
