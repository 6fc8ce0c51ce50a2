/// Ids in the arena of ``Payloads``.
nonisolated struct IDList: Sendable {
  var start: Int32 = 0
  var count: Int32 = 0
}

/// What few check-ins and check-outs have.
nonisolated struct CheckExtra: Sendable {
  var stated: Int64
  var base: IDList
  /// Questions that were answered.
  var answered: [Int32] = []
}

/// Participants whom a merge joins, or an unmerge parts.
nonisolated struct Group: Sendable {
  var people: [Int32]
  /// Of an unmerge: the merges that it undoes.
  var merges = IDList()
}

/// Doors that a put gives a person or takes away.
nonisolated struct DoorLists: Sendable {
  var extra: [Int32]?
  var withdrawn: [Int32]?
}

/// A `clock` op's mark.
nonisolated struct MarkPayload: Sendable {
  var boot: Int32
  var mono: Int64
  var time: Int64
  var err: Int64
}

/// A field of a participant that this version knows; raw values ascend with the names.
nonisolated enum Field: Int, CaseIterable, Sendable {
  case body, cancelled, country, email, extraDoors, kind, language, name, pending, phone, point
  case validFrom, validUntil, withdrawnDoors

  /// As lines and the canonical form spell it.
  var name: StaticString {
    switch self {
    case .body: "body"
    case .cancelled: "cancelled"
    case .country: "country"
    case .email: "email"
    case .extraDoors: "extra_doors"
    case .kind: "kind"
    case .language: "language"
    case .name: "name"
    case .pending: "pending"
    case .phone: "phone"
    case .point: "point"
    case .validFrom: "valid_from"
    case .validUntil: "valid_until"
    case .withdrawnDoors: "withdrawn_doors"
    }
  }

  var bit: UInt16 { 1 << UInt16(rawValue) }

  /// Whether its values stand in private lines.
  var isPrivate: Bool { self == .name || self == .email || self == .phone }

  /// Fields that a door's rule looks at, beside the kind.
  static let asked: UInt16 = [
    Field.cancelled, .pending, .validFrom, .validUntil, .withdrawnDoors,
  ].reduce(0) { $0 | $1.bit }
}

/// What a `participant.put` sets.
nonisolated struct Put: Sendable {
  var kind: Int32 = -1
  var country: Int32 = -1
  var point: Int32 = -1
  var body: Int32 = -1
  var language: Int32 = -1
  /// Index of its validity, or −1.
  var validity: Int32 = -1
  /// Index of doors given and taken away, or −1.
  var doors: Int32 = -1
  /// Index of private fields whose names this version does not know, or −1.
  var otherFields: Int32 = -1
  var digest: Int32 = -1
  var base = IDList()
  /// Bits of the fields that it sets.
  var fields: UInt16 = 0
  var pending = false
  var cancelled = false
}

/// What ops of rarer kinds carry, beside the records.
nonisolated struct Payloads: Sendable {
  var ids: ContiguousArray<OpID> = []
  var lists: ContiguousArray<IDList> = []
  var extras: ContiguousArray<CheckExtra> = []
  var puts = Chunks<Put>()
  var validities: ContiguousArray<(from: Int64?, until: Int64?)> = []
  var otherFields: [[String]] = []
  var digests = Chunks<Digest>()
  var digestsOfOthers: [Int32: Int32] = [:]
  var parts: [EventPart] = []
  var ticketKeys: [TicketKey] = []
  var hubKeys: [Digest] = []
  var marks: ContiguousArray<MarkPayload> = []
  var admissions: [Admission] = []
  var revocations: [Revocation] = []
  var acceptances: [Acceptance] = []
  var pointChanges: [PointChange] = []
  var readiness: [[String]] = []
  var resolutions: [Resolution] = []
  var groups: [Group] = []
  var doorLists: [DoorLists] = []
  var sessionChanges: [SessionChange] = []
  var announcements: [Announcement] = []
  var seen: [(announcement: OpID, isAcknowledged: Bool)] = []

  mutating func list(_ source: [OpID]) -> IDList {
    if source.isEmpty { return IDList() }
    let list = IDList(
      start: Int32(truncatingIfNeeded: ids.count), count: Int32(truncatingIfNeeded: source.count))
    ids.append(contentsOf: source)
    return list
  }

  func range(_ list: IDList) -> Range<Int> { Int(list.start)..<Int(list.start) + Int(list.count) }

  /// The ids of a list.
  func array(_ list: IDList) -> [OpID] { Array(ids[range(list)]) }

  func contains(_ list: IDList, _ id: OpID) -> Bool { ids[range(list)].contains(id) }

  /// Appends to one of the arrays and says where.
  static func add<Value>(_ value: Value, to array: inout [Value]) -> Int32 {
    array.append(value)
    return Int32(truncatingIfNeeded: array.count - 1)
  }

  static func add<Value>(_ value: Value, to array: inout ContiguousArray<Value>) -> Int32 {
    array.append(value)
    return Int32(truncatingIfNeeded: array.count - 1)
  }
}
