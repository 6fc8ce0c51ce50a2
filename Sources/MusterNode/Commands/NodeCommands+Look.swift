import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// What changes nothing.
extension NodeCommands {
  /// People by name in any script, or by id or by ticket.
  func search(_ body: RequestBody) throws(Failure) -> JSONValue {
    guard let text = try body.text("q", atMostBytes: 1024) else {
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
    let language = try language(body)
    for id in found { people.append(try node.person(id, now: now, language: language)) }
    return ["participants": .array(people)]
  }

  /// The node's own ops, newest first.
  func ops(_ body: RequestBody) throws(Failure) -> JSONValue {
    let limit = try body.number("limit", in: 1...500) ?? 50
    let head = node.replica.ownHead?.n ?? 0
    let after = try body.number("after", in: 0...Int64(1) << 53)
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

  /// Conflicts, open ones first, as far as this node knows them.
  func conflicts() -> JSONValue {
    let found = node.replica.reading { fold in fold.conflicts() }
    let ordered = found.filter(\.isOpen) + found.filter { !$0.isOpen }
    return ["conflicts": .array(ordered.map(\.json))]
  }

  /// Reads everything on the disk and holds it to the rules.
  func verify() throws(Failure) -> JSONValue {
    let report = try Failure.storing { () throws(StoreError) in try node.replica.verify() }
    return .present([
      "ok": .bool(report.isSound), "segments": .number(report.segments),
      "ops": .number(report.entries), "own_ops": .number(report.ownOps),
      "private_lines": .number(report.privateLines),
      "state": report.stateDigest.map { JSONValue($0) },
      "findings": .array(report.findings.map { .string($0.message) }),
    ])
  }
}
