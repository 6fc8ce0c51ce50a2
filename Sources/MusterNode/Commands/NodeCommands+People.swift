import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// One person at a time: what is known, and its correction.
extension NodeCommands {
  /// All that this node knows of a person.
  func show(_ body: RequestBody) throws(Failure) -> JSONValue {
    let id = try participant(body)
    var shown = try node.person(id, now: node.now(), language: try languages(body).spoken)
    guard let person = node.replica.reading({ fold in fold.whole(id) }) else { return shown }
    let held = try privateValues(of: id)
    for name in ["email", "phone"] {
      if let value = held[name], !value.isEmpty { shown.append(name, .string(value)) }
    }
    if let language = person.language { shown.append("language", .string(language)) }
    for member in terms(of: person).members ?? [] { shown.append(member.name, member.value) }
    let own = held.filter { !["name", "email", "phone"].contains($0.key) && !$0.value.isEmpty }
    shown.append(
      "fields",
      .object(
        own.sorted { $0.key < $1.key }.map { JSONMember(name: $0.key, value: .string($0.value)) }))
    shown.append("answers", try answers(of: id))
    shown.append("home", person.home.map { .string($0) } ?? .null)
    shown.append("members", .array(person.members.map { .string($0) }))
    shown.append(
      "blocks",
      .array(
        person.blocks.map {
          .present([
            "op": JSONValue($0.id), "why": .string($0.why),
            "serials": $0.serials.map { .number($0) },
          ])
        }))
    shown.append("stays", .array(stays(of: id)))
    let conflicts = node.replica.reading { fold in
      fold.conflicts().filter { person.members.contains($0.person) }
    }
    let duplicates = try possibleDuplicates()
      .filter { !Set($0.subject).isDisjoint(with: person.members) }
    var open: [JSONValue] = []
    for conflict in conflicts + duplicates where conflict.isOpen {
      open.append(try describe(conflict))
    }
    shown.append("conflicts", .array(open))
    return shown
  }

  /// What the centre has said of when and where the person may come in, so far as it is out of the
  /// ordinary; moments also as the clock of the point writes them.
  private func terms(of person: ParticipantView) -> JSONValue {
    let from = person.validFrom.flatMap { $0 == 0 ? nil : $0 }
    let until = person.validUntil.flatMap { $0 == JSONTape.maximumInteger ? nil : $0 }
    func list(_ doors: [String]) -> JSONValue? {
      doors.isEmpty ? nil : .array(doors.map { .string($0) })
    }
    return .present([
      "pending": person.isPending == true ? true : nil,
      "cancelled": person.isCancelled == true ? true : nil,
      "valid_from_ms": from.map { .number($0) },
      "valid_from": from.flatMap { node.localTime($0) }.map { .string($0) },
      "valid_until_ms": until.map { .number($0) },
      "valid_until": until.flatMap { node.localTime($0) }.map { .string($0) },
      "extra_doors": list(person.extraDoors), "withdrawn_doors": list(person.withdrawnDoors),
    ])
  }

  /// What the person said at the doors; `null` for what this country may not read.
  private func answers(of id: String) throws(Failure) -> JSONValue {
    let answers = try Failure.storing { () throws(StoreError) in try node.replica.answers(of: id) }
    return .array(
      answers.sorted { $0.key < $1.key }.map { question, text in
        ["question": .string(question), "answer": text.map { .string($0) } ?? .null]
      })
  }

  private func stays(of id: String) -> [JSONValue] {
    node.replica.reading { fold in fold.presence(of: id) }.map { stay in
      [
        "point": .string(stay.point), "door": .string(stay.door), "date": .string(stay.date),
        "begin_ms": .number(stay.begin), "err_ms": .number(stay.err), "end_ms": .number(stay.end),
        "assumed": .bool(stay.isEndAssumed), "op": JSONValue(stay.beginOp),
      ]
    }
  }

  /// Corrects fields of a person of this country.
  func edit(_ body: RequestBody, _ keep: Keep) throws(Failure) -> JSONValue {
    let id = try participant(body)
    guard let asked = try body.fields("set"), !asked.isEmpty else {
      throw .usage("Send “set”, an object of the fields and their new values.")
    }
    try node.checkIsAtHome(id)
    let edit = try Edit(asked, of: id, at: node)
    let changes = try edit.changes(by: try by(body), held: try privateValues(of: id))
    let written = changes.map { node.write($0.draft) }
    let answer = JSONValue.present([
      "participant": .string(id), "ops": .array(written.map { JSONValue($0.id) }),
      "changed": .array(changes.flatMap(\.fields).sorted().map { .string($0) }),
    ])
    try node.record(written, answer: keep(answer))
    return answer
  }

  /// The participant whom a request means, who must be known here.
  func participant(_ body: RequestBody) throws(Failure) -> String {
    guard let typed = try body.text("participant") else {
      throw .usage("Say “participant”, the id of a person.")
    }
    return try node.known(typed)
  }

  private func privateValues(of id: String) throws(Failure) -> [String: String] {
    try Failure.storing { () throws(StoreError) in try node.replica.privateValues(of: id) }
  }
}
