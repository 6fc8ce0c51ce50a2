import MusterCore

/// “Persons” of `Protocol/5-state.md`: which participants are one.
nonisolated struct Persons {
  /// Those whom a standing merge names, each with all of its person, first to last.
  private(set) var groups: [String: [String]] = [:]

  init(_ operations: [Operation], _ mistake: Mistake?) {
    var found: [Set<String>] = []
    for op in operations {
      guard case .participantMerge(let participants) = op.act else { continue }
      guard !Persons.isTakenBack(op, participants, operations, mistake) else { continue }
      found.append(Set(participants))
    }
    // Two sets with somebody in common are one set, until no two have.
    var isChanged = mistake != .mergesOnlyDirectly
    while isChanged {
      isChanged = false
      for (a, b) in found.indices.flatMap({ a in found.indices.map { (a, $0) } })
      where a < b && !found[a].isDisjoint(with: found[b]) {
        found[a].formUnion(found[b])
        found[b] = []
        isChanged = true
      }
    }
    for group in found {
      let ordered = group.sorted { Persons.isFirst($0, $1, mistake) }
      for participant in ordered { groups[participant] = ordered }
    }
  }

  /// All of a participant's person, first to last.
  func members(of participant: String) -> [String] { groups[participant] ?? [participant] }

  /// What the participant's person is called.
  func name(of participant: String) -> String { groups[participant]?.first ?? participant }

  private static func isTakenBack(
    _ merge: Operation, _ participants: [String], _ operations: [Operation], _ mistake: Mistake?
  ) -> Bool {
    operations.contains { op in
      guard case .participantUnmerge(let theirs, let merges) = op.act else { return false }
      return merges.contains(merge.id)
        && (participants.allSatisfy { theirs.contains($0) } || mistake == .unmergesInParts)
    }
  }

  private static func isFirst(_ a: String, _ b: String, _ mistake: Mistake?) -> Bool {
    let (isWalkIn, isOther) = (OpID(a) != nil, OpID(b) != nil)
    if isWalkIn != isOther && mistake != .namesPersonsByBytesAlone { return isOther }
    return Text(a) < Text(b)
  }
}
