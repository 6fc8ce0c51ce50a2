public import MusterCore

nonisolated extension Replica {
  /// Pairs of participants who may be one person, as far as this replica holds their private lines:
  /// those that wait for a decision, and those that were decided to be different people.
  ///
  /// - Parameter limit: no more pairs are looked for.
  public func possibleDuplicates(limit: Int = 1000) throws(StoreError) -> [ConflictView] {
    try freshenForLooking()
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

  /// What two participants have in common that makes them look like one person, by the names of the
  /// fields; the values are those of the first. Empty where the private lines of one are not held.
  public func likeness(of one: String, and other: String) throws(StoreError) -> [String: String] {
    guard let a = try ownContact(of: one), let b = try ownContact(of: other) else { return [:] }
    let shared = Self.keys(of: a).filter { field, key in Self.keys(of: b)[field] == key }
    let values = ["name": a.name, "email": a.email, "phone": a.phone]
    return values.filter { shared[$0.key] != nil }.compactMapValues(\.self)
  }

  /// Registered people at home in a country who have a name or a contact in common with somebody, each
  /// under the participant that names the person.
  public func lookalikes(of contact: Contact, in country: String) throws(StoreError) -> [String] {
    try freshenForLooking()
    var found: Set<String> = []
    for key in Self.keys(of: contact).values {
      for id in try Alike(database).having(key) {
        guard let known = memory.fold.participant(id), known.isRegistered, known.home == country
        else { continue }
        found.insert(known.members.first ?? id)
      }
    }
    return found.sorted()
  }

  private static func keys(of contact: Contact) -> [String: Int64] {
    let words = NameFolding.words(of: contact.name ?? "").joined(separator: " ")
    let keys = [
      "name": Alike.keys(words: words, email: nil, phone: nil),
      "email": Alike.keys(words: "", email: contact.email, phone: nil),
      "phone": Alike.keys(words: "", email: nil, phone: contact.phone),
    ]
    return keys.compactMapValues(\.first)
  }

  private struct Pair: Hashable {
    var one: String
    var other: String
  }
}
