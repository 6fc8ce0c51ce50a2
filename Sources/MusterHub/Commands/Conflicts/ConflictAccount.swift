import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// A conflict as a person needs it who decides: both sides, with what lines and private lines say
/// beyond what the fold keeps.
struct ConflictAccount {
  let replica: Replica
  let conflict: ConflictView
  /// What is told of the people.
  let sight: Sight

  func json() throws(Failure) -> JSONValue {
    let faults = faults()
    var sides: [JSONValue] = []
    for side in conflict.sides { sides.append(try json(side, faults[side.op])) }
    let name = try Failure.storing { () throws(StoreError) in
      try replica.contact(of: conflict.person)?.name
    }
    var json: JSONValue = [
      "id": .id(conflict.id), "type": .string(conflict.type),
      "subject": .array(conflict.subject.map { .string($0) }),
      "participant": .string(conflict.person), "name": .maybe(name), "field": .maybe(field),
      "open": .bool(conflict.isOpen), "outcome": .string(conflict.outcome),
      "choices": .array(conflict.choices.map { .string($0) }), "sides": .array(sides),
      "resolution": .maybe(conflict.resolution?.hex),
      "note": .maybe(
        try conflict.resolution.flatMap { (op) throws(Failure) in
          try line(of: op)?["note"]?.string
        }),
    ]
    if conflict.type == "possible-duplicate" {
      json.append("people", try people())
      json.append("alike", try alike())
    }
    return json
  }

  /// Who two are that may be one person.
  private func people() throws(Failure) -> JSONValue {
    var people: [JSONValue] = []
    for id in conflict.subject {
      let contact = try Failure.storing { () throws(StoreError) in try replica.ownContact(of: id) }
      people.append(["id": .string(id), "name": .maybe(contact?.name)])
    }
    return .array(people)
  }

  /// What they have in common; `null` for what is not shown.
  private func alike() throws(Failure) -> JSONValue {
    let alike = try Failure.storing { () throws(StoreError) in
      try replica.likeness(of: conflict.subject[0], and: conflict.subject[1])
    }
    return .object(
      alike.sorted { $0.key < $1.key }.map { name, value in
        JSONMember(name: name, value: .maybe(sight.shows(name) ? value : nil))
      })
  }

  /// The field whose values differ.
  private var field: String? { conflict.type == "edit-edit" ? conflict.subject.last : nil }

  /// What speaks against the check-ins, by check-in.
  private func faults() -> [OpID: [Verdict.Refusal]] {
    guard conflict.type == "admitted-unentitled" else { return [:] }
    let faulty = replica.reading { fold in fold.faultyCheckIns(of: conflict.person) }
    return Dictionary(
      faulty.filter { $0.date == conflict.subject.last }.map { ($0.op, $0.faults) }
    ) { first, _ in first }
  }

  private func json(
    _ side: ConflictView.Side, _ faults: [Verdict.Refusal]?
  ) throws(Failure) -> JSONValue {
    var json: JSONValue = [
      "op": .id(side.op), "kind": .string(side.kind), "point": .maybe(side.point),
      "time_ms": .integer(side.time), "err_ms": .integer(side.err), "node": .id(side.node),
      "by": .maybe(side.by),
    ]
    if let field {
      let (value, isPrivate) = try value(of: field, in: side.op)
      let isHidden = isPrivate && !sight.shows(field)
      json.append("value", isHidden ? .null : value ?? .null)
      json.append("private", .bool(isPrivate))
      json.append("hidden", .bool(isHidden))
      json.append("erased", .bool(replica.reading { fold in fold.isErased(side.op) }))
    }
    guard side.kind == "checkin" else { return json }
    let op = replica.reading { fold in fold.operationInfo(side.op) }
    json.append("door", .maybe(op?.door))
    json.append("serial", .maybe(op?.serial))
    if conflict.type == "admitted-unentitled" {
      json.append("faults", .array((faults ?? []).map { .string($0.rawValue) }))
      // What the desk had seen: there what bars may have reached it, or not.
      let line = try line(of: side.op)
      if let base = line?["base"] { json.append("base", base) }
      if let despite = line?["despite"] { json.append("despite", despite) }
    }
    return json
  }

  /// What a put sets a field to; nil where that stands in a private line that is not held.
  private func value(
    of field: String, in put: OpID
  ) throws(Failure) -> (value: JSONValue?, isPrivate: Bool) {
    if let value = try line(of: put)?["set"]?[field] { return (value, false) }
    let holding = try Failure.storing { () throws(StoreError) in try replica.privateLine(of: put) }
    guard case .line(let bytes) = holding,
      let text = PrivateLine.read(bytes, in: 0..<bytes.count)?[field]
    else { return (nil, true) }
    return (.string(text), true)
  }

  private func line(of op: OpID) throws(Failure) -> JSONValue? {
    let line = try Failure.storing { () throws(StoreError) in try replica.line(of: op) }
    return line.flatMap { try? JSONValue.read($0) }
  }
}
