import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

extension HubCommands {
  /// `{"lang": language?, "group": id?}` → the coverage of all countries, or of a group's.
  func coverage(_ body: JSONValue) throws(Failure) -> JSONValue {
    let language = try body.optionalArgument("lang") ?? "en"
    let coverage = centre.coverage()
    guard let group = try body.optionalArgument("group") else { return json(coverage, language) }
    let groups = centre.replica.reading { fold in fold.parts(.group) }
    guard let part = groups.first(where: { $0.id == group }) else {
      throw Self.noPart("group", group, of: groups.map(\.id))
    }
    guard part.bodies.isEmpty else { return bodies(of: part, coverage, language) }
    let rows = coverage.rows.filter { $0.groups.contains(group) }
    return json(coverage.limited(to: rows), language)
  }

  /// What a standby says of whom only its hub can have heard.
  static let notHeardHere = "not-heard-here"

  private func json(_ coverage: Coverage, _ language: String) -> JSONValue {
    let isStandby = centre.isStandby
    var answer = Self.json(coverage, language) { row in
      isStandby && row.hearing == .never ? Self.notHeardHere : row.state
    }
    if isStandby { answer.append("standby", true) }
    return answer
  }

  static func json(
    _ coverage: Coverage, _ language: String, state: (Coverage.Row) -> String = { $0.state }
  ) -> JSONValue {
    [
      "time": .integer(coverage.time), "expected": .count(coverage.expected),
      "open": .count(coverage.open), "heard": .count(coverage.heard),
      "silent": .count(coverage.silent), "never_heard": .count(coverage.neverHeard),
      "present": .count(coverage.present), "attended": .count(coverage.attended),
      "complete": .bool(coverage.isComplete),
      "alarms": .array(
        coverage.alarms.map { alarm in
          [
            "point": .string(alarm.point), "country": .string(alarm.country),
            "contact": .maybe(alarm.contact), "last_heard_ms": .integer(alarm.lastHeard),
            "silent_s": .integer((coverage.time - alarm.lastHeard) / 1_000),
          ]
        }),
      "rows": .array(
        coverage.rows.map { row in
          [
            "country": .string(row.country), "name": .string(name(row, language)),
            "groups": .array(row.groups.map { .string($0) }),
            "registered": .count(row.registered), "present": .count(row.present),
            "attended": .count(row.attended), "state": .string(state(row)),
            "last_heard_ms": .maybe(row.lastHeard), "pending": .integer(row.pending),
            "rehearsed_ms": .maybe(row.rehearsed?.at), "rehearsal": .maybe(row.rehearsed?.outcome),
          ]
        }),
    ]
  }

  private static func name(_ row: Coverage.Row, _ language: String) -> String {
    row.names[language] ?? row.names["en"] ?? row.names.min { $0.key < $1.key }?.value
      ?? row.country
  }

  /// A group of organisations: how many of their people are registered, present and have attended,
  /// by country.
  private func bodies(
    of group: EventPart, _ coverage: Coverage, _ language: String
  ) -> JSONValue {
    let names = Set(group.bodies)
    var rows: [String: Coverage.Row] = [:]
    for row in coverage.rows {
      var empty = row
      (empty.registered, empty.present, empty.attended) = (0, 0, 0)
      rows[row.country] = empty
    }
    centre.replica.reading { fold in
      var members: [(id: String, country: String)] = []
      fold.forEachParticipant { person in
        guard let body = person.body, names.contains(body), let home = person.home else { return }
        members.append((person.id, home))
      }
      for member in members {
        let stays = fold.presence(of: member.id)
        rows[member.country]?.registered += 1
        if !stays.isEmpty { rows[member.country]?.attended += 1 }
        if stays.contains(where: { $0.begin <= coverage.time && coverage.time < $0.end }) {
          rows[member.country]?.present += 1
        }
      }
    }
    let wanted = rows.values
      .filter { group.countries.contains($0.country) || $0.registered > 0 }
      .sorted { $0.country < $1.country }
    return json(coverage.limited(to: wanted), language)
  }
}

extension Centre {
  /// What is known now.
  func coverage() -> Coverage {
    let now = now()
    let lives = lives()
    return replica.reading { fold in
      Coverage(
        &fold, now: now, alarmAfterMs: alarmAfterMs, isRevoked: isRevoked, rehearsed: rehearsed
      ) { node in
        lastWord(of: node, durable: lives[node]?.durable ?? 0)
      }
    }
  }
}
