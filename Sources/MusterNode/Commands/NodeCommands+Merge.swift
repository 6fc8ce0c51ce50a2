import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// Who is the same person as whom, among people of this country.
extension NodeCommands {
  /// Says that participants are one person.
  func merge(_ body: RequestBody, _ keep: Keep) throws(Failure) -> JSONValue {
    let people = try participants(body)
    let groups = node.replica.reading { fold in
      people.map { fold.participant($0)?.members ?? [$0] }
    }
    guard Set(groups).count > 1 else {
      throw .refused("They are one person already, named \(groups[0][0]).")
    }
    let members = Set(groups.joined()).sorted { Self.comesFirst($0, $1) }
    let written = node.write(
      Draft(.participantMerge(participants: people.sortedAsBytes), by: try by(body)))
    let answer = JSONValue.present([
      "op": JSONValue(written.id), "participant": .string(members[0]),
      "members": .array(members.map { .string($0) }),
    ])
    try node.record([written], answer: keep(answer))
    return answer
  }

  /// Takes back the merges that name a participant, or the merge of an id.
  func unmerge(_ body: RequestBody, _ keep: Keep) throws(Failure) -> JSONValue {
    let typed = try body.text("participant") ?? ""
    var merges = node.replica.reading { fold in fold.merges(naming: typed) }
    if merges.isEmpty {
      let id = try participant(body)
      merges = node.replica.reading { fold in fold.merges(naming: id) }
      guard !merges.isEmpty else {
        throw .refused("\(id) is merged with nobody: there is nothing to take back.")
      }
    }
    let people = Set(merges.flatMap(\.participants)).sortedAsBytes
    for person in people { try node.checkIsAtHome(person) }
    let written = node.write(
      Draft(
        .participantUnmerge(participants: people, merges: merges.map(\.op).sorted()),
        by: try by(body)))
    let answer = JSONValue.present([
      "op": JSONValue(written.id), "parted": .array(people.map { .string($0) }),
      "merges": .array(merges.map { JSONValue($0.op) }),
    ])
    try node.record([written], answer: keep(answer))
    return answer
  }

  /// Says for good that two participants who look like one are different people.
  func different(_ body: RequestBody, _ keep: Keep) throws(Failure) -> JSONValue {
    let people = try participants(body).sorted { Self.comesFirst($0, $1) }
    guard people.count == 2 else { throw .usage("Name two people, not \(people.count).") }
    let (isOne, decision) = node.replica.reading { fold in
      (
        fold.participant(people[0])?.members.contains(people[1]) == true,
        fold.decision(over: people)
      )
    }
    guard !isOne else {
      throw .refused(
        "They are merged into one person: take that back first (muster-node unmerge \(people[1])).")
    }
    if decision == nil { try checkAreAlike(people[0], people[1]) }
    var written: [Node.Written] = []
    if decision?.choice != "different" {
      let resolution = Resolution(
        type: "possible-duplicate", subject: people, choice: "different", saw: [])
      written.append(node.write(Draft(.resolve(resolution), by: try by(body))))
    }
    let op = written.first?.id ?? decision?.op
    let answer = JSONValue.present([
      "op": op.map { JSONValue($0) }, "participants": .array(people.map { .string($0) }),
    ])
    try node.record(written, answer: keep(answer))
    return answer
  }

  /// Refuses to tell apart two whom nobody takes for one, as far as this node holds their names.
  private func checkAreAlike(_ one: String, _ other: String) throws(Failure) {
    let (a, b, alike) = try Failure.storing { () throws(StoreError) in
      let replica = node.replica
      return (
        try replica.ownContact(of: one), try replica.ownContact(of: other),
        try replica.likeness(of: one, and: other)
      )
    }
    guard !alike.isEmpty || a == nil || b == nil else {
      throw .refused("\(one) and \(other) do not look alike: there is nothing to tell apart.")
    }
  }

  /// Two participants or more who are known here and at home in this country.
  private func participants(_ body: RequestBody) throws(Failure) -> [String] {
    guard let typed = try body.texts("participants", atMost: 64) else {
      throw .usage("Send “participants”, the ids of two people or more.")
    }
    var people: [String] = []
    for text in typed {
      let id = try node.known(text)
      try node.checkIsAtHome(id)
      if !people.contains(id) { people.append(id) }
    }
    guard people.count > 1 else { throw .usage("Name two different people or more.") }
    return people
  }

  /// The order of a person's participants: those of the roster before walk-ins, then as bytes.
  private static func comesFirst(_ left: String, _ right: String) -> Bool {
    let (a, b) = (OpID(left) != nil, OpID(right) != nil)
    return a == b ? left.utf8.lexicographicallyPrecedes(right.utf8) : b
  }
}

extension Sequence<String> {
  /// Ascending as bytes, as lines have lists of names.
  fileprivate var sortedAsBytes: [String] {
    sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
