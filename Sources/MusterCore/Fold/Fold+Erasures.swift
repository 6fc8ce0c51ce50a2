/// Whose private lines are gone for good (`Protocol/5-state.md`, Erasure).
nonisolated extension Fold {
  /// Whether the op's private line is gone for good, if it has one; false for an op that is not there.
  public mutating func isErased(_ op: OpID) -> Bool {
    guard let op = find(op), mayBeErased(records[op]) else { return false }
    settle()
    return isErased(op)
  }

  /// Whether all private lines about a participant are gone for good, those too that are yet to come.
  public mutating func isErased(participant id: String) -> Bool {
    guard let person = participants.find(id), erasures[person] != nil else { return false }
    settle()
    return isErased(person: person)
  }

  /// The counting erases.
  public mutating func countingErasures() -> [OpID] {
    settle()
    return eraseOps.filter { records[$0].counts }.map { records[$0].id }
  }

  /// Ops that have a private line, not erased yet, and whose line names the participant, by id.
  public mutating func privateLines(about participant: String) -> [OpID] {
    settle()
    guard let person = participants.find(participant) else { return [] }
    return ops(about: person).filter { records[$0].traits.contains(.hasPrivate) && !isErased($0) }
      .map { records[$0].id }.sorted()
  }

  /// Check-ins that a reassign gives to the participant and whose private line, not erased yet, is
  /// another's, by id.
  public mutating func privateLines(givenTo participant: String) -> [OpID] {
    settle()
    guard let person = participants.find(participant) else { return [] }
    return (guests[person] ?? []).filter {
      records[$0].participant != person && records[$0].traits.contains(.hasPrivate) && !isErased($0)
    }.map { records[$0].id }.sorted()
  }

  /// Ops with a private line that have come to be erased since this was last asked, each at least once.
  ///
  /// Constant time while nothing is erased.
  public mutating func takeErased() -> [OpID] {
    guard !freshErasures.isEmpty || areErasuresOpen else { return [] }
    settle()
    var found: [OpID] = []
    for op in freshErasures {
      let candidates = records[op].kind == .erase ? reached(by: op) : [op]
      for op in candidates where isErased(op) { found.append(records[op].id) }
    }
    freshErasures.removeAll()
    return found
  }

  /// Whether an erase may have come to count that nobody has looked at.
  private var areErasuresOpen: Bool {
    eraseOps.contains {
      !records[$0].counts && (areHubsDirty || records[$0].traits.contains(.queued))
    }
  }

  /// Whether some erase, counting or not, names the op or its participant.
  @inline(__always)
  func mayBeErased(_ record: Record) -> Bool {
    guard !eraseOps.isEmpty else { return false }
    return record.traits.contains(.named)
      || record.participant >= 0 && erasures[record.participant] != nil
  }

  /// As ``isErased(_:)``, of a settled fold.
  func isErased(_ op: Int32) -> Bool {
    let record = records[op]
    guard record.traits.contains(.hasPrivate), mayBeErased(record) else { return false }
    return record.participant >= 0 && isErased(person: record.participant)
      || !naming(op, .erase).isEmpty
  }

  func isErased(person: Int32) -> Bool {
    erasures[person]?.contains { records[$0].counts } ?? false
  }

  /// Ops that an erase names, and those about its participant.
  private func reached(by erase: Int32) -> [Int32] {
    let record = records[erase]
    let named = payloads.array(payloads.lists[Int(record.payload)]).compactMap { find($0) }
    guard record.participant >= 0 else { return named }
    return named + ops(about: record.participant)
  }

  /// Ops whose line names the participant, whether they count or not.
  private func ops(about person: Int32) -> [Int32] {
    var about: [Int32] = []
    var op = people[Int(person)].head
    while op >= 0 {
      about.append(op)
      op = records[op].nextOfPerson
    }
    return about
  }

  func writeErased(_ lines: inout CanonicalLines) {
    for person in erasures.keys where isErased(person: person) {
      lines.begin("erased")
      lines.text("participant")
      lines.text(person, of: participants)
      lines.end()
    }
    for op in 0..<Int32(truncatingIfNeeded: records.count) where isErased(op) && exists(op) {
      lines.begin("erased")
      lines.text("op")
      lines.id(records[op].id)
      lines.end()
    }
    lines.endSection("erased")
  }
}
