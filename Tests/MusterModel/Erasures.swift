import MusterCore

/// “Erasure” of `Protocol/5-state.md`: whose private lines are gone for good.
nonisolated struct Erasures {
  /// The participants whom counting erases name.
  let participants: Set<String>
  /// The ops whose private line is erased.
  let ops: Set<OpID>

  init(_ authority: Authority, _ times: Times, _ persons: Persons, _ owners: Owners) {
    let mistake = authority.mistake
    let able = mistake == .letsAnyoneErase ? authority.elements : authority.counting
    let erases = able.map(\.operation).filter { $0.erasedOps != nil }
    participants = Set(erases.compactMap(\.participant))
    let reachable = mistake == .erasesOnlyWhatCounts ? authority.counting : authority.elements
    ops = Set(
      reachable.map(\.operation).filter { op in
        op.hasPrivateLine
          && erases.contains { erase in
            if mistake == .erasesOnlyThePast, !times.isBefore(op, erase) { return false }
            return erase.erasedOps?.contains(op.id) == true
              || Erasures.reaches(erase, op, mistake, persons, owners)
          }
      }.map(\.id))
  }

  /// Whether an erase names the participant of an op.
  private static func reaches(
    _ erase: Operation, _ op: Operation, _ mistake: Mistake?, _ persons: Persons, _ owners: Owners
  ) -> Bool {
    guard let erased = erase.participant else { return false }
    switch mistake {
    case .erasesThePerson:
      return op.namedParticipant.map { persons.name(of: $0) } == persons.name(of: erased)
    case .erasesWhatIsGiven where owners.reassigned[op.id] != nil:
      return owners.reassigned[op.id] == erased
    case .sparesTheCreatingPut: return op.participant == erased
    default: return op.namedParticipant == erased
    }
  }
}

nonisolated extension Operation {
  /// The ops that an `erase` names; nil for every other op.
  fileprivate var erasedOps: [OpID]? {
    if case .erase(let ops) = act { return ops }
    return nil
  }

  /// Whether the line names a private line, as far as it can be read.
  fileprivate var hasPrivateLine: Bool {
    if case .unreadable = act { return false }
    return privateDigest != nil
  }
}
