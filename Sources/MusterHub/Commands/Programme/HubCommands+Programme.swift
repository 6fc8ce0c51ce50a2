import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// The programme as it stands, for the event's clocks, for GMT, and for one zone more.
extension HubCommands {
  /// `{"zone": name?, "day": id?, "lang": language?}` → what is on, what is next, and every session.
  func programme(_ body: JSONValue) throws(Failure) -> JSONValue {
    let language = try body.optionalArgument("lang") ?? "en"
    var zone: Zone?
    if let name = try body.optionalArgument("zone") { zone = try Zone(name) }
    let clocks = Clocks(event: try centre.zone(), point: zone)
    let day = try body.optionalArgument("day")
    let days = centre.replica.reading { fold in fold.parts(.day) }
    if let day, !days.contains(where: { $0.id == day }) {
      throw .unknown("There is no day \(Terminal.plain(day)) in this event.")
    }
    let now = centre.now()
    let sessions = centre.replica.reading { fold in fold.sessions() }
    let programme = Programme(sessions.compactMap(ProgrammeSession.init), now: now)
    let account = ProgrammeAccount(clocks: clocks, language: language)
    return [
      "now": clocks.json(at: now), "on": .array(programme.on.map { .string($0) }),
      "next": .maybe(programme.next),
      "days": .array(
        programme.days.filter { day == nil || $0.id == day }.map { entry in
          account.json(entry, days.first { $0.id == entry.id })
        }),
      "overlaps": .array(programme.overlaps.map(ProgrammeAccount.json)),
      "sessions": .array(
        programme.entries.filter { day == nil || $0.session.day == day }.map(account.json)),
    ]
  }
}

/// Sessions and days as commands and boards show them.
struct ProgrammeAccount {
  let clocks: Clocks
  let language: String

  func json(_ entry: Programme.Entry) -> JSONValue {
    let session = entry.session
    func moment(_ ms: Int64?) -> JSONValue { ms.map { clocks.json(at: $0) } ?? .null }
    return [
      "id": .string(session.id), "day": .string(session.day), "type": .string(session.type),
      "title": .maybe(session.titles.title(in: language)),
      "state": .string(session.state.rawValue), "phase": .string(entry.phase.rawValue),
      "assumed": .bool(entry.isAssumed), "from": moment(session.from), "to": moment(session.to),
      "started": moment(session.started), "ended": moment(session.ended),
      "begin": moment(entry.begin), "end": moment(entry.end), "delay_ms": .integer(entry.delay),
      "left_ms": .maybe(entry.left), "slots": .array(session.slots.map { .integer($0) }),
      "slot": entry.slot.map { slot in
        [
          "index": .count(slot.index), "length_ms": .integer(slot.length),
          "left_ms": .integer(slot.left),
        ]
      } ?? .null,
    ]
  }

  func json(_ day: Programme.Day, _ part: EventPart?) -> JSONValue {
    [
      "id": .string(day.id), "title": .maybe(part?.titles.title(in: language)),
      "date": .maybe(part?.date),
      "planned_end": clocks.json(at: day.plannedEnd),
      "end": day.end.map { clocks.json(at: $0) } ?? .null, "overrun_ms": .integer(day.overrun),
    ]
  }

  static func json(_ overlap: Programme.Overlap) -> JSONValue {
    [
      "first": .string(overlap.first), "second": .string(overlap.second),
      "planned": .bool(overlap.isPlanned),
    ]
  }
}

nonisolated extension ProgrammeSession {
  /// A session of the fold; nil for one without a time.
  init?(_ view: SessionView) {
    guard let from = view.from, let to = view.to,
      let state = ProgrammeSession.State(rawValue: view.state.rawValue)
    else { return nil }
    self.init(
      id: view.id, day: view.day ?? "", titles: view.titles, type: view.type ?? "session",
      from: from, to: to, slots: view.slots, state: state, started: view.started,
      ended: view.ended)
  }
}
