/// What sort of op a record is.
nonisolated enum Kind: UInt8, Sendable {
  case eventPut, ticketKey, hubStart, clock, boot, nodeAdmit, nodeRevoke, nodeAccept
  case pointPut, pointReady, pointOpen, pointClose
  case participantPut, participantBlock, participantUnblock, participantMerge, participantUnmerge
  case checkin, checkout, refusal, void, resolve, reassign, retime
  case erase, eventRules, count, sessionStart, sessionEnd, sessionSkip, sessionPut, announce,
    announceSeen
  case unknown, unreadable

  /// As the line spells it; the spelling of an unknown kind stands in its line only.
  var text: String {
    switch self {
    case .eventPut: "event.put"
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
    case .checkin: "checkin"
    case .checkout: "checkout"
    case .refusal: "refusal"
    case .void: "void"
    case .resolve: "resolve"
    case .participantMerge: "participant.merge"
    case .participantUnmerge: "participant.unmerge"
    case .reassign: "reassign"
    case .retime: "retime"
    case .erase: "erase"
    case .eventRules: "event.rules"
    case .count: "count"
    case .sessionStart: "session.start"
    case .sessionEnd: "session.end"
    case .sessionSkip: "session.skip"
    case .sessionPut: "session.put"
    case .announce: "announce"
    case .announceSeen: "announce.seen"
    case .unknown: "unknown"
    case .unreadable: "unreadable"
    }
  }

  /// Whether a `retime` may give its ops another time.
  var canBeRetimed: Bool {
    switch self {
    case .checkin, .checkout, .refusal, .count, .pointOpen, .pointClose: true
    default: false
    }
  }

  /// Whether this version gives the kind a meaning.
  var isKnown: Bool { rawValue < Kind.unknown.rawValue }
}

/// Yes-or-no facts of a record.
nonisolated struct Traits: OptionSet, Sendable {
  let rawValue: UInt16

  /// It has authority, so that it takes part in the fold.
  static let counts = Traits(rawValue: 1 << 0)
  /// Not placed yet.
  static let pending = Traits(rawValue: 1 << 1)
  /// Another op names it: a void, an unblock, an unmerge, a reassign, a retime or an erase.
  static let named = Traits(rawValue: 1 << 2)
  /// Its authority is to be looked at.
  static let queued = Traits(rawValue: 1 << 3)
  /// A put without participant, which creates one.
  static let walkIn = Traits(rawValue: 1 << 4)
  /// A put with an empty base.
  static let baseless = Traits(rawValue: 1 << 5)
  /// `number` holds a serial.
  static let serial = Traits(rawValue: 1 << 6)
  /// Its time was typed in.
  static let stated = Traits(rawValue: 1 << 7)
  /// A hub start that the event's root certifies.
  static let certified = Traits(rawValue: 1 << 8)
  /// A private line belongs to it.
  static let hasPrivate = Traits(rawValue: 1 << 9)
  /// A check-in that began an interval.
  static let begins = Traits(rawValue: 1 << 10)
  /// A check-in while inside.
  static let repeats = Traits(rawValue: 1 << 11)
  /// A check-out while outside.
  static let orphan = Traits(rawValue: 1 << 12)
  /// It has further placements.
  static let placedAgain = Traits(rawValue: 1 << 13)
  /// A check-in or check-out that a counting reassign gave to somebody.
  static let reassigned = Traits(rawValue: 1 << 14)
}

/// One op: 120 bytes without references, linked to its neighbours by index.
nonisolated struct Record: Sendable {
  var id: OpID
  var mono: Int64
  var at: Int64
  /// Its time, ms; means something while it counts.
  var ms: Int64 = 0
  /// The earliest over its placements.
  var received: Int64
  /// Of its first placement here.
  var n: Int64
  /// Serial of a check-in or a block, time of a retime, value of a count, version of rules.
  var number: Int64 = 0
  /// Of a check-in that began an interval: the interval's end.
  var end: Int64 = 0
  var boot: Int32
  /// Of its first placement here.
  var writer: Int32
  var point: Int32 = -1
  var participant: Int32 = -1
  var door: Int32 = -1
  var by: Int32 = -1
  /// Index among what its kind keeps beside, or −1.
  var payload: Int32 = -1
  var nextOfPerson: Int32 = -1
  var nextOfBoot: Int32 = -1
  /// Of a check-in that began an interval: the person's next such one in fold order.
  var nextInterval: Int32 = -1
  /// Of a check-in that began an interval: the check-out that ended it, or −1.
  var endOp: Int32 = -1
  var kind: Kind
  var traits: Traits = []

  @inline(__always) var counts: Bool { traits.contains(.counts) }
}

/// One more placement of an op.
nonisolated struct FurtherPlacement: Sendable {
  var writer: Int32
  var n: Int64
  var received: Int64
  var next: Int32
}
