public import MusterCore

nonisolated extension Replica {
  /// Pairs of participants who may be one person, as far as this replica holds their private lines:
  /// those that wait for a decision, and those that were decided to be different people.
  ///
  /// - Parameter limit: no more pairs are looked for.
  public func possibleDuplicates(limit: Int = 1000) throws(StoreError) -> [ConflictView] {
    if isReady, role != .reader, memory.staleNames.areAny, !hasUncommitted {
      try database.casualTransaction { () throws(StoreError) in try freshenNames() }
    }
    var pairs: Set<Pair> = []
    try Alike(database).eachGroup { group in
      for (index, one) in group.enumerated() {
        for other in group[(index + 1)...] where pairs.count < limit {
          pairs.insert(Pair(one: one, other: other))
        }
      }
    }
    return pairs.compactMap { pair in memory.fold.possibleDuplicate(of: pair.one, and: pair.other) }
      .sorted { ($0.subject[0], $0.subject[1]) < ($1.subject[0], $1.subject[1]) }
  }

  private struct Pair: Hashable {
    var one: String
    var other: String
  }
}
