/// A session as it was planned, and how far it has come: what a ``Programme`` is computed from.
public nonisolated struct ProgrammeSession: Hashable, Sendable {
  /// How a session stands (`Protocol/5-state.md`); the raw values are those of the protocol.
  public enum State: String, CaseIterable, Sendable {
    case planned, running, ended, skipped
  }

  /// Its id.
  public var id: String
  /// Id of its day.
  public var day: String
  /// Titles by language.
  public var titles: [String: String]
  /// opening, session, media-break, evening, closing…
  public var type: String
  /// Planned begin, ms.
  public var from: Int64
  /// Planned end, ms.
  public var to: Int64
  /// Minutes of each slot.
  public var slots: [Int64]
  /// How it stands.
  public var state: State
  /// When it was started, ms; nil before.
  public var started: Int64?
  /// When it was ended, ms; nil before.
  public var ended: Int64?

  /// Makes a session.
  public init(
    id: String, day: String, titles: [String: String] = [:], type: String = "session", from: Int64,
    to: Int64, slots: [Int64] = [], state: State = .planned, started: Int64? = nil,
    ended: Int64? = nil
  ) {
    self.id = id
    self.day = day
    self.titles = titles
    self.type = type
    self.from = from
    self.to = to
    self.slots = slots
    self.state = state
    self.started = started
    self.ended = ended
  }

  /// Whether somebody has begun it.
  var hasBegun: Bool { state == .running || state == .ended }

  /// Planned length, ms.
  var length: Int64 { max(0, to - from) }

  /// When it began, ms: of one that has begun.
  var begin: Int64 { started ?? from }

  /// Whether it follows another by plan: begins when that one shall be over.
  func follows(_ other: ProgrammeSession) -> Bool { day == other.day && other.to <= from }

  /// The order of the programme.
  static func precedes(_ left: ProgrammeSession, _ right: ProgrammeSession) -> Bool {
    (left.from, left.to, left.id) < (right.from, right.to, right.id)
  }
}
