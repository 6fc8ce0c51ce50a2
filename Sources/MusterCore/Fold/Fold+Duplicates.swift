/// Whether two participants may be one person: what the fold knows of it. That their names or contacts
/// are alike is found where private lines are.
nonisolated extension Fold {
  /// The conflict over two participants who are alike; nil when they are one person already, or at
  /// home in different countries, or not registered both.
  public mutating func possibleDuplicate(of one: String, and other: String) -> ConflictView? {
    settle()
    guard let a = participants.find(one), let b = participants.find(other), a != b,
      name(of: a) != name(of: b), people[Int(a)].isRegistered, people[Int(b)].isRegistered,
      people[Int(a)].home >= 0, people[Int(a)].home == people[Int(b)].home
    else { return nil }
    let (first, second) = comesFirst(a, b) ? (a, b) : (b, a)
    let subject = [participants.string(first), participants.string(second)]
    let decision = decision(over: subject)
    let puts = [first, second].flatMap { standingPuts(of: $0) }
    let isDifferent = decision?.choice == "different"
    return ConflictView(
      type: "possible-duplicate", subject: subject, person: subject[0], isOpen: !isDifferent,
      outcome: isDifferent ? "different" : "both", choices: ["different", "merge"],
      evidence: puts.map { records[$0].id }.sorted(),
      sides: puts.sorted { precedes($0, $1) }.map { side($0) }, resolution: decision?.op)
  }

  /// The latest word on two participants; nil: nobody has decided.
  ///
  /// - Parameter subject: their ids, in the order in which a person's participants stand.
  public mutating func decision(over subject: [String]) -> (op: OpID, choice: String)? {
    settle()
    guard let symbol = participants.find(subject[0]) else { return nil }
    var latest: Int32 = -1
    for op in resolves[symbol] ?? [] where records[op].counts {
      let resolution = payloads.resolutions[Int(records[op].payload)]
      guard resolution.isOfDuplicates, resolution.subject == subject,
        ["merge", "different"].contains(resolution.choice)
      else { continue }
      latest = later(latest, op)
    }
    guard latest >= 0 else { return nil }
    return (records[latest].id, payloads.resolutions[Int(records[latest].payload)].choice)
  }
}
