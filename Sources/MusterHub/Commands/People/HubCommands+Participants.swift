import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

extension HubCommands {
  /// So many people are found at once.
  static var mostFound: Int { 50 }

  /// `{"id": id}` → all that is known of a participant.
  func showParticipant(_ body: JSONValue) throws(Failure) -> JSONValue {
    let id = try body.argument("id")
    let account = ParticipantAccount(centre: centre, id: id, sight: sight)
    guard let json = try account.json() else {
      throw Self.nobody(id)
    }
    return json
  }

  /// `{"id": id, "set": {field: text…}, "new_field": flag}` → the ops, and which fields changed.
  func editParticipant(_ body: JSONValue) throws(Failure) -> JSONValue {
    let id = try body.argument("id")
    guard let set = body["set"]?.members else {
      throw .usage("set: write an object of the fields and their new values.")
    }
    let edit = try ParticipantEdit(
      set, of: id, at: centre, takesNewFields: body.flag("new_field"))
    return try append(edit.drafts) { ops in
      [
        "participant": .string(id), "ops": .array(ops.map { .id($0) }),
        "changed": .array(edit.changed.ascending.map { .string($0) }),
      ]
    }
  }

  /// `{"text": name, its beginning, or id}` → people, those whose whole words match first.
  func search(_ body: JSONValue) throws(Failure) -> JSONValue {
    let text = try body.argument("text")
    guard !RequestBody.trimmed(text).isEmpty else {
      throw .badData(
        "There is nothing to look for but spaces: write a name, the beginning of one, or an id.")
    }
    let found = try Failure.storing { () throws(StoreError) in
      try centre.replica.search(text, limit: Self.mostFound)
    }
    let now = centre.now()
    var rows: [JSONValue] = []
    for id in found {
      let contact = try Failure.storing { () throws(StoreError) in
        try centre.replica.contact(of: id)
      }
      let (person, stays) = centre.replica.reading { fold in
        (fold.whole(id), fold.presence(of: id))
      }
      let inside = stays.first { $0.begin <= now && now < $0.end }
      rows.append([
        "id": .string(id), "person": .string(person?.members.first ?? id),
        "name": .maybe(contact?.name), "erased": .bool(person?.isNameErased ?? false),
        "kind": .maybe(person?.kind),
        "country": .maybe(person?.country ?? person?.home), "point": .maybe(person?.point),
        "body": .maybe(person?.body), "registered": .bool(person?.isRegistered ?? false),
        "inside": .maybe(inside?.point),
      ])
    }
    return .array(rows)
  }

  /// `{"participants": ids}` → the op: they are one person.
  func merge(_ body: JSONValue) throws(Failure) -> JSONValue {
    let ids = try body.texts("participants").ascending
    guard ids.count > 1 else { throw .usage("merge: name two participants or more.") }
    let persons = try people(ids)
    guard Set(persons).count > 1 else {
      throw .refused("They are one person already: \(persons[0]).")
    }
    var answer = try append([Draft(.participantMerge(participants: ids))]) { ops in
      ["op": .maybe(ops.first?.hex), "participants": .array(ids.map { .string($0) })]
    }
    answer.append("person", .string(try people([ids[0]])[0]))
    return answer
  }

  /// `{"participant": id}` → the op: the participant is a person of its own again, or those are two whom the
  /// merge of this id has joined.
  func unmerge(_ body: JSONValue) throws(Failure) -> JSONValue {
    let id = try body.argument("participant")
    let standing = centre.replica.reading { fold in fold.merges(naming: id) }
    let participants = Array(Set(standing.flatMap(\.participants))).ascending
    let merges = standing.map(\.op).sorted()
    guard !merges.isEmpty else {
      _ = try people([id])
      throw .refused("\(Terminal.plain(id)) is merged with nobody.")
    }
    let act = Act.participantUnmerge(participants: participants, merges: merges)
    return try append([Draft(act)]) { ops in
      [
        "op": .maybe(ops.first?.hex), "participants": .array(participants.map { .string($0) }),
        "merges": .array(merges.map { .id($0) }),
      ]
    }
  }

  /// Who names the person of each of the participants.
  private func people(_ ids: [String]) throws(Failure) -> [String] {
    try ids.map { (id) throws(Failure) in
      guard let view = centre.replica.reading({ fold in fold.participant(id) }) else {
        throw Self.nobody(id)
      }
      return view.members.first ?? id
    }
  }

  static func nobody(_ id: String) -> Failure {
    .unknown("There is no participant \(Terminal.plain(id)): find the id with search.")
  }
}
