import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// What happens at the doors.
extension NodeCommands {
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
    let person = try node.person(
      id, now: node.now(), after: .left, language: try languages(body).spoken)
    let answer = JSONValue.present([
      "op": JSONValue(leaving.written.id), "orphan": .bool(leaving.isOrphan),
      "participant": person, "present": .number(leaving.present),
      "say": .string(Say.goodbye(language: try languages(body).spoken)),
      "unknowns": unknowns(after: 1),
    ])
    try node.record([leaving.written], answer: keep(answer))
    return answer
  }

  func move(_ act: Act, _ body: RequestBody, _ keep: Keep) throws(Failure) -> JSONValue {
    let written = node.write(Draft(act, by: try by(body), point: node.point))
    let answer = JSONValue.present(["op": JSONValue(written.id)])
    try node.record([written], answer: keep(answer))
    return answer
  }

  static let noRoster = Failure.unavailable(
    "This node has not received the list from the hub yet: link it once.", code: .noRoster)
  /// The same at a door, where there is something to do about it.
  static let knowsNobody = Failure.unavailable(
    noRoster.message + " Until then register people as walk-ins.", code: .noRoster)

  // MARK: What was asked

  func door(_ body: RequestBody) throws(Failure) -> Door {
    try Door(try body.text("door"), of: node, by: try by(body))
  }

  func visitor(_ body: RequestBody) throws(Failure) -> Visitor {
    let ticket = try body.text("ticket", atMostBytes: Self.ticketBytes)
    let participant = try body.text("participant")
    switch (ticket, participant) {
    case (let ticket?, nil): return try visitor(ticket: ticket)
    case (nil, let participant?): return Visitor(participant: node.meant(by: participant))
    default: throw .usage("Send either “ticket” or “participant”.")
    }
  }

  /// The longest text of a ticket, bytes.
  static let ticketBytes = 1024

  func visitor(ticket: String) throws(Failure) -> Visitor {
    let keys = node.replica.reading { fold in fold.ticketKeys() }
    if keys.isEmpty, Visitor.isTicket(ticket) { throw Self.knowsNobody }
    return Visitor(ticket: ticket, event: node.enrolment.event, ticketKeys: keys)
  }

  /// The languages to speak: as asked, or else the point's and the event's.
  func languages(_ body: RequestBody) throws(Failure) -> Languages {
    node.languages(asked: try body.text("lang", atMostBytes: Languages.tagBytes))
  }

  /// What this answer could not know: how old what it rests on may be.
  ///
  /// - Parameter made: ops that are being recorded.
  func unknowns(after made: Int) -> JSONValue {
    let head = node.replica.ownHead?.n ?? 0
    return [
      "last_heard_ms": node.knownUntil(now: node.now()).map { .number($0) } ?? .null,
      "connected": .bool(link?.isConnected ?? false),
      "pending": .number(head - node.replica.acknowledgement.durable + Int64(made)),
      "revoked": .bool(node.isRevoked),
    ]
  }
}
