import MusterCommand

/// What does not add up in the programme; an event may overrun, but somebody should know.
struct ProgrammeCheck {
  /// The types of session that pages have words for.
  private static let types = ["opening", "session", "media-break", "break", "evening", "closing"]

  private let event: EventFile

  init(_ event: EventFile) { self.event = event }

  func note(in findings: EventFindings) {
    for day in event.days where day.from < day.to { check(day, findings) }
    for session in event.sessions {
      let slots = session.slots.reduce(0, +)
      if slots > Int64(session.minutes) {
        findings.note(
          "\(session.path).slots", .overrun,
          "\(Terminal.plain(session.id)): slots for \(slots) of \(Counted(session.minutes, "minute"))"
        )
      }
      if !Self.types.contains(session.type) {
        findings.note(
          "\(session.path).type", .unknownKind,
          "\(Terminal.plain(session.type)) is none of the types"
            + " \(Self.types.joined(separator: ", "))")
      }
    }
  }

  /// Goes through a day in the order of its hours.
  private func check(_ day: EventFile.Day, _ findings: EventFindings) {
    // What lies latest of all that came so far; the sort must keep the order of the file.
    var latest: (end: Int, id: String?) = (day.from, nil)
    let inOrder = event.laidOut(day).enumerated().sorted {
      ($0.element.begin, $0.offset) < ($1.element.begin, $1.offset)
    }
    for (begin, session) in inOrder.map(\.element) {
      if begin > latest.end {
        findings.note(
          session.path, .gap,
          "nothing is planned from \(Self.clock(latest.end)) to \(Self.clock(begin))")
      } else if begin < latest.end {
        let other = latest.id.map { "\(Terminal.plain($0)) ends" } ?? "the day begins"
        findings.note(
          session.path, latest.id == nil ? .overrun : .overlap,
          "it begins at \(Self.clock(begin)), \(other) only at \(Self.clock(latest.end))")
      }
      if begin + session.minutes > latest.end || latest.id == nil {
        latest = (max(latest.end, begin + session.minutes), session.id)
      }
    }
    let (planned, window) = (latest.end - day.from, day.to - day.from)
    if planned > window {
      findings.note(
        day.path, .overrun,
        "\(Terminal.plain(day.id)): \(planned) of \(Counted(window, "minute")) are planned")
    } else if planned < window {
      findings.note(
        day.path, .gap,
        "nothing is planned from \(Self.clock(latest.end)) to \(Self.clock(day.to))")
    }
  }

  private static func clock(_ minutes: Int) -> String {
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    return two(minutes / 60) + ":" + two(minutes % 60)
  }
}
