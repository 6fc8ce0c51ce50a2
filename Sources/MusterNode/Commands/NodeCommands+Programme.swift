import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// What is on, what comes next, and when.
extension NodeCommands {
  /// The programme at this moment, by the clocks of the point, of the event and of Greenwich; a node
  /// that is cut off goes on from what it last knew as planned.
  func programme(_ body: RequestBody) throws(Failure) -> JSONValue {
    let now = node.now()
    let known = node.knownUntil(now: now)
    let languages = try languages(body)
    let sessions = node.replica.reading { fold in fold.sessions() }
      .compactMap(ProgrammeSession.init)
    let isLinked = link?.isConnected ?? false
    let programme = Programme(sessions, now: now, heard: isLinked ? nil : known)
    let clocks = clocks
    return .present([
      "now": clocks.json(at: now), "known_until_ms": known.map { .number($0) },
      "connected": .bool(isLinked), "on": .array(programme.on.map { .string($0) }),
      "next": programme.next.map { .string($0) },
      "days": .array(programme.days.map { describe($0, languages, clocks) }),
      "sessions": .array(programme.entries.map { describe($0, languages, clocks) }),
    ])
  }

  private var clocks: Clocks {
    let event = node.replica.reading { fold in fold.parts(.event).first?.zone }
    return Clocks(
      event: event.flatMap { try? Zone($0) } ?? .gmt, point: node.zone.flatMap { try? Zone($0) })
  }

  private func describe(
    _ day: Programme.Day, _ languages: Languages, _ clocks: Clocks
  ) -> JSONValue {
    let part = node.replica.reading { fold in fold.parts(.day).first { $0.id == day.id } }
    return .present([
      "day": .string(day.id),
      "title": .string(languages.pick(part?.titles ?? [:])?.text ?? day.id),
      "date": part?.date.map { .string($0) }, "planned_end": clocks.json(at: day.plannedEnd),
      "end": day.end.map { clocks.json(at: $0) }, "overrun_ms": .number(day.overrun),
    ])
  }

  private func describe(
    _ entry: Programme.Entry, _ languages: Languages, _ clocks: Clocks
  ) -> JSONValue {
    let session = entry.session
    let title = languages.pick(session.titles)
    return .present([
      "session": .string(session.id), "day": .string(session.day), "type": .string(session.type),
      "title": .string(title?.text ?? session.id),
      "language": title.map { .string($0.language) }, "state": .string(session.state.rawValue),
      "phase": .string(entry.phase.rawValue), "assumed": .bool(entry.isAssumed),
      "planned_begin": clocks.json(at: session.from), "planned_end": clocks.json(at: session.to),
      "started": session.started.map { clocks.json(at: $0) },
      "ended": session.ended.map { clocks.json(at: $0) },
      "begin": entry.begin.map { clocks.json(at: $0) },
      "end": entry.end.map { clocks.json(at: $0) }, "delay_ms": .number(entry.delay),
      "left_ms": entry.left.map { .number($0) },
      "slot": entry.slot.map { slot in
        [
          "number": .number(slot.index + 1), "of": .number(session.slots.count),
          "length_ms": .number(slot.length), "left_ms": .number(slot.left),
        ]
      },
    ])
  }
}

extension ProgrammeSession {
  /// A session as the fold has it; nil while nobody has said when it is.
  fileprivate init?(_ view: SessionView) {
    guard let from = view.from, let to = view.to else { return nil }
    self.init(
      id: view.id, day: view.day ?? "", titles: view.titles, type: view.type ?? "session",
      from: from, to: to, slots: view.slots,
      state: State(rawValue: view.state.rawValue) ?? .planned,
      started: view.started, ended: view.ended)
  }
}
