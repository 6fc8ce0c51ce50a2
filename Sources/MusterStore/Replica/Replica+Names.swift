public import MusterCore
internal import MusterSync

nonisolated extension Replica {
  /// People of whom one participant has a name that every word of the text begins a word of; before
  /// them whoever has the text as id, in small or large letters. Beside the name stand the numbers of
  /// the id: `18` finds `p-00018`. A person is found once, under the participant that names the person.
  ///
  /// Whole words come before beginnings, then names in their order (by folded words, code point by code
  /// point). Of more than some 200 that are found alike, those are shown that this replica indexed first:
  /// people who come together are indexed by id.
  ///
  /// Only of those can anything be found whose private lines this replica holds.
  public func search(_ text: String, limit: Int = 50) throws(StoreError) -> [String] {
    try freshenForLooking()
    var found = try names.find(NameFolding.words(asked: text), limit: limit)
    let ids = [text, text.lowercased(), text.uppercased()]
    if let id = ids.first(where: { memory.fold.participant($0) != nil }) { found.insert(id, at: 0) }
    var people: [String] = []
    for id in found {
      let person = memory.fold.participant(id)?.members.first ?? id
      if !people.contains(person) { people.append(person) }
    }
    return Array(people.prefix(max(1, limit)))
  }

  /// The name, email and phone of a participant's person that win now, as far as their private lines
  /// are held; nil when none of them is.
  public func contact(of participant: String) throws(StoreError) -> Contact? {
    contact(try privateValues(of: participant))
  }

  /// As ``contact(of:)``, of the participant alone, whoever is merged with it.
  public func ownContact(of participant: String) throws(StoreError) -> Contact? {
    contact(try values(of: memory.fold.participant(participant)?.privateFields ?? [:]))
  }

  /// The private fields of a participant's person that win now, by their names, as far as their
  /// private lines are held; an organiser's own fields too.
  public func privateValues(of participant: String) throws(StoreError) -> [String: String] {
    try values(of: memory.fold.whole(participant)?.privateFields ?? [:])
  }

  /// What a participant's person has answered to questions of doors, by their ids: the answers that hold,
  /// nil for one whose private line is not held. Those that were erased are not among them.
  public func answers(of participant: String) throws(StoreError) -> [String: String?] {
    let checkIns = memory.fold.questionsAnswered(by: participant)
      .filter { !memory.fold.isErased($0.value) }
    let held = try values(of: checkIns)
    return checkIns.reduce(into: [:]) { $0[$1.key] = .some(held[$1.key]) }
  }

  /// All private fields of a participant alone that win now, as far as their private lines are held.
  public func privateValues(
    of participant: ParticipantView
  ) throws(StoreError) -> [String: String] {
    try values(of: participant.privateFields)
  }

  private func values(of puts: [String: OpID]) throws(StoreError) -> [String: String] {
    var lines: [OpID: PrivateLine] = [:]
    for put in Set(puts.values) {
      guard case .line(let bytes) = try privateLine(of: put) else { continue }
      lines[put] = PrivateLine.read(bytes, in: 0..<bytes.count)
    }
    var values: [String: String] = [:]
    for (field, put) in puts { values[field] = lines[put]?[field] }
    return values
  }

  private func contact(_ values: [String: String]) -> Contact? {
    let contact = Contact(
      name: values["name"], email: values["email"], phone: values["phone"])
    return contact == Contact() ? nil : contact
  }

  /// Brings the search index up to the fold where that can be done now: what is not committed is not
  /// on the disk, where the index finds its names.
  func freshenForLooking() throws(StoreError) {
    memory.fold.settle()
    memory.noteRetimed()
    guard isReady, role != .reader, memory.staleNames.areAny, !hasUncommitted else { return }
    try database.casualTransaction { () throws(StoreError) in try freshenNames() }
    memory.staleNames.clear()
  }

  /// Brings the search index up to the fold, in the caller's transaction; who asks for it clears the
  /// list of the stale when that is on the disk.
  func freshenNames() throws(StoreError) {
    if planted(.leavesNamesStale) { return }
    if memory.staleNames.areAll {
      try indexEverybody()
    } else {
      for op in memory.staleNames.ops {
        if let person = person(namedBy: op) { memory.staleNames.note(person) }
      }
      // In their order, for the index is kept in it.
      let foldedNames = FoldedNames(privates, atHand: try linesAtHand())
      for person in memory.staleNames.people.sorted() {
        try index(foldedNames.entry(of: person, in: &memory.fold), of: person)
      }
    }
  }

  /// Brings the search index up to the fold after the start: a power cut may have left it behind.
  func mendNames() throws(StoreError) {
    memory.staleNames.noteAll()
    try database.transaction { () throws(StoreError) in
      let version = String(NameFolding.version)
      if try settings.text(.namesFolded) != version {
        try names.clear()
        try alike.clear()
        try settings.set(.namesFolded, to: version)
      }
      try freshenNames()
    }
    memory.staleNames.clear()
  }

  private func indexEverybody() throws(StoreError) {
    let current = try foldedNames.all(in: &memory.fold)
    // All are indexed as they stand now: the first commit need not look at each of them again.
    _ = memory.fold.takeRetimed()
    var left = Set(try alike.all().keys)
    try names.each { person, _ in left.insert(person) }
    for person in left where current[person] == nil { try index(.init(), of: person) }
    for (person, entry) in current.sorted(by: { $0.key < $1.key }) {
      try index(entry, of: person)
    }
  }

  private func index(_ entry: FoldedNames.Entry, of person: String) throws(StoreError) {
    try names.set(entry.words, of: person)
    try alike.set(entry.keys, of: person)
  }

  private var alike: Alike { Alike(database) }

  private var foldedNames: FoldedNames { FoldedNames(privates) }

  /// What was gathered and is written already; nothing where a part of it may be gone again.
  private func linesAtHand() throws(StoreError) -> [OpID: [UInt8]] {
    guard gathered.gone.isEmpty, !gathered.privateLines.isEmpty else { return [:] }
    return try privates.areAnyGone() ? [:] : gathered.privateLines
  }

  /// Whom a put is about; nil for an op that is no put, or is not there.
  func person(namedBy op: OpID) -> String? { FoldedNames.person(namedBy: op, in: &memory.fold) }
}
