/// What a desk must have seen of somebody before it corrects.
nonisolated extension Fold {
  /// The counting puts of a participant that set any of these fields, public or private, those that
  /// were taken back too: the `base` of a change of the fields. Ascending.
  public mutating func puts(of id: String, setting fields: some Sequence<String>) -> [OpID] {
    settle()
    guard let person = participants.find(id) else { return [] }
    var bits: UInt16 = 0
    var others: Set<String> = []
    for name in fields {
      if let field = Field.named(name) { bits |= field.bit } else { others.insert(name) }
    }
    return ops(of: person, .participantPut).filter { op in
      let put = payloads.puts[records[op].payload]
      if put.fields & bits != 0 { return true }
      guard put.otherFields >= 0 else { return false }
      return !others.isDisjoint(with: payloads.otherFields[Int(put.otherFields)])
    }.map { records[$0].id }.sorted()
  }

  /// The merges that stand and name this participant, by id: without them it is a person of its own.
  /// Of the id of a merge, that merge alone.
  public mutating func merges(naming id: String) -> [StandingMerge] {
    settle()
    var ops: [Int32] = []
    if let op = OpID(id).flatMap({ find($0) }), records[op].kind == .participantMerge {
      ops = [op]
    } else if let person = participants.find(id) {
      ops = mergeOps[person] ?? []
    }
    return ops.filter { stands($0) }.map { op in
      StandingMerge(
        op: records[op].id,
        participants: payloads.groups[Int(records[op].payload)].people
          .map { participants.string($0) })
    }.sorted { $0.op < $1.op }
  }
}

/// A merge that no unmerge takes back.
public nonisolated struct StandingMerge: Hashable, Sendable {
  /// The `participant.merge`.
  public var op: OpID
  /// Whom it joins.
  public var participants: [String]
}
