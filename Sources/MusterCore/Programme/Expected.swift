/// When a session is expected to begin and to end, as far as one can tell.
nonisolated struct Expected {
  /// ms; nil for a session that does not take place.
  let begin: Int64?
  /// ms; nil for a session that does not take place.
  let end: Int64?
  /// When it would end if it took as long as planned, ms: what the time left is counted to.
  let due: Int64?
  /// Whether it was left out without a word.
  let isPassed: Bool

  /// - Parameters:
  ///   - after: when all that it waits for is over, ms.
  ///   - heard: up to when a programme run by hand is known, ms; nil for one that goes by the clock.
  init(_ session: ProgrammeSession, after: Int64?, heard: Int64?, isPassed: Bool) {
    self.isPassed = isPassed
    switch session.state {
    case .skipped:
      (begin, end, due) = (nil, nil, nil)
    case .planned:
      let earliest = max(session.from, after ?? session.from, heard ?? session.from)
      (begin, end) =
        isPassed ? (nil, nil) : (earliest, TimeBounds.after(earliest, by: session.length))
      due = end
    case .running:
      let target = TimeBounds.after(session.begin, by: session.length)
      (begin, end) = (session.begin, max(target, heard ?? target, session.begin))
      due = target
    case .ended:
      (begin, end) = (session.begin, max(session.begin, session.ended ?? session.begin))
      due = end
    }
  }
}
