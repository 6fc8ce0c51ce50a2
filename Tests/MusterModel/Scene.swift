import MusterCore

/// A small set of elements made by hand: one hub, three nodes, one event of two days.
package nonisolated struct Scene {
  /// One node of a scene.
  struct Node {
    var key: Digest
    var id: KeyID
    var point: String
    var country: String
    var epoch: Epoch
    var made: Int64 = 0
    var boot: OpID?
    /// When its clock stood at 0, and what its wall clock said then, ms.
    var begin: Int64
    var wall: Int64
  }

  /// The first ms of the first day.
  static let morning = World.beginning

  package private(set) var elements: [Element] = []
  private var random = SplitMix64(seed: 1)
  private let seal: Seal
  private let hubKey: Digest
  private let hubID: KeyID
  private let generation: Epoch
  private var start: OpID?
  private var hubMade: Int64 = 0
  /// amman, paris, rabat.
  var nodes: [Node]

  init(_ seal: Seal) {
    self.seal = seal
    func key(_ number: UInt64) -> Digest { Digest(number, 0x4d75, number, 0x7374_6572) }
    hubKey = key(1)
    hubID = seal.keyID(hubKey)
    generation = Epoch(high: 0x6765, low: 1)
    nodes = [("amman", "JO"), ("paris", "FR"), ("rabat", "MA")].enumerated().map { index, home in
      let key = key(UInt64(index + 2))
      return Node(
        key: key, id: seal.keyID(key), point: home.0, country: home.1,
        epoch: Epoch(high: 0x6570, low: UInt64(index + 1)),
        begin: Scene.morning - World.hour, wall: Scene.morning - World.hour)
    }
    hub(
      .hubStart(
        HubStart(
          generation: generation, ordinal: 1, key: hubKey, root: seal.root,
          certificate: seal.certificate(hubKey), isCertified: true)),
      at: -2 * World.day)
    start = elements.first?.operation.id
  }

  /// The event: two days of 24 hours, the programme of each ends 10 hours after its first ms.
  mutating func event() {
    var event = EventPart(sort: .event, id: "e")
    event.titles = ["en": "Event"]
    event.zone = "Asia/Amman"
    event.languages = ["en"]
    event.calendar = (0..<3).map {
      CalendarDate(date: "2025-10-1\($0)", first: Scene.morning + Int64($0) * World.day)
    }
    hub(.eventPut(event), at: -World.day)
    for number in 0..<2 {
      var day = EventPart(sort: .day, id: "day-\(number + 1)")
      day.titles = ["en": "Day"]
      day.date = event.calendar[number].date
      day.from = event.calendar[number].first
      day.to = event.calendar[number].first + 10 * World.hour
      hub(.eventPut(day), at: -World.day)
    }
  }

  mutating func admit(_ index: Int, at ms: Int64 = -World.day) {
    let node = nodes[index]
    hub(
      .nodeAdmit(
        Admission(
          key: node.key, keyID: node.id, seal: Digest(9, 9, 9, 9), point: node.point,
          country: node.country)), at: ms, point: node.point)
  }

  /// Boots a node: its clock stands at 0 at a moment, and its wall clock says another.
  mutating func boot(
    _ index: Int, at ms: Int64 = -World.hour, wall: Int64? = nil, received: Int64? = nil
  ) {
    nodes[index].begin = Scene.morning + ms
    nodes[index].wall = wall ?? nodes[index].begin
    let previous = nodes[index].boot
    nodes[index].boot = nil
    let op = node(index, .boot(previous: previous, machine: "m"), at: ms, received: received)
    nodes[index].boot = op.id
  }

  /// Admits and boots.
  mutating func cast(_ indices: Int...) {
    for index in indices {
      admit(index)
      boot(index)
    }
  }

  /// A mark at a moment of the first day, which tells the truth but for what it slips.
  mutating func mark(_ index: Int, at ms: Int64, slip: Int64 = 0, err: Int64 = 20) {
    guard let boot = nodes[index].boot else { return }
    hub(
      .clock(
        ClockMark(
          node: nodes[index].id, boot: boot, mono: mono(index, ms),
          time: Scene.morning + ms + slip, err: err)), at: ms + 1)
  }

  /// An op of the hub, at so many ms of the first day.
  @discardableResult
  mutating func hub(
    _ act: Act, at ms: Int64, point: String? = nil, participant: String? = nil,
    fields: [String] = []
  ) -> Operation {
    hubMade += 1
    return add(
      Operation(
        node: hubID, nonce: 0, at: Scene.morning + ms, boot: start,
        mono: (ms + 2 * World.day) * 1000, point: point, participant: participant,
        privateDigest: fields.isEmpty ? nil : Digest(7, 7, 7, 7), fields: fields, act: act),
      [
        Placement(
          writer: Writer(node: hubID, epoch: generation), n: hubMade,
          received: Scene.morning + ms)
      ])
  }

  /// An op of a node, at so many ms of the first day, received a second later.
  @discardableResult
  mutating func node(
    _ index: Int, _ act: Act, at ms: Int64, point: String? = nil, participant: String? = nil,
    fields: [String] = [], stated: Int64? = nil, received: Int64? = nil, under: Writer? = nil
  ) -> Operation {
    nodes[index].made += 1
    let node = nodes[index]
    return add(
      Operation(
        node: node.id, nonce: 0, at: node.wall + Scene.morning + ms - node.begin,
        boot: node.boot, mono: mono(index, ms), by: "desk", point: point,
        participant: participant,
        privateDigest: fields.isEmpty ? nil : Digest(7, 7, 7, 7), fields: fields,
        stated: stated.map { Scene.morning + $0 }, act: act),
      [
        Placement(
          writer: under ?? Writer(node: node.id, epoch: node.epoch), n: node.made,
          received: Scene.morning + (received ?? ms + 1000))
      ])
  }

  @discardableResult
  mutating func comeIn(
    _ index: Int, _ participant: String, at ms: Int64, base: [OpID] = [], serial: Int64? = nil,
    stated: Int64? = nil, received: Int64? = nil
  ) -> Operation {
    node(
      index, .checkin(CheckIn(door: "main", base: base, serial: serial)), at: ms,
      point: nodes[index].point, participant: participant, stated: stated, received: received)
  }

  @discardableResult
  mutating func goOut(_ index: Int, _ participant: String, at ms: Int64) -> Operation {
    node(
      index, .checkout(door: "main"), at: ms, point: nodes[index].point,
      participant: participant)
  }

  /// Hands an op in once more.
  mutating func place(_ op: Operation, under writer: Writer, n: Int64, received: Int64) {
    elements.append(
      Element(op, [Placement(writer: writer, n: n, received: Scene.morning + received)]))
  }

  private func mono(_ index: Int, _ ms: Int64) -> Int64 {
    (Scene.morning + ms - nodes[index].begin) * 1000
  }

  private mutating func add(_ draft: Operation, _ placements: [Placement]) -> Operation {
    var op = draft
    op.nonce = random.next()
    op = seal.operation(op, &random)
    elements.append(Element(op, placements))
    return op
  }
}
