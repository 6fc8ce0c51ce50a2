import MusterCore
import MusterSync
import MusterTrust

@testable import MusterStore

/// An event with a hub and nodes whose lines can be written: what the tests put into replicas.
nonisolated final class World {
  let root = SigningKey()
  let hub = SigningKey()
  let event: EventID
  let hasher = Hasher256()
  private(set) var time: Int64 = 1_790_000_000_000
  private var lives: Int64 = 0

  init() { event = keyID(of: root.publicKey) }

  func tick() -> Int64 {
    time += 1000
    return time
  }

  /// A life of the hub: its signer, and the line of its start.
  func life() -> (signer: SegmentBuilder.Signer, start: [UInt8]) {
    lives += 1
    let generation = Randomness.identifier()
    let certificate = Certificate(of: hub.publicKey, by: root)
    let start = HubStart(
      generation: generation, ordinal: lives, key: hub.publicKey, root: root.publicKey,
      certificate: certificate.signature.bytes, isCertified: true)
    let line = write(
      Operation(
        node: hub.id, nonce: Randomness.nonce(), at: tick(), boot: nil, mono: 1,
        act: .hubStart(start)))
    return (SegmentBuilder.Signer(event: event, generation: generation, key: hub), line)
  }

  func write(_ operation: Operation) -> [UInt8] {
    OperationWriter.write(operation, event: event)
  }

  func id(_ line: [UInt8]) -> OpID { hasher.digest(line).identifier }

  /// An op of the hub's.
  func byHub(
    _ act: Act, _ boot: OpID, point: String? = nil, participant: String? = nil,
    privateLine: [UInt8]? = nil, fields: [String] = []
  ) -> OwnOp {
    let operation = Operation(
      node: hub.id, nonce: Randomness.nonce(), at: tick(), boot: boot, mono: time, point: point,
      participant: participant, privateDigest: privateLine.map { hasher.digest($0) },
      fields: fields, act: act)
    return OwnOp(line: write(operation), privateLine: privateLine)
  }
}

/// A node of a world: a key, a point and one boot.
nonisolated final class Machine {
  let world: World
  let key = SigningKey()
  let point: String
  let country: String
  let bootOp: OwnOp
  let boot: OpID
  private var mono: Int64 = 0

  init(_ world: World, point: String, country: String) {
    self.world = world
    self.point = point
    self.country = country
    let line = world.write(
      Operation(
        node: key.id, nonce: Randomness.nonce(), at: world.tick(), boot: nil, mono: 0,
        act: .boot(previous: nil, machine: "test")))
    bootOp = OwnOp(line: line)
    boot = world.id(line)
  }

  var admission: Act {
    .nodeAdmit(
      Admission(
        key: key.publicKey, keyID: key.id, seal: Randomness.digest(), point: point,
        country: country))
  }

  func op(
    _ act: Act, participant: String? = nil, at point: String? = nil, privateLine: [UInt8]? = nil,
    fields: [String] = []
  ) -> OwnOp {
    mono += 1_000_000
    let operation = Operation(
      node: key.id, nonce: Randomness.nonce(), at: world.tick(), boot: boot, mono: mono,
      by: "desk-1",
      point: point, participant: participant,
      privateDigest: privateLine.map { world.hasher.digest($0) }, fields: fields, act: act)
    return OwnOp(line: world.write(operation), privateLine: privateLine)
  }

  func checkin(_ participant: String) -> OwnOp {
    op(.checkin(CheckIn(door: "main")), participant: participant, at: point)
  }

  func walkIn(_ name: String) -> OwnOp {
    let line = PrivateLine(salt: Randomness.identifier(), name: name).bytes
    return op(
      .participantPut(ParticipantChange(kind: "guest", country: country)), privateLine: line,
      fields: ["name"])
  }

  /// A batch of this machine's lines, as its session would hand them on.
  func batch(_ lines: [[UInt8]], epoch: Epoch, after head: WriterHead) -> OpsBatch {
    var payload: [UInt8] = []
    var ranges: [Range<Int>] = []
    var digests: [Digest] = []
    var chain = WriterChain(n: head.n, hash: head.hash)
    for line in lines {
      ranges.append(payload.count..<payload.count + line.count)
      payload += line
      digests.append(world.hasher.digest(line))
      chain.append(digests[digests.count - 1], hasher: world.hasher)
    }
    return OpsBatch(
      writer: Writer(node: key.id, epoch: epoch), first: head.n + 1, before: head.hash,
      after: chain.hash, payload: payload, lines: ranges, digests: digests)
  }
}

