/// What joins participants to one person.
nonisolated extension Fold {
  /// The merges that stand among the participants of this one's person, by id, and whom they name,
  /// ascending as bytes: what an unmerge must name so that each is a person of its own again.
  public mutating func merges(ofPerson id: String) -> (merges: [OpID], participants: [String]) {
    settle()
    guard let person = participants.find(id) else { return ([], []) }
    let members = members(of: person)
    let merges = Set(members.flatMap { mergeOps[$0] ?? [] }).filter { stands($0) }
    let named = Set(merges.flatMap { payloads.groups[Int(records[$0].payload)].people })
    return (
      merges.map { records[$0].id }.sorted(),
      named.map { participants.string($0) }
        .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    )
  }
}
