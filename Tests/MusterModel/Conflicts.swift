import MusterCore

/// “Conflicts” of `Protocol/5-state.md`, and the counted points, on which a closed one has a say.
nonisolated struct Conflicts {
  struct Conflict {
    var type: String
    var subject: PersonDate
    var evidence: Set<OpID>
    var choices: Set<String>
    var outcome: String
    var isOpen = true
  }

  private(set) var all: [Conflict] = []
  private(set) var counted: [PersonDate: String] = [:]

  init(
    _ operations: [Operation], _ times: Times, _ voids: Voids, _ days: Days,
    _ participants: Participants, _ presence: Presence, _ mistake: Mistake?
  ) {
    let intervals = presence.intervals.values.flatMap(\.self)
    for subject in Set(intervals.map(Conflicts.subject)) {
      let theirs = intervals.filter { Conflicts.subject($0) == subject }
      let ordered = theirs.sorted { times.isBefore($0.checkIn, $1.checkIn) }
      let decisive =
        mistake == .countsWhereTheLastIntervalBegan ? ordered.last : ordered.first
      guard let point = decisive?.passage.point else { continue }
      counted[subject] = point
      let overlapping = theirs.filter { a in theirs.contains { b in Conflicts.clash(a, b, mistake) }
      }
      all.append(
        Conflict(
          type: "double-presence", subject: subject, evidence: Set(overlapping.map(\.checkIn.id)),
          choices: Set(overlapping.map { "point:" + $0.passage.point }),
          outcome: "point:" + point))
    }

    var barred: [PersonDate: Set<OpID>] = [:]
    for op in operations where op.checkIn != nil && !voids.takenBack.contains(op.id) {
      let blocks = participants.blocks(barring: op)
      guard !blocks.isEmpty, let participant = op.participant else { continue }
      let subject = PersonDate(participant: participant, date: days.date(of: times[op].ms))
      barred[subject, default: []].formUnion(blocks + [op.id])
    }
    for (subject, evidence) in barred {
      all.append(
        Conflict(
          type: "admitted-unentitled", subject: subject, evidence: evidence,
          choices: ["confirm", "void"], outcome: "admitted"))
    }

    all.removeAll(where: \.evidence.isEmpty)
    for index in all.indices { settle(index, operations, times, mistake) }
  }

  /// Lets the latest resolution with a good choice close the conflict, if it had seen everything.
  private mutating func settle(
    _ index: Int, _ operations: [Operation], _ times: Times, _ mistake: Mistake?
  ) {
    let conflict = all[index]
    let fitting = operations.filter { op in
      guard case .resolve(let resolution) = op.act else { return false }
      return resolution.type == conflict.type
        && resolution.subject == [conflict.subject.participant, conflict.subject.date]
        && (conflict.choices.contains(resolution.choice) || mistake == .takesAnyChoice)
    }
    let first = mistake == .takesTheFirstResolution ? times.inOrder(fitting).first : nil
    guard let latest = first ?? times.latest(fitting), case .resolve(let applying) = latest.act,
      conflict.evidence.isSubset(of: applying.saw) || mistake == .resolvesForEver
    else { return }
    all[index].isOpen = false
    all[index].outcome = applying.choice
    if conflict.type == "double-presence" {
      counted[conflict.subject] = String(applying.choice.dropFirst("point:".count))
    }
  }

  private static func subject(_ interval: Presence.Interval) -> PersonDate {
    PersonDate(participant: interval.passage.participant, date: interval.date)
  }

  private static func clash(
    _ a: Presence.Interval, _ b: Presence.Interval, _ mistake: Mistake?
  ) -> Bool {
    guard a.passage.point != b.passage.point else { return false }
    if mistake == .clashesByTouching { return a.begin.ms <= b.end && b.begin.ms <= a.end }
    return a.begin.ms < b.end && b.begin.ms < a.end
  }
}