/// A hub's replica and some nodes' over folders of their own, and the way between them.
nonisolated final class Event {
  let world = World()
  let hubFolder: Folder
  var hub: Replica
  var boot = OpID(high: 0, low: 0)
  var machines: [Machine] = []
  var folders: [Folder] = []
  var nodes: [Replica] = []

  init(nodes count: Int = 0) throws {
    hubFolder = try Folder()
    hub = try Replica(at: hubFolder.database, event: world.event, as: .hub)
    try begin()
    for index in 0..<count {
      let machine = Machine(world, point: "p\(index)", country: index % 2 == 0 ? "AA" : "BB")
      try hub.place(
        [world.byHub(machine.admission, boot, point: machine.point)], received: world.tick())
      let folder = try Folder()
      let node = try Replica(
        at: folder.database, event: world.event,
        as: .node(key: machine.key.id, country: machine.country))
      try node.record([machine.bootOp], received: world.tick())
      machines.append(machine)
      folders.append(folder)
      nodes.append(node)
    }
    try hub.commit()
  }

  func begin() throws {
    let (signer, start) = world.life()
    try hub.begin(start, signer, received: world.tick())
    boot = world.id(start)
  }

  func reopenHub() throws {
    try hub.close()
    hub = try Replica(at: hubFolder.database, event: world.event, as: .hub)
  }

  func reopenNode(_ index: Int) throws {
    try nodes[index].close()
    nodes[index] = try Replica(
      at: folders[index].database, event: world.event,
      as: .node(key: machines[index].key.id, country: machines[index].country))
  }

  /// Hands what a node has made to the hub.
  func up(_ index: Int) throws {
    let node = nodes[index]
    guard let writer = node.ownWriter else { return }
    while let head = node.ownHead, hub.head(of: writer).n < head.n {
      let held = hub.head(of: writer)
      let lines = try node.ownLines(from: held.n + 1)
      try hub.place(
        machines[index].batch(lines, epoch: writer.epoch, after: held), received: world.tick())
      try hub.commit()
    }
    for op in hub.missingPrivates(of: machines[index].key.id, limit: 1000) {
      if case .line(let line) = try node.privateLine(of: op) { try hub.keepPrivate(line, of: op) }
    }
    try hub.commit()
    let held = hub.head(of: writer).n
    try node.acknowledged(durable: held, whole: hub.whole(of: writer))
  }

  /// Sends a node what it lacks of the log, which it gathers and does not write yet.
  func gather(_ index: Int) throws {
    let node = nodes[index]
    for stored in try hub.segments(after: node.position.place, maxBytes: 100_000) {
      try node.adopt(read(stored.frame))
    }
  }

  /// Sends a node what it lacks of the log, and the private lines that it may have.
  func down(_ index: Int) throws {
    let node = nodes[index]
    while node.position.place < hub.position.place {
      try gather(index)
      try node.commit()
    }
    for op in node.missingPrivates(limit: 1000) {
      if case .line(let line) = try hub.privateLine(of: op) { try node.keepPrivate(line, of: op) }
    }
    try node.commit()
  }

  func read(_ frame: [UInt8]) throws -> Segment {
    try SegmentReading(hasher: world.hasher, deflate: Deflate()).segment(frame, first: 0)
  }
}
