/// A check-in that happened, and why the rules speak against it.
public nonisolated struct FaultyCheckIn: Hashable, Sendable {
  /// The check-in.
  public var op: OpID
  /// Its date, or `outside`.
  public var date: String
  /// In the order in which a door would tell them.
  public var faults: [Verdict.Refusal]
}

/// What was done at a door and neither began nor ended a stay.
public nonisolated struct OtherVisit: Sendable {
  /// The check-in, check-out or refusal.
  public var visit: OperationView
  /// Why somebody was turned away; nil for what is no refusal.
  public var reason: String?
}

/// What a person needs to know who decides about a check-in.
nonisolated extension Fold {
  /// The check-ins of the participant's person that the rules speak against, in fold order.
  public mutating func faultyCheckIns(of id: String) -> [FaultyCheckIn] {
    settle()
    guard let person = participants.find(id).map({ name(of: $0) }) else { return [] }
    var found: [Int32: [Verdict.Refusal]] = [:]
    for (checkin, _) in barred(person) { found[checkin] = [.blocked] }
    for faulty in faulty(person) { found[faulty.checkin, default: []] += faulty.faults }
    return found.sorted { precedes($0.key, $1.key) }.map { op, faults in
      FaultyCheckIn(
        op: records[op].id, date: days.text(days.date(records[op].ms)), faults: faults)
    }
  }

  /// What the participant's person did at doors that began and ended no stay: repeats, check-outs of
  /// nobody who was inside, refusals; also those that were taken back. In fold order.
  public mutating func otherVisits(of id: String) -> [OtherVisit] {
    settle()
    guard let person = participants.find(id).map({ name(of: $0) }) else { return [] }
    let refusals = members(of: person).flatMap { ops(of: $0, .refusal) }
    let others = visits(of: person).filter { op in
      !records[op].traits.isDisjoint(with: [.repeats, .orphan])
        || records[op].counts && isVoided(op)
    }
    return (others + refusals).sorted { precedes($0, $1) }.map { op in
      let record = records[op]
      let reason = record.kind == .refusal ? words.string(record.payload) : nil
      return OtherVisit(visit: view(of: op), reason: reason)
    }
  }

  /// What belongs to the stay that a check-in began: the check-in, its repeats and its check-out, in
  /// fold order. Only the op itself where it began none.
  public mutating func stay(begunBy op: OpID) -> [OpID] {
    settle()
    guard let begin = find(op), records[begin].traits.contains(.begins) else { return [op] }
    let record = records[begin]
    let later = visits(of: name(of: owner(of: begin))).filter { other in
      records[other].counts && !isVoided(other) && records[other].door == record.door
        && records[other].point == record.point && precedes(begin, other)
    }.sorted { precedes($0, $1) }
    let rest = later.prefix { other in
      records[other].traits.contains(.repeats) || other == record.endOp
    }
    return [op] + rest.map { records[$0].id }
  }
}
