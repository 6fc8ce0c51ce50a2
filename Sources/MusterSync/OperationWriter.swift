public import MusterCore

/// Writes the lines of operations (`Protocol/2-lines.md`): compact, in the order of the tables.
public nonisolated enum OperationWriter {
  /// The line of an operation, whose `id` is not looked at.
  ///
  /// An ``Act/unknown(kind:)`` gets the members that every line has; an ``Act/unreadable``, which has
  /// no line but the one that could not be read, gives no bytes.
  public static func write(_ operation: Operation, event: EventID) -> [UInt8] {
    guard let kind = operation.act.kind else { return [] }
    var line = JSONWriter()
    line.bytes.reserveCapacity(384)
    line.beginObject()
    line.member("kind", kind)
    line.member("event", event)
    line.member("node", operation.node)
    line.key("nonce")
    line.plain { Hex.append(operation.nonce, to: &$0) }
    line.member("at", operation.at)
    line.member("boot", operation.boot)
    line.member("mono", operation.mono)
    line.member("by", operation.by)
    line.member("point", operation.point)
    line.member("participant", operation.participant)
    line.member("private", operation.privateDigest)
    if !operation.fields.isEmpty { line.member("fields", operation.fields) }
    line.member("stated", operation.stated)
    line.members(of: operation.act)
    line.endObject()
    return line.bytes
  }
}

nonisolated extension Act {
  /// The name of the kind; nil for a line that could not be read.
  public var kind: String? {
    switch self {
    case .eventPut: "event.put"
    case .eventRules: "event.rules"
    case .ticketKey: "ticket.key"
    case .hubStart: "hub.start"
    case .clock: "clock"
    case .boot: "boot"
    case .nodeAdmit: "node.admit"
    case .nodeRevoke: "node.revoke"
    case .nodeAccept: "node.accept"
    case .pointPut: "point.put"
    case .pointReady: "point.ready"
    case .pointOpen: "point.open"
    case .pointClose: "point.close"
    case .participantPut: "participant.put"
    case .participantBlock: "participant.block"
    case .participantUnblock: "participant.unblock"
    case .participantMerge: "participant.merge"
    case .participantUnmerge: "participant.unmerge"
    case .checkin: "checkin"
    case .checkout: "checkout"
    case .refusal: "refusal"
    case .void: "void"
    case .resolve: "resolve"
    case .reassign: "reassign"
    case .retime: "retime"
    case .erase: "erase"
    case .count: "count"
    case .sessionStart: "session.start"
    case .sessionEnd: "session.end"
    case .sessionSkip: "session.skip"
    case .sessionPut: "session.put"
    case .announce: "announce"
    case .announceSeen: "announce.seen"
    case .unknown(let kind): kind
    case .unreadable: nil
    }
  }
}
