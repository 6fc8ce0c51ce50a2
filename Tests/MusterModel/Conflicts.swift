import MusterCore

/// “Conflicts” of `Protocol/5-state.md`, and the counted points, on which a closed one has a say.
nonisolated struct Conflicts {
  private(set) var all: [Conflict]
  private(set) var counted: [PersonDate: String] = [:]
  private let resolutions: Resolutions

  init(_ faults: AdmissionFaults, _ edits: [Conflict], _ resolutions: Resolutions) {
    all = edits
    self.resolutions = resolutions
    findDoublePresence(faults)
    findUnentitled(faults)
    findUnknownTickets(faults)
  }

  private mutating func add(_ conflict: Conflict) {
    if !conflict.evidence.isEmpty { all.append(resolutions.settled(conflict)) }
  }

  private mutating func findDoublePresence(_ faults: AdmissionFaults) {
    let (times, mistake) = (faults.times, faults.mistake)
    let intervals = faults.presence.all()
    for subject in Set(intervals.map(Conflicts.subject)) {
      let theirs = intervals.filter { Conflicts.subject($0) == subject }
      let ordered = theirs.sorted { times.isBefore($0.checkIn, $1.checkIn) }
      let decisive =
        mistake == .countsWhereTheLastIntervalBegan ? ordered.last : ordered.first
      guard let point = decisive?.passage.point else { continue }
      counted[subject] = point
      let overlapping = theirs.filter { a in
        theirs.contains { b in Conflicts.clash(a, b, mistake) }
      }
      let conflict = resolutions.settled(
        Conflict(
          type: "double-presence", subject: [subject.person, subject.date],
          evidence: Set(overlapping.map(\.checkIn.id)),
          choices: Set(overlapping.map { "point:" + $0.passage.point }),
          outcome: "point:" + point))
      guard !conflict.evidence.isEmpty else { continue }
      all.append(conflict)
      if !conflict.isOpen {
        counted[subject] = String(conflict.outcome.dropFirst("point:".count))
      }
    }
  }

  private mutating func findUnentitled(_ faults: AdmissionFaults) {
    var evidence: [PersonDate: Set<OpID>] = [:]
    for op in faults.operations where op.checkIn != nil {
      guard !faults.voids.takenBack.contains(op.id), let person = faults.owners.person(of: op)
      else { continue }
      let finding = faults.finding(of: op)
      guard !finding.faults.isEmpty else { continue }
      let date = faults.places.days.date(of: faults.times[op].ms)
      evidence[PersonDate(person: person, date: date), default: []]
        .formUnion(finding.causes.union([op.id]))
    }
    for (subject, evidence) in evidence {
      add(
        Conflict(
          type: "admitted-unentitled", subject: [subject.person, subject.date],
          evidence: evidence, choices: ["confirm", "void"], outcome: "admitted"))
    }
  }

  private mutating func findUnknownTickets(_ faults: AdmissionFaults) {
    for interval in faults.presence.all() {
      guard !faults.people.isRegistered(interval.passage.person) else { continue }
      add(
        Conflict(
          type: "unknown-ticket", subject: [interval.checkIn.id.hex],
          evidence: [interval.checkIn.id], choices: ["match", "void"], outcome: "unnamed"))
    }
  }

  private static func subject(_ interval: Presence.Interval) -> PersonDate {
    PersonDate(person: interval.passage.person, date: interval.date)
  }

  private static func clash(
    _ a: Presence.Interval, _ b: Presence.Interval, _ mistake: Mistake?
  ) -> Bool {
    guard a.passage.point != b.passage.point else { return false }
    if mistake == .clashesByTouching { return a.begin.ms <= b.end && b.begin.ms <= a.end }
    return a.begin.ms < b.end && b.begin.ms < a.end
  }
}
