nonisolated extension Programme {
  /// A session, and what is expected of it.
  public struct Entry: Hashable, Sendable {
    /// Where a session stands at the moment.
    public enum Phase: String, Sendable {
      /// It has not begun.
      case upcoming
      /// It is on.
      case on
      /// It is over.
      case over
      /// It was skipped.
      case skipped
      /// It was not started, and one that follows it was.
      case passed
    }

    /// The session.
    public let session: ProgrammeSession
    /// Where it stands.
    public let phase: Phase
    /// Whether `on` or `over` is only assumed, by the clock: nobody has said so.
    public let isAssumed: Bool
    /// When it began or is expected to, ms; nil where it does not take place.
    public let begin: Int64?
    /// When it ended or is expected to, ms; nil where it does not take place.
    public let end: Int64?
    /// How much later than planned it begins, ms ≥ 0.
    public let delay: Int64
    /// Of one that is on: time left, ms; negative: so long over.
    public let left: Int64?
    /// Of one that is on and has slots: the slot that it should be in.
    public let slot: Slot?

    /// Whether it is on.
    var isOn: Bool { phase == .on }

    init(
      _ session: ProgrammeSession, _ expected: Expected, now: Int64, isKnown: Bool, isRun: Bool
    ) {
      self.session = session
      begin = expected.begin
      end = expected.end
      delay = max(0, (expected.begin ?? session.from) - session.from)
      let phase: Phase
      if let begin = expected.begin, let end = expected.end {
        phase = Self.phase(
          session.state, begin...end, now: now, isKnown: isKnown, isByHand: isRun)
      } else {
        phase = expected.isPassed ? .passed : .skipped
      }
      self.phase = phase
      let isOn = phase == .on
      isAssumed =
        isOn && session.state == .planned || phase == .over && session.state != .ended
      left = isOn ? expected.due.map { $0 - now } : nil
      slot = isOn ? expected.begin.flatMap { Slot(session.slots, elapsed: now - $0) } : nil
    }

    private static func phase(
      _ state: ProgrammeSession.State, _ time: ClosedRange<Int64>, now: Int64, isKnown: Bool,
      isByHand: Bool
    ) -> Phase {
      switch state {
      case .ended: return .over
      case .running where isKnown: return .on
      case .planned where isKnown && isByHand: return .upcoming
      default: break
      }
      if state == .planned, now < time.lowerBound { return .upcoming }
      return now < time.upperBound ? .on : .over
    }
  }

  /// The slot that a session should be in: they follow on each other from its begin.
  public struct Slot: Hashable, Sendable {
    /// A slot longer than this is taken for one of this length, minutes; so no sum overflows.
    private static let longest: Int64 = 1_000_000

    /// Which one, from 0.
    public let index: Int
    /// Its length, ms.
    public let length: Int64
    /// Time left in it, ms; negative: so long over the last one.
    public let left: Int64

    /// - Parameter elapsed: time since the session's begin, ms.
    init?(_ minutes: [Int64], elapsed: Int64) {
      guard !minutes.isEmpty else { return nil }
      var index = 0
      var length = Self.length(minutes[0])
      var end = length
      while end <= elapsed, index + 1 < minutes.count {
        index += 1
        length = Self.length(minutes[index])
        end += length
      }
      self.index = index
      self.length = length
      left = end - elapsed
    }

    private static func length(_ minutes: Int64) -> Int64 {
      min(max(0, minutes), longest) * 60_000
    }
  }
}
