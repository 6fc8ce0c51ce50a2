import MusterCore

/// A small event to act on: one hub, nodes at points, and a log of what they did.
///
/// Every op gets an id of its own by counting, so that the same script makes the same set.
nonisolated struct FoldStage {
  struct Node {
    var key: KeyID
    var boot: OpID
    var writer: Writer
    var point: String
    var n: Int64 = 0
    var mono: Int64 = 0
  }

  /// 2026-10-01 00:00 in the zone of the event.
  static let midnight: Int64 = 1_790_802_000_000
  static let hour: Int64 = 3_600_000
  static let digest = Digest(1, 2, 3, 4)

  private(set) var log: [(operation: Operation, placement: Placement)] = []
  private(set) var hub: Node
  private var made: UInt64 = 0

  init(withEvent: Bool = true) {
    let key = KeyID(high: 0xabcd, low: 1)
    let generation = Epoch(high: 0xabcd, low: 2)
    hub = Node(
      key: key, boot: OpID(high: 0, low: 0), writer: Writer(node: key, epoch: generation),
      point: "")
    let start = HubStart(
      generation: generation, ordinal: 1, key: Self.digest, root: Self.digest, certificate: [],
      isCertified: true)
    hub.boot = add(
      Operation(
        id: nextID(), node: key, nonce: 0, at: Self.midnight, boot: nil, mono: 0,
        act: .hubStart(start)), by: hub.writer, 1, Self.midnight)
    hub.n = 1
    guard withEvent else { return }
    var event = EventPart(sort: .event, id: "event")
    event.calendar = (0..<4).map {
      CalendarDate(date: "2026-10-0\($0 + 1)", first: Self.midnight + Int64($0) * 24 * Self.hour)
    }
    onHub(.eventPut(event))
    var day = EventPart(sort: .day, id: "first")
    day.date = "2026-10-01"
    day.from = Self.midnight + 9 * Self.hour
    day.to = Self.midnight + 18 * Self.hour
    onHub(.eventPut(day))
  }

  private mutating func nextID() -> OpID {
    made += 1
    // Ids neither ascend nor descend with time; and not by the number with which tables mix the halves of
    // an id, under which all would be one.
    return OpID(high: made &* 0xbf58_476d_1ce4_e5b9, low: made)
  }

  @discardableResult
  mutating func add(
    _ operation: Operation, by writer: Writer, _ n: Int64, _ received: Int64
  ) -> OpID {
    log.append((operation, Placement(writer: writer, n: n, received: received)))
    return operation.id
  }

  /// The hub does something.
  @discardableResult
  mutating func onHub(
    _ act: Act, at: Int64 = FoldStage.midnight, point: String? = nil, participant: String? = nil,
    fields: [String] = [], digest: Digest? = nil
  ) -> OpID {
    hub.n += 1
    hub.mono += 1000
    let operation = Operation(
      id: nextID(), node: hub.key, nonce: 0, at: at, boot: hub.boot, mono: hub.mono, point: point,
      participant: participant, privateDigest: digest, fields: fields, act: act)
    return add(operation, by: hub.writer, hub.n, at)
  }

  /// A key, admitted to a point; with a mark unless its clock is never measured.
  mutating func node(_ point: String, country: String = "TR", isMarked: Bool = true) -> Node {
    var node = newcomer(point)
    admit(node, country: country)
    if isMarked {
      onHub(
        .clock(
          ClockMark(node: node.key, boot: node.boot, mono: 0, time: Self.midnight, err: 10)))
    }
    node.n = 0
    return node
  }

  /// A key that nobody admitted.
  mutating func newcomer(_ point: String) -> Node {
    let id = nextID()
    let key = KeyID(high: id.high, low: 0xffff)
    return Node(
      key: key, boot: OpID(high: id.high, low: 0xfffe),
      writer: Writer(node: key, epoch: Epoch(high: id.high, low: 0xfffd)), point: point)
  }

  @discardableResult
  mutating func admit(_ node: Node, country: String = "TR") -> OpID {
    onHub(
      .nodeAdmit(
        Admission(
          key: Self.digest, keyID: node.key, seal: Self.digest, point: node.point,
          country: country)))
  }

  /// A node does something, `at` ms after midnight on its boot's clock.
  @discardableResult
  mutating func on(
    _ node: inout Node, _ act: Act, at: Int64, participant: String? = nil, stated: Int64? = nil,
    wall: Int64? = nil, received: Int64? = nil
  ) -> OpID {
    node.n += 1
    node.mono = at * 1000
    let time = Self.midnight + at
    let operation = Operation(
      id: nextID(), node: node.key, nonce: 0, at: wall ?? time, boot: node.boot, mono: node.mono,
      by: "desk", point: node.point, participant: participant, stated: stated, act: act)
    return add(operation, by: node.writer, node.n, received ?? time + 100)
  }

  @discardableResult
  mutating func checkIn(
    _ node: inout Node, _ participant: String, at: Int64, door: String = "main",
    base: [OpID] = [], serial: Int64? = nil
  ) -> OpID {
    on(
      &node, .checkin(CheckIn(door: door, base: base, serial: serial)), at: at,
      participant: participant)
  }

  @discardableResult
  mutating func checkOut(
    _ node: inout Node, _ participant: String, at: Int64, door: String = "main"
  ) -> OpID { on(&node, .checkout(door: door), at: at, participant: participant) }

  @discardableResult
  mutating func enrol(_ participant: String, country: String = "TR", point: String? = nil) -> OpID {
    onHub(
      .participantPut(ParticipantChange(country: country, point: point)),
      participant: participant)
  }

  /// The fold of all that was done.
  var fold: Fold { FoldStage.fold(log) }

  static func fold(_ log: some Sequence<(operation: Operation, placement: Placement)>) -> Fold {
    var fold = Fold(event: EventID(high: 0, low: 0))
    for (operation, placement) in log { fold.place(operation, placement) }
    return fold
  }
}

nonisolated extension Fold {
  /// The canonical lines, as text.
  mutating func lines() -> [String] {
    var lines: [String] = []
    forEachCanonicalLine { span in
      lines.append(String(decoding: span.indices.map { span[$0] }, as: UTF8.self))
    }
    return lines
  }

  mutating func lines(_ name: String) -> [String] {
    lines().filter { $0.hasPrefix("[\"\(name)\",") }
  }
}

/// Every order of a few things.
nonisolated func permutations<Value>(of values: [Value]) -> [[Value]] {
  guard values.count > 1 else { return [values] }
  return values.indices.flatMap { index in
    var rest = values
    let first = rest.remove(at: index)
    return permutations(of: rest).map { [first] + $0 }
  }
}
