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
  /// Where each of the parts stands in the file.
  let paths: [String]
  /// The dates of its days, in order.
  let dates: [LocalDate]

  /// Lays an event out in time; only the zone can be wrong.
  init(_ file: EventFile, start: Start) throws(Failure) {
    let zone = try Zone(file.zone)
    let windows = Self.windows(file, zone, start)
    dates = windows.map(\.date)
    var parts = [("titles", Self.event(file, zone, dates))]
    for (day, window) in zip(file.days, windows) {
      var part = EventPart(sort: .day, id: day.id)
      part.titles = day.titles
      part.date = window.date.text
      part.from = window.from
      part.to = window.to
      parts.append((day.path, part))
      parts += Self.sessions(file, of: day, in: window, zone)
    }
    parts += file.doors.map { ($0.path, Self.door($0)) }
    let first = (from: file.days.map(\.date).min(), to: dates.min())
    parts += file.items.map { item in
      (item.path, Self.item(item, zone, first.from ?? .init(day: 0), first.to ?? .init(day: 0)))
    }
    parts += file.indicators.map { ($0.path, Self.other($0, .indicator)) }
    parts += file.groups.map { ($0.path, Self.other($0, .group)) }
    parts += file.countries.map { ($0.path, Self.other($0, .country)) }
    self.parts = parts.map(\.1)
    paths = parts.map(\.0)
  }

  /// Whether a reader takes the line that a part becomes.
  static func fits(_ part: EventPart) -> Bool {
    let event = Randomness.identifier()
    let line = OperationWriter.write(
      Operation(
        node: event, nonce: Randomness.nonce(), at: 0, boot: event, mono: 0, act: .eventPut(part)),
      event: event)
    var reader = OperationReader(event: event)
    if case .eventPut = reader.read(line, in: 0..<line.count, id: event).act { return true }
    return false
  }

  private struct Window {
    var date: LocalDate
    var from: Int64
    var to: Int64
    /// The date of which hours are taken before the shift.
    var planned: LocalDate
    /// So much later than the file says everything of the day is, ms.
    var shift: Int64 = 0
  }

  private static func windows(
    _ file: EventFile, _ zone: Zone, _ start: Start
  ) -> [Window] {
    let first = file.days.map(\.date).min() ?? LocalDate(day: 0)
    var move = 0
    if case .on(let date) = start { move = date.day - first.day }
    let windows = file.days.map { day in
      let date = day.date + move
      return Window(
        date: date, from: zone.moment(date, minutes: day.from),
        to: zone.moment(date, minutes: day.to), planned: date)
    }
    guard case .around(let now) = start, let earliest = windows.map(\.from).min() else {
      return windows
    }
    let shift = now - intoFirstDayMs - earliest
    return windows.map { window in
      let from = window.from + shift
      return Window(
        date: zone.date(at: from), from: from, to: window.to + shift, planned: window.planned,
        shift: shift)
    }
  }

  private static func event(
    _ file: EventFile, _ zone: Zone, _ dates: [LocalDate]
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

  /// Each begins at its own hour, or where the one before it ends.
  private static func sessions(
    _ file: EventFile, of day: EventFile.Day, in window: Window, _ zone: Zone
  ) -> [(String, EventPart)] {
    var end = window.from
    return file.sessions.filter { $0.day == day.id }.map { session in
      var part = EventPart(sort: .session, id: session.id)
      part.titles = session.titles
      part.day = session.day
      part.type = session.type
      let begin = session.from.map { zone.moment(window.planned, minutes: $0) + window.shift }
      part.from = begin ?? end
      end = (begin ?? end) + Int64(session.minutes) * 60_000
      part.to = end
      part.slots = session.slots
      part.talks = session.talks
      return (session.path, part)
    }
  }

  private static func door(_ door: EventFile.Door) -> EventPart {
    var part = EventPart(sort: .door, id: door.id)
    part.titles = door.titles
    part.rule = door.rule
    return part
  }

  /// Due at the last ms of its date, which moves as far as the event's first day does.
  private static func item(
    _ item: EventFile.Item, _ zone: Zone, _ first: LocalDate, _ moved: LocalDate
  ) -> EventPart {
    var part = EventPart(sort: .item, id: item.id)
    part.titles = item.titles
    let date: LocalDate? =
      switch item.due {
      case .on(let date): date + (moved.day - first.day)
      case .before(let days): moved + -days
      case nil: nil
      }
    part.due = date.map { zone.first(of: $0 + 1) - 1 }
    return part
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
