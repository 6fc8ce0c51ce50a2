internal import MusterCore
internal import MusterSync

nonisolated extension Replica {
  /// Participants of whose name every word of the text begins a word; before them whoever has the text as
  /// id.
  ///
  /// Whole words come before beginnings, then names in their order (by folded words, code point by code
  /// point). Of more than some 200 that are found alike, those are shown that this replica indexed first:
  /// people who come together are indexed by id.
  ///
  /// Only of those can anything be found whose private lines this replica holds.
  public func search(_ text: String, limit: Int = 50) throws(StoreError) -> [String] {
    // What is not committed is not on the disk, where the index finds its names.
    if isReady, role != .reader, memory.staleNames.areAny, !hasUncommitted {
      try database.casualTransaction { () throws(StoreError) in try freshenNames() }
    }
    let words = NameFolding.words(asked: text)
    let named = try names.find(words, limit: limit)
    guard memory.fold.participant(text) != nil else { return named }
    return [text] + named.filter { $0 != text }.prefix(max(0, limit - 1))
  }

  /// The name, email and phone that win now, as far as their private lines are held; nil when none
  /// of them is.
  public func contact(of participant: String) throws(StoreError) -> Contact? {
    guard let puts = memory.fold.participant(participant)?.privateFields else { return nil }
    var lines: [OpID: PrivateLine] = [:]
    for put in Set(puts.values) {
      guard case .line(let bytes) = try privateLine(of: put) else { continue }
      lines[put] = PrivateLine.read(bytes, in: 0..<bytes.count)
    }
    func value(_ field: String) -> String? { puts[field].flatMap { lines[$0]?[field] } }
    let contact = Contact(name: value("name"), email: value("email"), phone: value("phone"))
    return contact == Contact() ? nil : contact
  }

  /// Brings the search index up to the fold, in the caller's transaction.
  func freshenNames() throws(StoreError) {
    if memory.staleNames.areAll {
      try indexEverybody()
    } else {
      for op in memory.staleNames.ops {
        if let person = person(namedBy: op) { memory.staleNames.note(person) }
      }
      for person in memory.staleNames.people.sorted() {
        try names.set(foldedNames.words(of: person, in: &memory.fold), of: person)
      }
    }
    memory.staleNames.clear()
  }

  /// Brings the search index up to the fold after the start: a power cut may have left it behind.
  func mendNames() throws(StoreError) {
    memory.staleNames.noteAll()
    try database.transaction { () throws(StoreError) in
      let version = String(NameFolding.version)
      if try settings.text(.namesFolded) != version {
        try names.clear()
        try settings.set(.namesFolded, to: version)
      }
      try freshenNames()
    }
  }

  private func indexEverybody() throws(StoreError) {
    let current = try foldedNames.all(in: &memory.fold)
    var left: [String] = []
    try names.each { person, _ in if current[person] == nil { left.append(person) } }
    for person in left { try names.set("", of: person) }
    for (person, words) in current.sorted(by: { $0.key < $1.key }) {
      try names.set(words, of: person)
    }
  }

  private var foldedNames: FoldedNames { FoldedNames(privates) }

  /// Whom a put is about; nil for an op that is no put, or is not there.
  func person(namedBy op: OpID) -> String? { FoldedNames.person(namedBy: op, in: &memory.fold) }
}
