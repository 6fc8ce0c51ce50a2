import MusterCommand
import MusterDaemon
import MusterSync

/// An event as its file says it: titles, zone, days with their windows, sessions by their lengths.
///
/// The form is that of `seeds/event.json`. Times are hours of the event's own zone; what they are in
/// UTC is computed when the event is set up (``EventPlan``).
struct EventFile {
  /// Titles by language.
  typealias Titles = [String: String]

  /// One day.
  struct Day {
    var id: String
    var date: LocalDate
    /// Minutes after midnight.
    var from: Int
    /// Minutes after midnight.
    var to: Int
    var titles: Titles
  }

  /// One session of a day, which begins where the one before it ends.
  struct Session {
    var id: String
    var day: String
    var type: String
    var minutes: Int
    var slots: [Int64]
    var talks: Int64?
    var titles: Titles
  }

  /// A door, indicator, group or country.
  struct Other {
    var id: String
    var titles: Titles
    var goal: Int64?
    var unit: String?
    var measured: String?
    var countries: [String] = []
    var bodies: [String] = []
    var groups: [String] = []
  }

  /// The calendar of a longer event would not fit its line.
  private static let longestDays = 200

  var titles: Titles
  var zone: String
  var languages: [String]
  var days: [Day]
  var sessions: [Session]
  var doors: [Other]
  var indicators: [Other]
  var groups: [Other]
  var countries: [Other]

  /// Reads an event; what is wrong is named by its path in the file.
  init(_ bytes: [UInt8]) throws(Failure) {
    let value: JSONValue
    do throws(JSONError) { value = try JSONValue.read(bytes) } catch {
      throw .badData("The event file is not strict JSON: \(error.message).")
    }
    let file = try FileObject(value, at: "")
    titles = try file.titles("titles")
    zone = try file.text("zone")
    languages = try file.texts("languages")
    days = try file.objects("days").map { (day) throws(Failure) in
      Day(
        id: try day.text("id"), date: try day.date("date"), from: try day.clock("from"),
        to: try day.clock("to"), titles: try day.titles("titles"))
    }
    sessions = try file.objects("sessions").map { (session) throws(Failure) in
      Session(
        id: try session.text("id"), day: try session.text("day"), type: try session.text("type"),
        minutes: Int(try session.number("minutes", in: 1...1440)),
        slots: try session.numbers("slots", in: 1...1440),
        talks: try session.optionalNumber("talks", in: 0...10_000),
        titles: try session.titles("titles"))
    }
    doors = try Self.others(file, "doors", id: "id")
    indicators = try Self.others(file, "indicators", id: "id")
    groups = try Self.others(file, "groups", id: "id")
    countries = try Self.others(file, "countries", id: "code")
    try check()
  }

  private static func others(
    _ file: FileObject, _ name: String, id: String
  ) throws(Failure) -> [Other] {
    try file.objects(name).map { (object) throws(Failure) in
      Other(
        id: try object.text(id), titles: try object.titles("titles"),
        goal: try object.optionalNumber("goal", in: 0...JSONTape.maximumInteger),
        unit: try object.optionalText("unit"), measured: try object.optionalText("measured"),
        countries: try object.optionalTexts("countries"),
        bodies: try object.optionalTexts("bodies"), groups: try object.optionalTexts("groups"))
    }
  }

  private func check() throws(Failure) {
    guard !languages.isEmpty else { throw .badData("languages: name at least one language.") }
    for (index, language) in languages.enumerated() where !Form.isLanguage(language) {
      throw .badData("languages[\(index)]: write two or three small letters, as in fr.")
    }
    guard !days.isEmpty else { throw .badData("days: an event has at least one day.") }
    guard !doors.isEmpty else { throw .badData("doors: an event has at least one door.") }
    guard !countries.isEmpty else { throw .badData("countries: name at least one country.") }
    try Self.checkOnce("days", days.map(\.id))
    try Self.checkOnce("days", days.map(\.date.text))
    try Self.checkOnce("sessions", sessions.map(\.id))
    try Self.checkOnce("doors", doors.map(\.id))
    try Self.checkOnce("indicators", indicators.map(\.id))
    try Self.checkOnce("groups", groups.map(\.id))
    try Self.checkOnce("countries", countries.map(\.id))
    for (index, day) in days.enumerated() where day.from >= day.to {
      throw .badData("days[\(index)]: it ends at or before its beginning.")
    }
    let dates = days.map(\.date)
    if let first = dates.min(), let last = dates.max(), last.day - first.day > Self.longestDays {
      throw .badData(
        "days: from the first to the last are more than \(Self.longestDays): is a year wrong?")
    }
    for (index, session) in sessions.enumerated()
    where !days.contains(where: { $0.id == session.day }) {
      throw .badData("sessions[\(index)].day: there is no day \(Terminal.plain(session.day)).")
    }
    for (index, country) in countries.enumerated() where !Form.isCountry(country.id) {
      throw .badData("countries[\(index)].code: write two capital letters, as in FR.")
    }
    let codes = Set(countries.map(\.id))
    for (index, group) in groups.enumerated() {
      for country in group.countries where !codes.contains(country) {
        throw .badData(
          "groups[\(index)].countries: \(Terminal.plain(country)) is not among the countries.")
      }
    }
    for (index, door) in doors.enumerated() where !(1...64).contains(door.id.utf8.count) {
      throw .badData("doors[\(index)].id: write 1 to 64 bytes.")
    }
  }

  private static func checkOnce(_ list: String, _ ids: [String]) throws(Failure) {
    var seen: Set<String> = []
    for (index, id) in ids.enumerated() where !seen.insert(id).inserted {
      throw .badData("\(list)[\(index)]: \(Terminal.plain(id)) is there before.")
    }
  }

  /// What does not add up in the programme; an event may overrun, but somebody should know.
  var warnings: [String] {
    var warnings: [String] = []
    for day in days {
      let planned = sessions.filter { $0.day == day.id }.reduce(0) { $0 + $1.minutes }
      if planned > day.to - day.from {
        warnings.append(
          "\(day.id): sessions of \(planned) minutes in a day of \(day.to - day.from)")
      }
    }
    for session in sessions where !session.slots.isEmpty {
      let slots = session.slots.reduce(0, +)
      if slots > Int64(session.minutes) {
        warnings.append(
          "\(session.id): slots of \(slots) minutes in a session of \(session.minutes)")
      }
    }
    return warnings
  }
}
