/// Persons: participants whom standing merges join.
nonisolated extension Fold {
  /// Finds again whom the marked participants are one person with.
  mutating func settleGroups() {
    var rest = Array(dirtyGroups)
    dirtyGroups = []
    var affected: Set<Int32> = []
    while let person = rest.popLast() {
      guard affected.insert(person).inserted else { continue }
      people[Int(person)].isGroupDirty = false
      rest += joined(with: person)
      rest += members(of: person)
    }
    for person in affected where people[Int(person)].name >= 0 {
      groups[people[Int(person)].name] = nil
    }
    var found: Set<Int32> = []
    for person in affected where !found.contains(person) {
      let group = group(around: person)
      found.formUnion(group)
      let name = group.count > 1 ? group[0] : -1
      if name >= 0 { groups[name] = group }
      for member in group { people[Int(member)].name = name }
    }
    for person in affected { markPerson(person) }
  }

  /// All of the person of a participant, in order.
  func members(of person: Int32) -> [Int32] {
    let name = people[Int(person)].name
    return name < 0 ? [person] : groups[name] ?? [person]
  }

  /// Who names the person of a participant.
  @inline(__always)
  func name(of person: Int32) -> Int32 {
    let name = people[Int(person)].name
    return name < 0 ? person : name
  }

  private func group(around person: Int32) -> [Int32] {
    var group: Set<Int32> = []
    var rest = [person]
    while let next = rest.popLast() {
      if group.insert(next).inserted { rest += joined(with: next) }
    }
    return group.sorted { comesFirst($0, $1) }
  }

  /// Whom standing merges name together with a participant.
  private func joined(with person: Int32) -> [Int32] {
    (mergeOps[person] ?? []).filter { stands($0) }
      .flatMap { payloads.groups[Int(records[$0].payload)].people }
  }

  /// Whether a merge counts and no unmerge takes it back.
  func stands(_ merge: Int32) -> Bool {
    guard records[merge].counts, !planted(.ignoresMerges) else { return false }
    let people = payloads.groups[Int(records[merge].payload)].people
    return !naming(merge, .participantUnmerge).contains { unmerge in
      let among = payloads.groups[Int(records[unmerge].payload)].people
      return people.allSatisfy { among.contains($0) }
    }
  }

  /// Ids of the roster before those of walk-ins, then by their bytes.
  func comesFirst(_ left: Int32, _ right: Int32) -> Bool {
    let (a, b) = (participants.isHexIdentifier(left), participants.isHexIdentifier(right))
    if a != b { return b }
    return participants.utf8(left).lexicographicallyPrecedes(participants.utf8(right))
  }
}
