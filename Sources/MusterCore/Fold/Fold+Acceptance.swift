nonisolated extension Fold {
  /// The counting revocations.
  public mutating func countingRevocations() -> [OpID] {
    settle()
    return machines.flatMap(\.revocations).filter { records[$0].counts }.map { records[$0].id }
  }

  /// How many placed ops of a revoked node are without right until the hub accepts them: what it
  /// handed in after its revocation. 0 for a node that is not revoked.
  ///
  /// Looks at every op: for an operator who asks, not for every turn.
  public mutating func waitingForAcceptance(of node: KeyID) -> Int {
    settle()
    guard let found = machineTable.find(node.spread, { machines[$0].id == node }),
      machines[found].isRevoked
    else { return 0 }
    let machine = Int32(truncatingIfNeeded: found)
    return records.indices.count { index in
      let op = Int32(truncatingIfNeeded: index)
      return !records[op].traits.contains(.pending) && self.machine(of: op) == machine
        && !hasGoodPlacement(op, by: machine)
    }
  }
}
