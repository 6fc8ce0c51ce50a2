/// Fields of a session that a `session.put` sets; nil where it sets nothing.
public nonisolated struct SessionChange: Hashable, Sendable {
  /// Which session.
  public var session: String
  /// Titles by language, all of them anew.
  public var titles: [String: String]?
  /// Id of its day.
  public var day: String?
  /// opening, session, media-break, evening, closing…
  public var type: String?
  /// Planned begin, ms.
  public var from: Int64?
  /// Planned end, ms.
  public var to: Int64?
  /// Minutes of each slot.
  public var slots: [Int64]?
  /// How many talks.
  public var talks: Int64?

  /// Makes a change that sets the given fields.
  public init(
    session: String, titles: [String: String]? = nil, day: String? = nil, type: String? = nil,
    from: Int64? = nil, to: Int64? = nil, slots: [Int64]? = nil, talks: Int64? = nil
  ) {
    self.session = session
    self.titles = titles
    self.day = day
    self.type = type
    self.from = from
    self.to = to
    self.slots = slots
    self.talks = talks
  }
}
