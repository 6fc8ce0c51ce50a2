/// One part of the event, as an `event.put` sets it: a day, a session, a door, a country…
public nonisolated struct EventPart: Hashable, Sendable {
  /// Which sort of part.
  public enum Sort: String, CaseIterable, Sendable {
    case event, day, session, door, indicator, group, country, item
  }

  /// Which sort of part.
  public var sort: Sort
  /// Its id among its sort; for a country the ISO 3166-1 alpha-2 code.
  public var id: String
  /// Title or name by language.
  public var titles: [String: String] = [:]
  /// Of the event: its IANA zone.
  public var zone: String?
  /// Of the event: languages of its pages, first is the main one.
  public var languages: [String] = []
  /// Of the event: dates and their first ms in the event's zone, ascending.
  public var calendar: [CalendarDate] = []
  /// Of a day: `YYYY-MM-DD`.
  public var date: String?
  /// Of a session: id of its day.
  public var day: String?
  /// Of a session: opening, session, media-break, evening, closing…
  public var type: String?
  /// Of a day or session: planned begin, ms.
  public var from: Int64?
  /// Of a day or session: planned end, ms.
  public var to: Int64?
  /// Of a session: minutes of each slot.
  public var slots: [Int64] = []
  /// Of a session: how many talks.
  public var talks: Int64?
  /// Of an indicator: its goal.
  public var goal: Int64?
  /// Of an indicator: unit of its value.
  public var unit: String?
  /// Of an indicator: how it is measured, in words.
  public var measured: String?
  /// Of a group: its countries.
  public var countries: [String] = []
  /// Of a group: its bodies.
  public var bodies: [String] = []
  /// Of a country: its groups.
  public var groups: [String] = []

  /// Of a door: whom it admits, and when.
  public var rule = DoorRule()
  /// Of an item of the readiness checklist: to be ready by then, ms.
  public var due: Int64?

  /// Makes an empty part.
  public init(sort: Sort, id: String) {
    self.sort = sort
    self.id = id
  }
}

/// A date and its first millisecond in the event's zone.
public nonisolated struct CalendarDate: Hashable, Sendable {
  /// `YYYY-MM-DD`.
  public var date: String
  /// Its first ms.
  public var first: Int64

  /// Makes a calendar date.
  public init(date: String, first: Int64) {
    self.date = date
    self.first = first
  }
}
