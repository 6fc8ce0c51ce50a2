import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// What happens at the doors.
extension NodeCommands {
  func checkIn(_ body: RequestBody, _ keep: Keep) throws(Failure) -> JSONValue {
    let visitor = try visitor(body)
    let door = try door(body)
    if node.knowsNobody, !door.knows(visitor) { throw Self.knowsNobody }
    let entry = door.checkIn(visitor)
    let language = try language(body)
    var person: JSONValue?
    if let id = visitor.participant {
      var change: Node.Change?
      if case .admitted = entry.verdict { change = .entered }
      person = try node.person(id, now: node.now(), after: change)
    }
    let answer = DoorAnswer(entry, person: person, language: language, zone: zone)
      .json(unknowns: unknowns(after: 1))
    try node.record([entry.written], answer: keep(answer))
    return answer
  }

  func checkOut(_ body: RequestBody, _ keep: Keep) throws(Failure) -> JSONValue {
    let visitor = try visitor(body)
    let door = try door(body)
    guard let id = visitor.participant else {
      throw .badData(
        "This ticket cannot be read or trusted, so nobody knows who leaves: search by name.")
    }
    let isKnown = node.replica.reading { fold in fold.participant(id) != nil }
    guard isKnown || visitor.shown != .nothing else {
      throw .unknown("Nobody here has the id “\(id)”: search by name.")
    }
    let leaving = door.checkOut(id, doorIsNamed: try body.text("door") != nil)
    let person = try node.person(id, now: node.now(), after: .left)
    let answer = JSONValue.present([
      "op": JSONValue(leaving.written.id), "orphan": .bool(leaving.isOrphan),
      "participant": person, "present": .number(leaving.present),
      "say": .string(Say.goodbye(language: try language(body))),
      "unknowns": unknowns(after: 1),
    ])
    try node.record([leaving.written], answer: keep(answer))
    return answer
  }

  func walkIn(_ body: RequestBody, _ keep: Keep) throws(Failure) -> JSONValue {
    let walkIn = try WalkIn(body, at: node)
    let by = try by(body)
    let put = node.write(walkIn.draft(by: by))
    var written = [put]
    var entry: Node.Written?
    if try body.flag("checkin") {
      let door = try door(body)
      let op = node.write(
        Draft(
          .checkin(CheckIn(door: door.name)), by: by, point: node.point, participant: put.id.hex))
      entry = op
      written.append(op)
    }
    let present = node.present(now: node.now()) + (entry == nil ? 0 : 1)
    let answer = JSONValue.present([
      "participant": JSONValue(put.id), "op": JSONValue(put.id),
      "checkin": entry.map { JSONValue($0.id) }, "present": .number(present),
      "say": entry == nil
        ? nil : .string(Say.words(for: .admitted(isNamed: true), language: try language(body))),
      "unknowns": unknowns(after: written.count),
    ])
    try node.record(written, answer: keep(answer))
    return answer
  }

  func move(_ act: Act, _ body: RequestBody, _ keep: Keep) throws(Failure) -> JSONValue {
    let written = node.write(Draft(act, by: try by(body), point: node.point))
    let answer = JSONValue.present(["op": JSONValue(written.id)])
    try node.record([written], answer: keep(answer))
    return answer
  }

  private static let knowsNobody = Failure.unavailable(
    "This node has not received the list from the hub yet: link it once. Until then register people "
      + "as walk-ins.")

  // MARK: What was asked

  private func door(_ body: RequestBody) throws(Failure) -> Door {
    try Door(try body.text("door"), of: node, by: try by(body))
  }

  private func visitor(_ body: RequestBody) throws(Failure) -> Visitor {
    let ticket = try body.text("ticket", atMostBytes: 1024)
    let participant = try body.text("participant")
    switch (ticket, participant) {
    case (let ticket?, nil):
      let keys = node.replica.reading { fold in fold.ticketKeys() }
      if keys.isEmpty, Visitor.isTicket(ticket) { throw Self.knowsNobody }
      return Visitor(ticket: ticket, event: node.enrolment.event, ticketKeys: keys)
    case (nil, let participant?):
      return Visitor(participant: node.meant(by: participant))
    default: throw .usage("Send either “ticket” or “participant”.")
    }
  }

  /// The language to speak: as asked, or the point's.
  private func language(_ body: RequestBody) throws(Failure) -> String {
    if let asked = try body.text("lang", atMostBytes: 64) { return asked }
    return node.replica.reading { fold in fold.point(named: node.point)?.fields.language } ?? "en"
  }

  private var zone: String? {
    node.replica.reading { fold in fold.point(named: node.point)?.fields.zone }
  }

  /// How old what this answer rests on may be.
  ///
  /// - Parameter made: ops that are being recorded.
  private func unknowns(after made: Int) -> JSONValue {
    let head = node.replica.ownHead?.n ?? 0
    return [
      "last_heard_ms": node.lastHeard.map { .number($0) } ?? .null,
      "connected": .bool(link?.isConnected ?? false),
      "pending": .number(head - node.replica.acknowledgement.durable + Int64(made)),
      "revoked": .bool(node.isRevoked),
    ]
  }
}
