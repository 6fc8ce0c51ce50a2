import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// All that the hub knows of one participant, and of the person of whom it is.
struct ParticipantAccount {
  let centre: Centre
  let id: String
  /// What is told of the person.
  let sight: Sight

  private var replica: Replica { centre.replica }

  /// Nil for somebody whom no op names.
  func json() throws(Failure) -> JSONValue? {
    let (person, stays, others) = replica.reading { fold in
      (fold.whole(id), fold.presence(of: id), fold.otherVisits(of: id))
    }
    guard let person else { return nil }
    let now = centre.now()
    var members: [JSONValue] = []
    for member in person.members { members.append(try self.member(member)) }
    var conflicts: [JSONValue] = []
    for conflict in try centre.conflicts() where person.members.contains(conflict.person) {
      let account = ConflictAccount(
        replica: replica, conflict: conflict, sight: sight)
      conflicts.append(try account.json())
    }
    let inside = stays.first { $0.begin <= now && now < $0.end }
    return [
      "id": .string(id), "person": .string(person.members.first ?? id),
      "registered": .bool(person.isRegistered), "walk_in": .bool(person.isWalkIn),
      "erased": .bool(person.isErased),
      "home": .maybe(person.home), "inside": .maybe(inside?.point),
      "fields": .object(Self.publicFields(of: person) + (try privateFields(of: person))),
      "hidden_fields": .array(
        person.privateFields.keys.filter { !sight.shows($0) }.ascending.map { .string($0) }),
      "erased_fields": .array(Array(person.erasedFields).ascending.map { .string($0) }),
      "answers": .array(try answers()), "members": .array(members),
      "blocks": .array(
        person.blocks.map {
          ["op": .id($0.id), "why": .string($0.why), "serials": .maybe($0.serials)]
        }),
      "stays": .array(stays.map(Self.json)), "others": .array(others.map(Self.json)),
      "conflicts": .array(conflicts),
    ]
  }

  private func member(_ id: String) throws(Failure) -> JSONValue {
    let view = replica.reading { fold in fold.participant(id) }
    let puts = replica.reading { fold in (view?.puts ?? []).map { ($0, fold.operationInfo($0)) } }
    let ordered = puts.sorted { ($0.1?.time?.ms ?? 0, $0.0) < ($1.1?.time?.ms ?? 0, $1.0) }
    return [
      "id": .string(id), "name": .maybe(try name(of: view)),
      "erased": .bool(view?.isErased ?? false),
      "registered": .bool(view?.isRegistered ?? false), "home": .maybe(view?.home),
      "changes": .array(
        ordered.map { op, info in
          [
            "op": .id(op), "time_ms": .maybe(info?.time?.ms),
            "node": .maybe(info?.node.hex), "by": .maybe(info?.by),
            "voided": .bool(info?.isVoided ?? false),
          ]
        }),
    ]
  }

  private func name(of view: ParticipantView?) throws(Failure) -> String? {
    guard let put = view?.privateFields["name"] else { return nil }
    return try line(of: put)?["name"]
  }

  private func line(of put: OpID) throws(Failure) -> PrivateLine? {
    let holding = try Failure.storing { () throws(StoreError) in try replica.privateLine(of: put) }
    guard case .line(let bytes) = holding else { return nil }
    return PrivateLine.read(bytes, in: 0..<bytes.count)
  }

  /// By name; `null` for what stands in a line that is not held.
  private func privateFields(of person: ParticipantView) throws(Failure) -> [JSONMember] {
    var members: [JSONMember] = []
    for (name, put) in person.privateFields.sorted(by: { $0.key < $1.key }) where sight.shows(name)
    {
      members.append(JSONMember(name: name, value: .maybe(try line(of: put)?[name])))
    }
    return members
  }

  /// What the person said at the doors; `null` for what stands in a line that is not held, or is not shown.
  func answers() throws(Failure) -> [JSONValue] {
    let answers = try Failure.storing { () throws(StoreError) in try replica.answers(of: id) }
    return answers.sorted { $0.key < $1.key }
      .map { ["question": .string($0), "answer": .maybe(sight == .all ? $1 : nil)] }
  }

  private static func publicFields(of person: ParticipantView) -> [JSONMember] {
    let fields: [(String, JSONValue?)] = [
      ("kind", person.kind.map { .string($0) }), ("country", person.country.map { .string($0) }),
      ("point", person.point.map { .string($0) }), ("body", person.body.map { .string($0) }),
      ("language", person.language.map { .string($0) }),
      ("valid_from", moment(person.validFrom, open: 0)),
      ("valid_until", moment(person.validUntil, open: JSONTape.maximumInteger)),
      ("pending", person.isPending.map { .bool($0) }),
      ("cancelled", person.isCancelled.map { .bool($0) }),
      ("extra_doors", list(person.extraDoors)), ("withdrawn_doors", list(person.withdrawnDoors)),
    ]
    return fields.compactMap { name, value in value.map { JSONMember(name: name, value: $0) } }
  }

  /// - Parameter open: what stands for none.
  private static func moment(_ ms: Int64?, open: Int64) -> JSONValue? {
    ms.flatMap { $0 == open ? nil : .string(EventMoments.text($0)) }
  }

  private static func list(_ ids: [String]) -> JSONValue? {
    ids.isEmpty ? nil : .array(ids.map { .string($0) })
  }

  private static func json(_ other: OtherVisit) -> JSONValue {
    let visit = other.visit
    let what = visit.isRepeat ? "repeat" : visit.isOrphan ? "orphan" : visit.kind
    return .present([
      "op": .id(visit.id), "what": .string(what), "point": visit.point.map { .string($0) },
      "door": visit.door.map { .string($0) }, "time_ms": visit.time.map { .integer($0.ms) },
      "err_ms": visit.time.map { .integer($0.err) }, "by": visit.by.map { .string($0) },
      "reason": other.reason.map { .string($0) }, "voided": .bool(visit.isVoided),
    ])
  }

  private static func json(_ stay: PresenceInterval) -> JSONValue {
    [
      "point": .string(stay.point), "door": .string(stay.door), "date": .string(stay.date),
      "begin_ms": .integer(stay.begin), "err_ms": .integer(stay.err),
      "end_ms": .integer(stay.end), "assumed": .bool(stay.isEndAssumed),
      "checkin": .id(stay.beginOp), "checkout": .maybe(stay.endOp?.hex),
    ]
  }
}
