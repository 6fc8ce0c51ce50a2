import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

extension NodeCommands {
  /// Takes back what was recorded at this point by mistake.
  func void(_ body: RequestBody, _ keep: Keep) throws(Failure) -> JSONValue {
    guard let texts = try body.texts("ops", atMost: 256) else {
      throw .usage("Send “ops”, the ids of what is to be taken back.")
    }
    var targets: [OpID] = []
    for text in texts {
      guard let id = OpID(text.lowercased()) else {
        throw .badData("“\(text)” is no id of an op: it has 32 digits and letters from a to f.")
      }
      try checkVoidable(id)
      if !targets.contains(id) { targets.append(id) }
    }
    let written = node.write(
      Draft(.void(ops: targets.sorted()), by: try by(body), point: node.point))
    let answer = JSONValue.present([
      "op": JSONValue(written.id), "voided": .array(targets.map { JSONValue($0) }),
    ])
    try node.record([written], answer: keep(answer))
    return answer
  }

  /// Refuses what a void of this node would not take back (`Protocol/5-state.md`, Authority).
  private func checkVoidable(_ id: OpID) throws(Failure) {
    guard let op = node.replica.reading({ fold in fold.operationInfo(id) }) else {
      throw .unknown("This node holds no op \(id.hex).")
    }
    switch op.kind {
    case "checkin", "checkout", "refusal", "count":
      guard op.point == node.point else {
        throw .refused(
          "That was recorded at \(op.point ?? "another point"), not here: only that point or the "
            + "hub can take it back.")
      }
    case "participant.put":
      guard op.node == node.key.id else {
        throw .refused(
          "Another machine registered this person: only it or the hub can take it back.")
      }
    default:
      throw .refused("A \(op.kind) cannot be taken back like this: \(Self.instead(of: op)).")
    }
    guard !op.isVoided else {
      throw .refused("Op \(id.hex) is taken back already.", code: .alreadyTakenBack)
    }
  }

  /// What does away with an op that no void takes back.
  private static func instead(of op: OperationView) -> String {
    switch op.kind {
    case "participant.merge": "muster-node unmerge \(op.id.hex) does it"
    case "participant.unmerge", "resolve": "muster-node merge ID ID does it"
    case "point.open": "muster-node close does it"
    case "point.close": "muster-node open does it"
    case "point.ready": "muster-node ready --not ITEM does it"
    default: "only the centre can set it right"
    }
  }
}
