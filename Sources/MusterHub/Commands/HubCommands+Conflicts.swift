import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

extension HubCommands {
  /// All conflicts, those that wait for a person first.
  func conflicts() throws(Failure) -> JSONValue {
    let all = centre.replica.reading { fold in fold.conflicts() }
    var list: [JSONValue] = []
    for conflict in all.filter(\.isOpen) + all.filter({ !$0.isOpen }) {
      list.append(try json(conflict))
    }
    return .array(list)
  }

  private func json(_ conflict: ConflictView) throws(Failure) -> JSONValue {
    var sides: [JSONValue] = []
    for side in conflict.sides {
      var members: [JSONMember] = [
        JSONMember(name: "op", value: .id(side.op)),
        JSONMember(name: "kind", value: .string(side.kind)),
        JSONMember(name: "point", value: .maybe(side.point)),
        JSONMember(name: "time_ms", value: .integer(side.time)),
        JSONMember(name: "err_ms", value: .integer(side.err)),
        JSONMember(name: "node", value: .id(side.node)),
        JSONMember(name: "by", value: .maybe(side.by)),
      ]
      // What the desk had seen: there what bars may have reached it, or not.
      if conflict.type == "admitted-unentitled", side.kind == "checkin",
        let base = try line(of: side.op)?["base"]
      {
        members.append(JSONMember(name: "base", value: base))
      }
      sides.append(.object(members))
    }
    return [
      "id": .id(conflict.id), "type": .string(conflict.type),
      "subject": .array(conflict.subject.map { .string($0) }), "open": .bool(conflict.isOpen),
      "outcome": .string(conflict.outcome),
      "choices": .array(conflict.choices.map { .string($0) }), "sides": .array(sides),
      "resolution": .maybe(conflict.resolution?.hex),
      "note": .maybe(
        try conflict.resolution.flatMap { (op) throws(Failure) in
          try line(of: op)?["note"]?.string
        }),
    ]
  }

  private func line(of op: OpID) throws(Failure) -> JSONValue? {
    let line = try Failure.storing { () throws(StoreError) in try centre.replica.line(of: op) }
    return line.flatMap { try? JSONValue.read($0) }
  }

  /// `{"id": id, "choice": text, "note": text?, "anew": flag}` → the op. Only with `anew` is a decision
  /// of somebody else's replaced.
  func resolve(_ body: JSONValue) throws(Failure) -> JSONValue {
    let ops = try centre.writing().append(try resolution(body))
    return Self.resolved(ops)
  }

  static func resolved(_ ops: [OpID]) -> JSONValue { ["op": .maybe(ops.first?.hex)] }

  /// The ops that a person's choice makes. What `void` means is done in the same breath.
  func resolution(_ body: JSONValue) throws(Failure) -> [Draft] {
    let id = try body.argument("id")
    let choice = try body.argument("choice")
    let note = try body.optionalArgument("note")
    let all = centre.replica.reading { fold in fold.conflicts() }
    guard let conflict = all.first(where: { $0.id.hex == id }) else {
      throw .unknown("There is no conflict \(Terminal.plain(id)): look at conflicts.")
    }
    guard conflict.choices.contains(choice) else {
      throw .badData(
        "\(Terminal.plain(choice)) cannot be chosen here: choose one of "
          + conflict.choices.joined(separator: ", ") + ".")
    }
    guard conflict.isOpen || body.flag("anew") else {
      throw .refused(
        "\(id) is closed with \(conflict.outcome): say that you mean to decide it anew (--anew).")
    }
    if let note, note.utf8.count > 1000 || !Form.isClean(note) {
      throw .usage("note: write at most 1000 bytes in one line.")
    }
    let resolution = Resolution(
      type: conflict.type, subject: conflict.subject, choice: choice, saw: conflict.evidence)
    var drafts = [Draft(.resolve(resolution), note: note)]
    if choice == "void" {
      let checkins = conflict.sides.filter { $0.kind == "checkin" }.map(\.op)
      drafts.append(Draft(.void(ops: checkins)))
    }
    return drafts
  }
}
