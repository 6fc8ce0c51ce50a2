import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// What changes nothing.
extension NodeCommands {
  /// People by name in any script, or by id or by ticket.
  func search(_ body: RequestBody) throws(Failure) -> JSONValue {
    guard let text = try body.text("q", called: "The search", atMostBytes: 1024)
    else {
      throw .usage("Say “q”: a name, the beginning of one, or an id.")
    }
    let limit = Int(try body.number("limit", in: 1...200) ?? 20)
    var wanted = text
    if Visitor.isTicket(text) {
      let keys = node.replica.reading { fold in fold.ticketKeys() }
      let visitor = Visitor(ticket: text, event: node.enrolment.event, ticketKeys: keys)
      wanted = visitor.participant ?? text
    }
    let found = try Failure.storing { () throws(StoreError) in
      try node.replica.search(wanted, limit: limit)
    }
    let now = node.now()
    var people: [JSONValue] = []
    let language = try languages(body).spoken
    for id in found { people.append(try node.person(id, now: now, language: language)) }
    return ["participants": .array(people)]
  }

  /// The node's own ops, newest first.
  func ops(_ body: RequestBody) throws(Failure) -> JSONValue {
    let limit = try body.number("limit", in: 1...500) ?? 50
    let head = node.replica.ownHead?.n ?? 0
    let after = try body.number("after", in: 0...JSONTape.maximumInteger)
    let first = after.map { $0 + 1 } ?? max(1, head - limit + 1)
    let last = min(head, first + limit - 1)
    guard first <= last else { return ["ops": []] }
    let durable = node.replica.acknowledgement.durable
    var shown: [JSONValue] = []
    var n = first
    while n <= last {
      let start = n
      let lines = try Failure.storing { () throws(StoreError) in
        try node.replica.ownLines(from: start, maxCount: Int(last - start + 1))
      }
      guard !lines.isEmpty else { break }
      for line in lines {
        shown.append(describe(SHA256.digest(line).identifier, n: n, isDurable: n <= durable))
        n += 1
      }
    }
    return ["ops": .array(after == nil ? shown.reversed() : shown)]
  }

  private func describe(_ id: OpID, n: Int64, isDurable: Bool) -> JSONValue {
    let op = node.replica.reading { fold in fold.operationInfo(id) }
    return .present([
      "n": .number(n), "op": JSONValue(id), "kind": op.map { .string($0.kind) },
      "participant": op?.participant.map(JSONValue.string),
      "point": op?.point.map(JSONValue.string), "door": op?.door.map(JSONValue.string),
      "by": op?.by.map(JSONValue.string), "time_ms": op?.time.map { .number($0.ms) },
      "err_ms": op?.time.map { .number($0.err) },
      "placed": .bool(node.replica.isPlaced(id)), "durable": .bool(isDurable),
      "voided": .bool(op?.isVoided ?? false), "ignored": op?.ignored.map(JSONValue.string),
    ])
  }

  /// Conflicts, open ones first, as far as this node knows them; with people of this country who may
  /// be one person.
  func conflicts() throws(Failure) -> JSONValue {
    let found = node.replica.reading { fold in fold.conflicts() } + (try possibleDuplicates())
    let ordered = found.filter(\.isOpen) + found.filter { !$0.isOpen }
    var shown: [JSONValue] = []
    for conflict in ordered { shown.append(try describe(conflict)) }
    return ["conflicts": .array(shown)]
  }

  /// Pairs of people of this country who may be one person.
  func possibleDuplicates() throws(Failure) -> [ConflictView] {
    let found = try Failure.storing { () throws(StoreError) in
      try node.replica.possibleDuplicates()
    }
    return found.filter { pair in
      node.replica.reading { fold in fold.participant(pair.person)?.home } == node.country
    }
  }

  /// A conflict as commands and pages show it; of people who may be one, with who they are and what
  /// they have in common.
  func describe(_ conflict: ConflictView) throws(Failure) -> JSONValue {
    var shown = conflict.json
    guard conflict.type == "possible-duplicate" else { return shown }
    let (one, other) = (conflict.subject[0], conflict.subject[1])
    let alike = try Failure.storing { () throws(StoreError) in
      try node.replica.likeness(of: one, and: other)
    }
    shown.append("people", try names(of: conflict.subject))
    shown.append(
      "alike",
      .object(
        alike.sorted { $0.key < $1.key }.map { JSONMember(name: $0.key, value: .string($0.value)) })
    )
    return shown
  }

  /// Participants with their own names, where those are held.
  func names(of people: [String]) throws(Failure) -> JSONValue {
    var shown: [JSONValue] = []
    for id in people {
      let contact = try Failure.storing { () throws(StoreError) in
        try node.replica.ownContact(of: id)
      }
      shown.append(.present(["id": .string(id), "name": contact?.name.map(JSONValue.string)]))
    }
    return .array(shown)
  }

  /// Reads everything on the disk and holds it to the rules.
  func verify() throws(Failure) -> JSONValue {
    let report = try Failure.storing { () throws(StoreError) in
      // What the link has gathered is in memory, and would differ from the disk.
      if node.replica.hasUncommitted { try node.replica.commit() }
      return try node.replica.verify()
    }
    return Self.json(report)
  }

  /// What a verification has found.
  static func json(_ report: VerifyReport) -> JSONValue {
    .present([
      "ok": .bool(report.isSound), "segments": .number(report.segments),
      "ops": .number(report.entries), "own_ops": .number(report.ownOps),
      "private_lines": .number(report.privateLines),
      "state": report.stateDigest.map { JSONValue($0) },
      "findings": .array(report.findings.map { .string($0.message) }),
    ])
  }
}
