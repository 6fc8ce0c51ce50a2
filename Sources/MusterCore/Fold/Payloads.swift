/// Ids in the arena of ``Payloads``.
nonisolated struct IDList: Sendable {
  var start: Int32 = 0
  var count: Int32 = 0
}

/// What few check-ins and check-outs have.
nonisolated struct CheckExtra: Sendable {
  var stated: Int64
  var base: IDList
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
  case body, country, email, kind, language, name, pending, phone, point, validFrom, validUntil

  /// As lines and the canonical form spell it.
  var name: StaticString {
    switch self {
    case .body: "body"
    case .country: "country"
    case .email: "email"
    case .kind: "kind"
    case .language: "language"
    case .name: "name"
    case .pending: "pending"
    case .phone: "phone"
    case .point: "point"
    case .validFrom: "valid_from"
    case .validUntil: "valid_until"
    }
  }

  var bit: UInt16 { 1 << UInt16(rawValue) }
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
  /// Index of private fields whose names this version does not know, or −1.
  var otherFields: Int32 = -1
  var digest: Int32 = -1
  var base = IDList()
  /// Bits of the fields that it sets.
  var fields: UInt16 = 0
  var pending = false
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
