import MusterCore

/// “Whose” of `Protocol/5-state.md`: of which person a check-in or check-out is.
nonisolated struct Owners {
  /// The participant of the latest reassign of each op that has one.
  private(set) var reassigned: [OpID: String] = [:]
  private let persons: Persons

  init(_ operations: [Operation], _ times: Times, _ persons: Persons, _ mistake: Mistake?) {
    self.persons = persons
    let doors = operations.filter { $0.door != nil }
    let reassigns = operations.filter { op in
      if case .reassign = op.act { return true }
      return false
    }
    for op in doors {
      let naming = reassigns.filter { reassign in
        if case .reassign(let ops) = reassign.act { return ops.contains(op.id) }
        return false
      }
      let first = mistake == .takesTheFirstReassign ? times.inOrder(naming).first : nil
      reassigned[op.id] = (first ?? times.latest(naming))?.participant
    }
  }

  /// The name of the person whose check-in or check-out the op is.
  func person(of op: Operation) -> String? {
    (reassigned[op.id] ?? op.participant).map { persons.name(of: $0) }
  }
}
