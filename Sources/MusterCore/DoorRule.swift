/// What a door asks of those who want in, as the event states it: the same at every point.
public nonisolated struct DoorRule: Hashable, Sendable {
  /// How often one person may come in.
  public enum Entry: String, CaseIterable, Sendable {
    /// Once in the whole event.
    case once
    /// Once on each date.
    case onceADay = "once-a-day"
    /// Again whenever the person has left; who is inside is told so.
    case againAfterLeaving = "again-after-leaving"
    /// Always, inside or not: nobody checks out at such a door.
    case always
  }

  /// Kinds of participant that it admits; nil: all.
  public var kinds: [String]?
  /// Ids of the days on which it admits; nil: all.
  public var days: [String]?
  /// It opens this long before a day's window, ms ≥ 0; nil together with ``after``: it asks no hours.
  public var before: Int64?
  /// It closes this long after a day's window, ms ≥ 0.
  public var after: Int64?
  /// How often.
  public var entry: Entry
  /// Whether it admits who is registered but not yet confirmed.
  public var admitsPending: Bool
  /// Whether it admits nobody when the point is full.
  public var holdsCapacity: Bool
  /// What it asks at entry.
  public var questions: [Question]

  /// Makes a rule; without arguments one that admits everybody who is not inside.
  public init(
    kinds: [String]? = nil, days: [String]? = nil, before: Int64? = nil, after: Int64? = nil,
    entry: Entry = .againAfterLeaving, admitsPending: Bool = false, holdsCapacity: Bool = false,
    questions: [Question] = []
  ) {
    self.kinds = kinds
    self.days = days
    self.before = before
    self.after = after
    self.entry = entry
    self.admitsPending = admitsPending
    self.holdsCapacity = holdsCapacity
    self.questions = questions
  }
}

/// A question at entry. Its answer is private; that it was answered is public.
public nonisolated struct Question: Hashable, Sendable {
  /// What an answer may be.
  public enum Form: String, CaseIterable, Sendable {
    case text, number, choice
    case yesNo = "yes-no"
  }

  /// Its id, one for the whole event: who has answered it at one door has answered it at all.
  public var id: String
  /// What an answer may be.
  public var form: Form
  /// Whether nobody comes in without an answer.
  public var isRequired: Bool
  /// The question by language.
  public var titles: [String: String]
  /// Of a choice: what can be chosen.
  public var choices: [String]

  /// Makes a question.
  public init(
    id: String, form: Form, isRequired: Bool, titles: [String: String], choices: [String] = []
  ) {
    self.id = id
    self.form = form
    self.isRequired = isRequired
    self.titles = titles
    self.choices = choices
  }
}
