import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

extension HubCommands {
  /// All conflicts, those that wait for a person first.
  func conflicts() throws(Failure) -> JSONValue {
    var list: [JSONValue] = []
    for conflict in try centre.conflicts() {
      let account = ConflictAccount(
        replica: centre.replica, conflict: conflict, sight: sight)
      list.append(try account.json())
    }
    return .array(list)
  }

  /// `{"id": id, "choice": text, "participant": id?, "note": text?, "anew": flag}` → the op. Only with
  /// `anew` is a decision of somebody else's replaced.
  func resolve(_ body: JSONValue) throws(Failure) -> JSONValue {
    try append(try resolution(body)) { ops in ["op": .maybe(ops.first?.hex)] }
  }

  /// The ops that a person's choice makes: what it means is done in the same breath.
  private func resolution(_ body: JSONValue) throws(Failure) -> [Draft] {
    let id = try body.argument("id")
    let choice = try body.argument("choice")
    let note = try body.optionalArgument("note")
    let participant = try body.optionalArgument("participant")
    guard let conflict = try centre.conflicts().first(where: { $0.id.hex == id }) else {
      throw .unknown("There is no conflict \(Terminal.plain(id)): look at conflicts.")
    }
    guard conflict.choices.contains(choice) else {
      throw .badData(
        "\(Terminal.plain(choice)) cannot be chosen here: choose one of "
          + conflict.choices.joined(separator: ", ") + ".")
    }
    let anew = try body.flag("anew")
    guard conflict.isOpen || anew else {
      throw .refused(
        "\(id) is closed with \(conflict.outcome): say that you mean to decide it anew (\(Argument.named("anew")))."
      )
    }
    if let note, !(1...1000).contains(note.utf8.count) || !Form.isClean(note) {
      throw .usage(
        "note: write 1 to 1000 bytes in one line.", code: .ofLength(note, 1...1000))
    }
    guard (participant != nil) == (choice == "match") else {
      throw .usage(
        choice == "match"
          ? "match: say with whom (\(Argument.named("participant")))."
          : "participant: only the choice match takes one.")
    }
    let resolution = Resolution(
      type: conflict.type, subject: conflict.subject, choice: choice, saw: conflict.evidence)
    return [Draft(.resolve(resolution), note: note)]
      + (try consequences(of: choice, in: conflict, participant))
  }

  private func consequences(
    of choice: String, in conflict: ConflictView, _ participant: String?
  ) throws(Failure) -> [Draft] {
    switch choice {
    case "void": return [Draft(.void(ops: checkins(of: conflict)))]
    case "merge": return [Draft(.participantMerge(participants: conflict.subject.ascending))]
    case "match":
      let person = try registered(participant ?? "")
      let ops = centre.replica.reading { fold in
        conflict.evidence.flatMap { fold.stay(begunBy: $0) }
      }
      return [Draft(.reassign(ops: ops), participant: person)]
    default: return []
    }
  }

  /// The check-ins that a conflict is about, with their repeats, of which one would else begin the stay
  /// anew. Others stand among the evidence only because they spent an entry.
  private func checkins(of conflict: ConflictView) -> [OpID] {
    centre.replica.reading { fold in
      var checkins = conflict.sides.filter { $0.kind == "checkin" }.map(\.op)
      if conflict.type == "admitted-unentitled" {
        let faulty = fold.faultyCheckIns(of: conflict.person)
          .filter { $0.date == conflict.subject.last }.map(\.op)
        checkins = checkins.filter { faulty.contains($0) }
      }
      var named: [OpID] = []
      for op in checkins.flatMap({ fold.stay(begunBy: $0) })
      where fold.operationInfo(op)?.kind == "checkin" && !named.contains(op) {
        named.append(op)
      }
      return named
    }
  }

  /// A participant who is on the roster, or was registered at a door.
  func registered(_ id: String) throws(Failure) -> String {
    guard centre.replica.reading({ fold in fold.whole(id)?.isRegistered ?? false }) else {
      throw .unknown("Nobody is registered as \(Terminal.plain(id)): find the id with search.")
    }
    return id
  }
}

extension [String] {
  /// Ascending as bytes and none twice, as lines have lists of participants.
  nonisolated var ascending: [String] {
    Set(self).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
