/// The programme at a moment: what is on, what comes next, when everything is expected, how far each
/// day has overrun.
///
/// A pure function of the sessions, the moment that is asked about (`now`) and the moment up to which
/// everything is known (`heard`): a point that is cut off does not see what was started since.
///
/// - **Nobody has started anything yet**: the plan holds, and sessions come and go by the clock.
/// - **Somebody has**: the programme is run by hand. A session is on from its start to its end, one
///   that was not started has not begun, and what runs over pushes what follows it by plan on the same
///   day. A gap in the plan absorbs as much of that as it is long, a skipped session gives its time
///   back, and nothing is expected before its planned begin. Sessions that lie side by side by plan do
///   not push each other.
/// - **After `heard`** it is assumed that everything goes on from there as planned.
public nonisolated struct Programme: Hashable, Sendable {
  /// All sessions with what is expected of them, in the order of the plan.
  public let entries: [Entry]
  /// Ids of the sessions that are on, in the order of the plan.
  public let on: [String]
  /// Id of the session that is expected next; nil after the last.
  public let next: String?
  /// The days, in the order of their first sessions.
  public let days: [Day]
  /// Sessions that run at once.
  public let overlaps: [Overlap]

  /// Two sessions that run at once.
  public struct Overlap: Hashable, Sendable {
    /// Id of the one that comes first in the plan.
    public let first: String
    /// Id of the other.
    public let second: String
    /// Whether they lie side by side in the plan too; otherwise one was probably not ended.
    public let isPlanned: Bool
  }

  /// Computes the programme.
  ///
  /// - Parameters:
  ///   - sessions: the sessions, in any order, each id once.
  ///   - now: the moment that is asked about, hub time, ms.
  ///   - heard: up to when starts and ends are known, hub time, ms; nil: up to `now`.
  public init(_ sessions: [ProgrammeSession], now: Int64, heard: Int64? = nil) {
    let sessions = sessions.sorted(by: ProgrammeSession.precedes)
    let heard = min(heard ?? now, now)
    let isRun = sessions.contains { $0.hasBegun }
    var expected: [Expected] = []
    for (index, session) in sessions.enumerated() {
      expected.append(
        Expected(
          session, after: Self.latestEnd(before: index, sessions, expected),
          heard: isRun ? heard : nil, isPassed: isRun && Self.isPassed(session, sessions)))
    }
    let entries = zip(sessions, expected).map {
      Entry($0, $1, now: now, isKnown: heard == now, isRun: isRun)
    }
    self.entries = entries
    on = entries.filter { $0.isOn }.map(\.session.id)
    next = Self.next(entries)
    days = Self.days(entries)
    overlaps = Self.overlaps(sessions)
  }

  /// When all is over that a session waits for; nil where it waits for nothing.
  private static func latestEnd(
    before index: Int, _ sessions: [ProgrammeSession], _ expected: [Expected]
  ) -> Int64? {
    var latest: Int64?
    for before in 0..<index where sessions[index].follows(sessions[before]) {
      if let end = expected[before].end { latest = max(latest ?? end, end) }
    }
    return latest
  }

  /// Whether a session was left out without a word: one that follows it has begun.
  private static func isPassed(
    _ session: ProgrammeSession, _ sessions: [ProgrammeSession]
  ) -> Bool {
    session.state == .planned && sessions.contains { $0.hasBegun && $0.follows(session) }
  }

  private static func next(_ entries: [Entry]) -> String? {
    var first: (begin: Int64, id: String)?
    for entry in entries where entry.phase == .upcoming {
      guard let begin = entry.begin, begin < first?.begin ?? .max else { continue }
      first = (begin, entry.session.id)
    }
    return first?.id
  }

  private static func days(_ entries: [Entry]) -> [Day] {
    var days: [Day] = []
    for entry in entries {
      if let place = days.firstIndex(where: { $0.id == entry.session.day }) {
        days[place].take(entry)
      } else {
        days.append(Day(entry))
      }
    }
    return days
  }

  private static func overlaps(_ sessions: [ProgrammeSession]) -> [Overlap] {
    let running = sessions.filter { $0.state == .running }
    var overlaps: [Overlap] = []
    for (index, first) in running.enumerated() {
      for second in running[(index + 1)...] {
        overlaps.append(
          Overlap(
            first: first.id, second: second.id,
            isPlanned: second.from < first.to && first.day == second.day))
      }
    }
    return overlaps
  }
}
