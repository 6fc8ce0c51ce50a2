/// What the fold cannot decide by itself.
nonisolated extension Fold {
  /// What a conflict is about, beside whom.
  enum DisputeSubject: Hashable {
    case date(Int)
    case field(String)
    case checkin(Int32)
  }

  /// One conflict, before it is dressed for people.
  struct Dispute {
    var type: String
    /// Who names the person; of an edit the participant.
    var person: Int32
    var subject: DisputeSubject
    /// Ops, no one twice.
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

  /// All conflicts of a person, or of a participant who has another name.
  func disputes(of person: Int32) -> [Dispute] {
    let entry = people[Int(person)]
    var found: [Dispute] = []
    if entry.isTwice { found += doublePresences(of: person) }
    if entry.isUnentitled { found += unentitled(person) }
    if entry.isDisputed { found += edits(of: person) }
    if entry.firstInterval >= 0 && !isRegistered(person) { found += unknownTickets(of: person) }
    return found
  }

  /// Participants who have conflicts, in no order that means anything.
  func forEachDispute(_ body: (Dispute) -> Void) {
    for index in people.indices {
      let entry = people[index]
      guard
        entry.isTwice || entry.isUnentitled || entry.isDisputed
          || entry.firstInterval >= 0 && (!entry.isRegistered || entry.name >= 0)
      else { continue }
      for dispute in disputes(of: Int32(truncatingIfNeeded: index)) { body(dispute) }
    }
  }

  /// The parts of a conflict's subject, as lines and people spell them.
  func subject(of dispute: Dispute) -> [String] {
    switch dispute.subject {
    case .date(let date): [participants.string(dispute.person), days.text(date)]
    case .field(let name): [participants.string(dispute.person), name]
    case .checkin(let op): [records[op].id.hex]
    }
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
        type: "double-presence", person: person, subject: .date(date), evidence: evidence,
        choices: points.map { "point:" + places.string($0) },
        automatic: first < 0 ? "" : "point:" + places.string(first), points: points)
      return resolved(dispute)
    }
  }

  private func unentitled(_ person: Int32) -> [Dispute] {
    var evidence: [Int: Set<Int32>] = [:]
    func note(_ checkin: Int32, _ causes: [Int32]) {
      evidence[days.date(records[checkin].ms), default: []].formUnion(causes + [checkin])
    }
    for (checkin, blocks) in barred(person) { note(checkin, blocks) }
    for faulty in faulty(person) { note(faulty.checkin, faulty.causes) }
    return evidence.map { date, ops in
      resolved(
        Dispute(
          type: "admitted-unentitled", person: person, subject: .date(date),
          evidence: Array(ops), choices: ["confirm", "void"], automatic: "admitted"))
    }
  }

  /// Fields of a participant that puts set which did not see each other.
  func edits(of person: Int32) -> [Dispute] {
    contested(of: person).map { field, puts in
      let latest = puts.reduce(-1) { later($0, $1) }
      return resolved(
        Dispute(
          type: "edit-edit", person: person, subject: .field(field), evidence: puts,
          choices: puts.map { "op:" + records[$0].id.hex },
          automatic: "op:" + records[latest].id.hex))
    }
  }

  private func unknownTickets(of person: Int32) -> [Dispute] {
    intervals(of: person).map { op in
      resolved(
        Dispute(
          type: "unknown-ticket", person: person, subject: .checkin(op), evidence: [op],
          choices: ["match", "void"], automatic: "unnamed"))
    }
  }

  private func resolved(_ dispute: Dispute) -> Dispute {
    guard !resolves.isEmpty else { return dispute }
    let subject = subject(of: dispute)
    guard let first = participants.find(subject[0]), let resolves = resolves[first] else {
      return dispute
    }
    var dispute = dispute
    for op in resolves where records[op].counts {
      let resolution = payloads.resolutions[Int(records[op].payload)]
      guard resolution.type == dispute.type, same(resolution.subject, subject),
        dispute.choices.contains(resolution.choice)
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

  /// Whether texts are the same bytes: to `==`, two spellings of one accented letter would be one.
  private func same(_ left: [String], _ right: [String]) -> Bool {
    left.count == right.count
      && zip(left, right).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
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

  /// For each date with an interval, in order, the point at which the person counts.
  func countedPoints(of person: Int32) -> [(date: Int, point: Int32)] {
    var found = firstPoints(of: person)
    guard people[Int(person)].isTwice else { return found }
    for dispute in doublePresences(of: person) {
      guard let choice = dispute.closedBy, case .date(let date) = dispute.subject,
        let at = found.firstIndex(where: { $0.date == date })
      else { continue }
      found[at].point = dispute.points[choice]
    }
    return found
  }
}
