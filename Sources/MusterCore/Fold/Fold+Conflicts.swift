/// What the fold cannot decide by itself.
nonisolated extension Fold {
  /// One conflict of one participant on one date, before it is dressed for people.
  struct Dispute {
    var type: String
    var date: Int
    /// Check-ins and blocks.
    var evidence: [Int32]
    var choices: [String]
    var automatic: String
    /// Of a double presence: the points that may be chosen, as `choices`.
    var points: [Int32] = []
    /// The choice that closed it, by its place among `choices`.
    var closedBy: Int?
    /// The resolution that applies, whether it closes or not.
    var resolution: Int32 = -1

    var isOpen: Bool { closedBy == nil }
    var outcome: String { closedBy.map { choices[$0] } ?? automatic }
  }

  /// All conflicts of a participant, by date.
  func disputes(of person: Int32) -> [Dispute] {
    var found: [Dispute] = []
    if people[Int(person)].isTwice { found += doublePresences(of: person) }
    if people[Int(person)].isUnentitled { found += unentitled(person) }
    return found
  }

  func doublePresences(of person: Int32) -> [Dispute] {
    let overlaps = overlaps(of: person)
    var dates: [Int] = []
    for op in overlaps {
      let date = days.date(records[op].ms)
      if !dates.contains(date) { dates.append(date) }
    }
    let counted = firstPoints(of: person)
    return dates.map { date in
      let evidence = overlaps.filter { days.date(records[$0].ms) == date }
      var points: [Int32] = []
      for op in evidence where !points.contains(records[op].point) {
        points.append(records[op].point)
      }
      let first = counted.first { $0.date == date }?.point ?? -1
      let dispute = Dispute(
        type: "double-presence", date: date, evidence: evidence,
        choices: points.map { "point:" + places.string($0) },
        automatic: first < 0 ? "" : "point:" + places.string(first), points: points)
      return resolved(dispute, for: person)
    }
  }

  private func unentitled(_ person: Int32) -> [Dispute] {
    var evidence: [Int: (checkins: [Int32], blocks: Set<Int32>)] = [:]
    for (checkin, blocks) in barred(person) {
      let date = days.date(records[checkin].ms)
      evidence[date, default: ([], [])].checkins.append(checkin)
      evidence[date, default: ([], [])].blocks.formUnion(blocks)
    }
    return evidence.map { date, found in
      let ops = found.checkins + found.blocks
      let dispute = Dispute(
        type: "admitted-unentitled", date: date, evidence: ops, choices: ["confirm", "void"],
        automatic: "admitted")
      return resolved(dispute, for: person)
    }
  }

  private func resolved(_ dispute: Dispute, for person: Int32) -> Dispute {
    guard let resolves = resolves[person] else { return dispute }
    var dispute = dispute
    let date = days.text(dispute.date)
    for op in resolves where records[op].counts {
      let resolution = payloads.resolutions[Int(records[op].payload)]
      guard resolution.type == dispute.type, resolution.subject.count == 2,
        resolution.subject[1] == date, dispute.choices.contains(resolution.choice)
      else { continue }
      dispute.resolution = later(dispute.resolution, op)
    }
    guard dispute.resolution >= 0 else { return dispute }
    let resolution = payloads.resolutions[Int(records[dispute.resolution].payload)]
    if dispute.evidence.allSatisfy({ resolution.saw.contains(records[$0].id) }) {
      dispute.closedBy = dispute.choices.firstIndex(of: resolution.choice)
    }
    return dispute
  }

  /// For each date with an interval the point of the first, before any resolution.
  private func firstPoints(of person: Int32) -> [(date: Int, point: Int32)] {
    var found: [(date: Int, point: Int32)] = []
    var op = people[Int(person)].firstInterval
    while op >= 0 {
      let date = days.date(records[op].ms)
      if !found.contains(where: { $0.date == date }) { found.append((date, records[op].point)) }
      op = records[op].nextInterval
    }
    return found
  }

  /// For each date with an interval, in order, the point at which the participant counts.
  func countedPoints(of person: Int32) -> [(date: Int, point: Int32)] {
    var found = firstPoints(of: person)
    guard people[Int(person)].isTwice else { return found }
    for dispute in doublePresences(of: person) {
      guard let choice = dispute.closedBy,
        let at = found.firstIndex(where: { $0.date == dispute.date })
      else { continue }
      found[at].point = dispute.points[choice]
    }
    return found
  }
}
