import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// Who comes in: one by one, many at once, or registered at the door.
extension NodeCommands {
  /// Checks in whom the body names: `ticket` or `participant`, or all of `tickets` or `participants`,
  /// which are recorded together or not at all.
  func checkIn(_ body: RequestBody, _ keep: Keep) throws(Failure) -> JSONValue {
    if let group = try group(body) { return try checkIn(group, body, keep) }
    let visitor = try visitor(body)
    let door = try door(body)
    if node.knowsNobody, !door.knows(visitor) { throw Self.knowsNobody }
    let entry = door.checkIn(visitor, try wish(body, at: door))
    let answer = try answer(entry, visitor, try languages(body), after: 1)
    try node.record([entry.written], answer: keep(answer))
    return answer
  }

  /// People who arrive together: each is judged as if those before were inside already.
  private func checkIn(
    _ group: [Visitor], _ body: RequestBody, _ keep: Keep
  ) throws(Failure) -> JSONValue {
    var door = try door(body)
    if node.knowsNobody, !group.allSatisfy(door.knows) { throw Self.knowsNobody }
    let wish = try wish(body, at: door)
    let languages = try languages(body)
    let ahead = Ahead(of: node)
    door.ahead = ahead
    var written: [Node.Written] = []
    var answers: [JSONValue] = []
    var (entered, refused) = (0, 0)
    var present = 0
    for visitor in group {
      let entry = door.checkIn(visitor, wish)
      ahead.take(entry.written)
      written.append(entry.written)
      answers.append(try answer(entry, visitor, languages, after: written.count))
      present = entry.present
      if entry.isEntering {
        entered += 1
      } else if case .refused = entry.verdict {
        refused += 1
      }
    }
    var answer: JSONValue = [
      "checkins": .array(answers), "admitted": .number(entered),
      "repeated": .number(group.count - entered - refused), "refused": .number(refused),
      "present": .number(present),
    ]
    if node.isClosed { answer.append("closed", true) }
    try node.record(written, answer: keep(answer))
    return answer
  }

  /// Registers somebody who is on no list, and where asked for lets the person in as well.
  func walkIn(_ body: RequestBody, _ keep: Keep) throws(Failure) -> JSONValue {
    let walkIn = try WalkIn(body, at: node)
    let put = node.write(walkIn.draft(by: try by(body)))
    var written = [put]
    var answer: JSONValue = [
      "participant": JSONValue(put.id), "name": .string(walkIn.contact.name ?? ""),
      "op": JSONValue(put.id),
    ]
    let alike = try Failure.storing { () throws(StoreError) in
      try node.replica.lookalikes(of: walkIn.contact, in: node.country)
    }
    if !alike.isEmpty { answer.append("alike", try names(of: Array(alike.prefix(3)))) }
    if try body.flag("checkin") {
      var door = try door(body)
      let wish = try wish(body, at: door)
      let ahead = Ahead(of: node)
      ahead.take(put)
      door.ahead = ahead
      let entry = door.checkIn(Visitor(participant: put.id.hex), wish)
      written.append(entry.written)
      answer.append("door", .string(door.name))
      if entry.isEntering { answer.append("checkin", JSONValue(entry.written.id)) }
      let said = DoorAnswer(entry, person: nil, try languages(body), at: node)
        .json(unknowns: doorUnknowns(after: written.count))
      for member in said.members ?? [] where member.name != "op" {
        answer.append(member.name, member.value)
      }
    } else {
      answer.append("present", .number(node.present(now: node.now())))
      answer.append("unknowns", doorUnknowns(after: written.count))
    }
    try node.record(written, answer: keep(answer))
    return answer
  }

  // MARK: Pieces

  private func answer(
    _ entry: Door.Entry, _ visitor: Visitor, _ languages: Languages, after made: Int
  ) throws(Failure) -> JSONValue {
    var person: JSONValue?
    if let id = visitor.participant {
      var change: Node.Change? = entry.isEntering ? .entered : nil
      // Inside is also who came in a moment ago, in the same group.
      if case .repeat = entry.verdict { change = .entered }
      person = try node.person(id, now: node.now(), after: change, language: languages.spoken)
    }
    var unknowns = doorUnknowns(after: made)
    if entry.isUnlisted { unknowns.append("unlisted", true) }
    return DoorAnswer(entry, person: person, languages, at: node).json(unknowns: unknowns)
  }

  /// What an answer at a door could not know: also how old the list is, and how far the clock may be
  /// off.
  private func doorUnknowns(after made: Int) -> JSONValue {
    var unknowns = unknowns(after: made)
    let now = node.time()
    unknowns.append(
      "roster_ms", node.replica.newestReceived.map { .number(max(0, now.ms - $0)) } ?? .null)
    unknowns.append("clock_err_ms", now.err.map { .number($0) } ?? .null)
    return unknowns
  }

  private func wish(_ body: RequestBody, at door: Door) throws(Failure) -> Door.Wish {
    var wish = Door.Wish(anyway: try body.flag("anyway"))
    if let given = try body.members("answers") {
      wish.answers = try DoorQuestions(door.questions).answers(given)
    }
    return wish
  }

  /// Who arrives together; nil where the body names one. Among `participants` a text that says of
  /// itself that it is a ticket is taken for one.
  private func group(_ body: RequestBody) throws(Failure) -> [Visitor]? {
    let tickets = try body.texts("tickets", atMost: 200)
    let participants = try body.texts("participants", atMost: 200)
    guard let texts = tickets ?? participants else { return nil }
    guard tickets == nil || participants == nil, try body.text("ticket", atMostBytes: .max) == nil,
      try body.text("participant", atMostBytes: .max) == nil
    else {
      throw .usage("Send one of “ticket”, “participant”, “tickets” and “participants”.")
    }
    var group: [Visitor] = []
    for text in texts {
      let name = tickets != nil || Visitor.isTicket(text) ? "ticket" : "participant"
      group.append(try visitor(try RequestBody([name: .string(text)])))
    }
    return group
  }
}
