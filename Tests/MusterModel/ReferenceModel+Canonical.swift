import MusterCore

/// “Canonical form and digest” of `Protocol/5-state.md`.
nonisolated extension ReferenceModel {
  private func line(_ name: String, _ items: String...) -> String {
    JSONText.array([JSONText.string(name)] + items)
  }

  private func fields(_ winners: [Text: OpID]) -> String {
    let pairs = winners.sorted { $0.key < $1.key }
    return JSONText.array(
      pairs.map { JSONText.array([JSONText.string($0.key.string), JSONText.id($0.value)]) })
  }

  var authorityLines: [String] {
    authority.hubKeys.map { line("hub", JSONText.id($0)) }
      + authority.admissions.map { op, admission in
        line(
          "node", JSONText.id(admission.keyID), JSONText.string(admission.point),
          JSONText.string(admission.country), JSONText.id(op.id))
      }
      + authority.revocations.map { op, revocation in
        line("revoked", JSONText.id(revocation.keyID), JSONText.id(op.id))
      }
      + authority.ignored.map { id, why in
        line("ignored", JSONText.id(id), JSONText.string(why))
      }
      + voids.takenBack.map { line("voided", JSONText.id($0)) }
      + times.retimed.map { line("retimed", JSONText.id($0), String($1)) }
  }

  var eventLines: [String] {
    let parts = places.parts.map { name, op in
      line(
        "part", JSONText.string(name.sort.rawValue), JSONText.string(name.id.string),
        JSONText.id(op.id))
    }
    let keys = authority.counting.compactMap { element -> String? in
      guard case .ticketKey(let key) = element.operation.act else { return nil }
      return line("ticket-key", JSONText.string(key.key.hex), JSONText.id(element.operation.id))
    }
    let points = places.points.map { point in
      line(
        "point", JSONText.string(point.name), fields(point.fields.byText),
        openness(point.door), JSONText.id(point.door?.id))
    }
    let ready = places.points.compactMap { point in
      point.readiness.map { line("ready", JSONText.string(point.name), JSONText.id($0)) }
    }
    return parts + keys + points + ready
  }

  private func openness(_ door: Operation?) -> String {
    switch door?.act {
    case .pointOpen: "true"
    case .pointClose: "false"
    default: JSONText.null
    }
  }

  var programmeLines: [String] {
    let rules = programme.rules.map { [line("rules", String($0))] } ?? []
    let sessions = programme.sessions.map { session in
      line(
        "session", JSONText.string(session.id.string),
        fields(session.fields.mapValues(\.id).byText), JSONText.string(session.state),
        JSONText.id(session.start?.id), JSONText.id(session.end?.id))
    }
    let counts = programme.counts.map { count, op in
      line(
        "count", JSONText.string(count.point), JSONText.string(count.indicator.string),
        JSONText.id(op))
    }
    let announcements = programme.announcements.map { line("announcement", JSONText.id($0)) }
    let seen = programme.seen.map { shown, ops in
      line(
        "seen", JSONText.id(shown.announcement), JSONText.string(shown.point),
        JSONText.id(ops.by), JSONText.id(ops.acknowledged))
    }
    return rules + sessions + counts + announcements + seen
  }

  var personLines: [String] {
    let lines = participants.all.values.map { participant in
      line(
        "participant", JSONText.string(participant.id), JSONText.string(participant.home),
        fields(participant.fields.mapValues(\.id)),
        JSONText.ids(blocks.standing(of: participant.id)))
    }
    let merged = persons.groups.keys.filter { persons.name(of: $0) != $0 }.map {
      line("merged", JSONText.string($0), JSONText.string(persons.name(of: $0)))
    }
    let reassigned = owners.reassigned.map {
      line("reassigned", JSONText.id($0), JSONText.string($1))
    }
    let refusals = authority.counting.map(\.operation).compactMap { op -> String? in
      guard case .refusal = op.act, !voids.takenBack.contains(op.id) else { return nil }
      return line("refusal", JSONText.id(op.id), String(times[op].ms))
    }
    let erased =
      erasures.participants.map {
        line("erased", JSONText.string("participant"), JSONText.string($0))
      }
      + erasures.ops.map { line("erased", JSONText.string("op"), JSONText.id($0)) }
    return lines + merged + reassigned + refusals + erased
  }

  var presenceLines: [String] {
    let lines = presence.intervals.map { passage, intervals in
      let items = intervals.map { interval in
        JSONText.array([
          String(interval.begin.ms), String(interval.begin.err),
          JSONText.id(interval.checkIn.id), String(interval.end), JSONText.id(interval.checkOut),
        ])
      }
      return line(
        "presence", JSONText.string(passage.person), JSONText.string(passage.point),
        JSONText.string(passage.door.string), JSONText.array(items))
    }
    let counted = conflicts.counted.map { subject, point in
      line(
        "counted", JSONText.string(subject.person), JSONText.string(subject.date),
        JSONText.string(point))
    }
    return lines + counted + presence.repeats.map { line("repeat", JSONText.id($0)) }
      + presence.orphans.map { line("orphan", JSONText.id($0)) }
  }

  var conflictLines: [String] {
    conflicts.all.map { conflict in
      line(
        "conflict", JSONText.string(conflict.type),
        JSONText.array(conflict.subject.map { JSONText.string($0) }),
        conflict.isOpen ? "true" : "false", JSONText.string(conflict.outcome),
        JSONText.ids(conflict.evidence))
    }
  }
}
