package import MusterCore

/// # The fold, as its page says it
///
/// `Protocol/5-state.md` read aloud: from a whole set of elements to its canonical lines, from
/// scratch, with filters and sets, one file for each section. Slow and obvious on purpose, and
/// written without a look at the incremental fold, with which it shares nothing but the values. What
/// the two agree on in thousands of generated sets is what the page says.
package nonisolated struct ReferenceModel {
  private let authority: Authority
  let times: Times
  private let voids: Voids
  private let places: Places
  private let participants: Participants
  let presence: Presence
  let conflicts: Conflicts

  /// Folds a set; with a mistake, wrongly.
  package init(_ elements: [Element], mistake: Mistake? = nil) {
    var set = Element.united(elements)
    if mistake == .keepsOneOpForEachNumber { set = ReferenceModel.oneForEachNumber(set) }
    authority = Authority(set, mistake)
    times = Times(authority)
    voids = Voids(authority, times)
    let operations = authority.counting.map(\.operation)
    places = Places(operations, times, mistake)
    participants = Participants(authority, times, voids)
    presence = Presence(operations, times, voids, places.days, mistake)
    conflicts = Conflicts(
      operations, times, voids, places.days, participants, presence, mistake)
  }

  /// A conflict, as a generator of resolutions wants it.
  package struct Dispute: Sendable {
    package var type: String
    package var subject: [String]
    package var evidence: [OpID]
    package var choices: [String]
  }

  /// The conflicts, in a stable order.
  package var disputes: [Dispute] {
    conflicts.all.map { conflict in
      Dispute(
        type: conflict.type, subject: [conflict.subject.participant, conflict.subject.date],
        evidence: conflict.evidence.sorted(), choices: conflict.choices.sorted())
    }.sorted { ($0.type, $0.subject[0], $0.subject[1]) < ($1.type, $1.subject[0], $1.subject[1]) }
  }

  /// The canonical lines, sorted bytewise.
  package var lines: [String] {
    let lines = authorityLines + eventLines + personLines + presenceLines + conflictLines
    return lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The bytes whose SHA-256 is the state digest.
  package var canonical: String { lines.joined(separator: "\n") }

  private static func oneForEachNumber(_ set: [Element]) -> [Element] {
    var taken: Set<String> = []
    return set.compactMap { element in
      let kept = element.placements.filter { placement in
        let writer = placement.writer
        return taken.insert("\(writer.node.hex) \(writer.epoch.hex) \(placement.n)").inserted
      }
      return kept.isEmpty ? nil : Element(element.operation, kept)
    }
  }
}

// MARK: Canonical form and digest

nonisolated extension ReferenceModel {
  private func line(_ name: String, _ items: String...) -> String {
    JSONText.array([JSONText.string(name)] + items)
  }

  private func fields(_ winners: [String: OpID]) -> String {
    let names = winners.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return JSONText.array(
      names.map { JSONText.array([JSONText.string($0), JSONText.id(winners[$0])]) })
  }

  private var authorityLines: [String] {
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
  }

  private var eventLines: [String] {
    places.parts.map { name, op in
      line(
        "part", JSONText.string(name.sort.rawValue), JSONText.string(name.id), JSONText.id(op.id))
    }
      + authority.counting.compactMap { element in
        guard case .ticketKey(let key) = element.operation.act else { return nil }
        return line("ticket-key", JSONText.string(key.key.hex), JSONText.id(element.operation.id))
      }
      + places.points.map { point in
        line(
          "point", JSONText.string(point.name), fields(point.fields), openness(point.door),
          JSONText.id(point.door?.id))
      }
  }

  private func openness(_ door: Operation?) -> String {
    switch door?.act {
    case .pointOpen: "true"
    case .pointClose: "false"
    default: JSONText.null
    }
  }

  private var personLines: [String] {
    participants.all.map { participant in
      line(
        "participant", JSONText.string(participant.id), JSONText.string(participant.home),
        fields(participant.fields), JSONText.ids(participant.standingBlocks))
    }
      + authority.counting.map(\.operation).compactMap { op in
        guard case .refusal = op.act, !voids.takenBack.contains(op.id) else { return nil }
        return line("refusal", JSONText.id(op.id), String(times[op].ms))
      }
  }

  private var presenceLines: [String] {
    presence.intervals.map { passage, intervals in
      let items = intervals.map { interval in
        JSONText.array([
          String(interval.begin.ms), String(interval.begin.err),
          JSONText.id(interval.checkIn.id), String(interval.end), JSONText.id(interval.checkOut),
        ])
      }
      return line(
        "presence", JSONText.string(passage.participant), JSONText.string(passage.point),
        JSONText.string(passage.door), JSONText.array(items))
    }
      + presence.repeats.map { line("repeat", JSONText.id($0)) }
      + presence.orphans.map { line("orphan", JSONText.id($0)) }
      + conflicts.counted.map { subject, point in
        line(
          "counted", JSONText.string(subject.participant), JSONText.string(subject.date),
          JSONText.string(point))
      }
  }

  private var conflictLines: [String] {
    conflicts.all.map { conflict in
      line(
        "conflict", JSONText.string(conflict.type),
        JSONText.array([
          JSONText.string(conflict.subject.participant), JSONText.string(conflict.subject.date),
        ]),
        conflict.isOpen ? "true" : "false", JSONText.string(conflict.outcome),
        JSONText.ids(conflict.evidence))
    }
  }
}
