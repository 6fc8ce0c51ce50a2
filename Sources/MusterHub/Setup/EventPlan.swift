import MusterCore
import MusterDaemon
import MusterSync
import MusterTrust

/// An event with its times in UTC: what ``EventFile`` says, on the days on which it takes place.
struct EventPlan {
  /// When the event takes place.
  enum Start: Equatable {
    /// On the days that the file names.
    case asWritten
    /// The first day on this date, the others as long after it as in the file.
    case on(LocalDate)
    /// So that this moment, ms, lies half an hour into the first day's window: for rehearsals.
    case around(Int64)
  }

  /// So long before and after its days the calendar names dates.
  private static let marginDays = 21
  private static let intoFirstDayMs: Int64 = 1_800_000

  /// Everything that becomes an `event.put`.
  let parts: [EventPart]
  /// The dates of its days, in order.
  let dates: [LocalDate]

  init(_ file: EventFile, start: Start) throws(Failure) {
    let zone = try EventZone(file.zone)
    let windows = Self.windows(file, zone, start)
    dates = windows.map(\.date)
    var parts = [Self.event(file, zone, dates)]
    for (day, window) in zip(file.days, windows) {
      var part = EventPart(sort: .day, id: day.id)
      part.titles = day.titles
      part.date = window.date.text
      part.from = window.from
      part.to = window.to
      parts.append(part)
      parts += Self.sessions(file.sessions.filter { $0.day == day.id }, from: window.from)
    }
    parts += file.doors.map { Self.other($0, .door) }
    parts += file.indicators.map { Self.other($0, .indicator) }
    parts += file.groups.map { Self.other($0, .group) }
    parts += file.countries.map { Self.other($0, .country) }
    self.parts = parts
    for part in parts { try Self.check(part) }
  }

  /// A part whose line no reader takes would be on the log for ever and mean nothing.
  private static func check(_ part: EventPart) throws(Failure) {
    let event = Randomness.identifier()
    let line = OperationWriter.write(
      Operation(
        node: event, nonce: Randomness.nonce(), at: 0, boot: event, mono: 0, act: .eventPut(part)),
      event: event)
    var reader = OperationReader(event: event)
    if case .eventPut = reader.read(line, in: 0..<line.count, id: event).act { return }
    throw .badData(
      "\(part.sort.rawValue) \(part.id): it does not fit into a line: shorten its id and titles.")
  }

  private struct Window {
    var date: LocalDate
    var from: Int64
    var to: Int64
  }

  private static func windows(
    _ file: EventFile, _ zone: EventZone, _ start: Start
  ) -> [Window] {
    let first = file.days.map(\.date).min() ?? LocalDate(day: 0)
    var move = 0
    if case .on(let date) = start { move = date.day - first.day }
    let windows = file.days.map { day in
      let date = day.date + move
      return Window(
        date: date, from: zone.moment(date, minutes: day.from),
        to: zone.moment(date, minutes: day.to))
    }
    guard case .around(let now) = start, let earliest = windows.map(\.from).min() else {
      return windows
    }
    let shift = now - intoFirstDayMs - earliest
    return windows.map { window in
      let from = window.from + shift
      return Window(date: zone.date(at: from), from: from, to: window.to + shift)
    }
  }

  private static func event(
    _ file: EventFile, _ zone: EventZone, _ dates: [LocalDate]
  ) -> EventPart {
    var part = EventPart(sort: .event, id: "event")
    part.titles = file.titles
    part.zone = file.zone
    part.languages = file.languages
    let first = dates.min() ?? LocalDate(day: 0)
    let last = dates.max() ?? first
    part.calendar = (first.day - marginDays...last.day + marginDays).map { day in
      let date = LocalDate(day: day)
      return CalendarDate(date: date.text, first: zone.first(of: date))
    }
    return part
  }

  /// Each begins where the one before it ends.
  private static func sessions(_ sessions: [EventFile.Session], from: Int64) -> [EventPart] {
    var begin = from
    return sessions.map { session in
      var part = EventPart(sort: .session, id: session.id)
      part.titles = session.titles
      part.day = session.day
      part.type = session.type
      part.from = begin
      begin += Int64(session.minutes) * 60_000
      part.to = begin
      part.slots = session.slots
      part.talks = session.talks
      return part
    }
  }

  private static func other(_ other: EventFile.Other, _ sort: EventPart.Sort) -> EventPart {
    var part = EventPart(sort: sort, id: other.id)
    part.titles = other.titles
    part.goal = other.goal
    part.unit = other.unit
    part.measured = sort == .indicator ? other.measured ?? "" : nil
    part.countries = other.countries
    part.bodies = other.bodies
    part.groups = other.groups
    return part
  }
}
