import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// What the centre corrects of what was recorded, op by op.
extension HubCommands {
  private static var visits: Set<String> { ["checkin", "checkout"] }
  private static var timed: Set<String> {
    ["checkin", "checkout", "refusal", "count", "point.open", "point.close"]
  }
  private static var voidable: Set<String> {
    [
      "checkin", "checkout", "refusal", "count", "participant.put", "session.start",
      "session.end", "session.skip", "announce",
    ]
  }
  /// More ops than this do not fit a line with its other members.
  private static var mostOps: Int { 400 }

  /// `{"ops": ids, "to": participant}` → the op: check-ins with their repeats and check-outs, and
  /// check-outs, are somebody else's.
  func reassign(_ body: JSONValue) throws(Failure) -> JSONValue {
    let named = try operations(body, of: Self.visits, "given to somebody else")
    let person = try registered(body.argument("to"))
    var ops: [OpID] = []
    for op in centre.replica.reading({ fold in named.flatMap { fold.stay(begunBy: $0) } })
    where !ops.contains(op) {
      ops.append(op)
    }
    return try append([Draft(.reassign(ops: ops), participant: person)]) { made in
      [
        "op": .maybe(made.first?.hex), "participant": .string(person),
        "ops": .array(ops.map { .id($0) }),
      ]
    }
  }

  /// `{"ops": ids, "time": moment}` → the op: they happened then.
  func retime(_ body: JSONValue) throws(Failure) -> JSONValue {
    let hub = try centre.writing()
    let ops = try operations(body, of: Self.timed, "given another time")
    let time = try WrittenTime.read(body.argument("time"), "time", in: centre.zone())
    guard time <= hub.now() else { throw .badData("time: it has not come yet.") }
    try centre.checkIsNear(time, "time")
    return try append([Draft(.retime(ops: ops, time: time))]) { made in
      [
        "op": .maybe(made.first?.hex), "time_ms": .integer(time),
        "ops": .array(ops.map { .id($0) }),
      ]
    }
  }

  /// `{"ops": ids}` → the op: they are taken back.
  func void(_ body: JSONValue) throws(Failure) -> JSONValue {
    let ops = try operations(body, of: Self.voidable, "taken back")
    for op in ops where centre.replica.reading({ fold in fold.operationInfo(op)?.isVoided }) == true
    {
      throw .refused("\(op.hex) is taken back already.", code: .alreadyTakenBack)
    }
    return try append([Draft(.void(ops: ops))]) { made in
      ["op": .maybe(made.first?.hex), "ops": .array(ops.map { .id($0) })]
    }
  }

  /// What undoes an op that no void takes back, where another command does.
  private static func instead(of kind: String, named op: String) -> String {
    switch kind {
    case "participant.merge": ": muster-hub unmerge \(op) undoes it"
    case "participant.unmerge": ": muster-hub merge ID ID makes them one again"
    case "participant.block": ": muster-hub unblock PARTICIPANT lifts it"
    case "participant.unblock": ": muster-hub block PARTICIPANT blocks again"
    case "session.put": ": muster-hub programme change plans the session otherwise"
    case "point.open", "point.close": ": what the point says next counts"
    case "node.revoke": ": muster-hub accept lets count what it hands in"
    default: ""
    }
  }

  /// The ops that a request names, which count and are of a kind to which this can be done.
  private func operations(
    _ body: JSONValue, of kinds: Set<String>, _ what: String
  ) throws(Failure) -> [OpID] {
    let names = try body.texts("ops").ascending
    guard (1...Self.mostOps).contains(names.count) else {
      throw .usage("ops: name 1 to \(Self.mostOps) ops.")
    }
    return try names.map { (name) throws(Failure) in
      guard let op = Identifier(name), let info = centre.replica.reading({ $0.operationInfo(op) })
      else {
        throw .unknown(
          "There is no op \(Terminal.plain(name)): those of stays stand with the participant, all in the log."
        )
      }
      guard info.ignored == nil else {
        throw .refused("\(name) has no effect (\(info.ignored ?? "")): leave it as it is.")
      }
      guard kinds.contains(info.kind) else {
        throw .badData(
          "\(name) is a \(Terminal.plain(info.kind)), which cannot be \(what)"
            + (kinds == Self.voidable ? Self.instead(of: info.kind, named: name) : "") + ".")
      }
      return op
    }
  }
}
