import MusterCore
import MusterStore
import MusterSync
import MusterTrust

/// An event without a network: a hub, 75 points with a node each, and people of whom there are ever
/// more, one for every five ops, so that an op touches as much in a long log as in a short one. The
/// same calls make the same acts.
final class BenchEvent {
  private struct Node {
    let key = SigningKey()
    let epoch = Randomness.identifier()
    var boot = OpID(high: 0, low: 0)
    var mono: Int64 = 1_000_000
    var head: WriterHead
  }

  /// Lines of one writer, as a session hands them on.
  typealias Turn = OpsBatch
  /// An op with one of its placements.
  typealias Element = (operation: Operation, placement: Placement)

  static let points = 75

  let root = SigningKey()
  let hub = SigningKey()
  let generation = Randomness.identifier()
  let event: EventID
  /// Hub time, ms.
  private(set) var time: Int64 = 1_790_000_000_000
  private(set) var start: [UInt8] = []
  private var hubBoot = OpID(high: 0, low: 0)
  private var hubMono: Int64 = 1
  private var nodes: [Node] = []
  private var turns = 0
  private var random: UInt64 = 1
  /// Whether each person is inside.
  private var isInside: [Bool] = []
  private let hasher = Hasher256()

  init() {
    event = keyID(of: root.publicKey)
    let life = HubStart(
      generation: generation, ordinal: 1, key: hub.publicKey, root: root.publicKey,
      certificate: Certificate(of: hub.publicKey, by: root).signature.bytes, isCertified: true)
    start = write(
      Operation(
        node: hub.id, nonce: 1, at: time, boot: nil, mono: hubMono, act: .hubStart(life)))
    hubBoot = hasher.digest(start).identifier
    nodes = (0..<Self.points).map { _ in
      let node = Node(head: WriterHead(n: 0, hash: Digest(0, 0, 0, 0)))
      return node
    }
    for index in nodes.indices {
      let writer = Writer(node: nodes[index].key.id, epoch: nodes[index].epoch)
      nodes[index].head = WriterHead(n: 0, hash: WriterChain.start(event: event, writer: writer))
    }
  }

  var signer: SegmentBuilder.Signer {
    SegmentBuilder.Signer(event: event, generation: generation, key: hub)
  }

  var hubWriter: Writer { Writer(node: hub.id, epoch: generation) }

  /// What stands on the log before anybody comes: admissions, people, and a mark for each node's boot.
  func beginning() -> (hub: [[UInt8]], boots: [Turn], marks: [[UInt8]]) {
    var lines: [[UInt8]] = []
    for (index, node) in nodes.enumerated() {
      lines.append(
        byHub(
          .nodeAdmit(
            Admission(
              key: node.key.publicKey, keyID: node.key.id, seal: node.key.publicKey,
              point: point(index), country: "AA")), point: point(index)))
    }
    for _ in 0..<500 { lines.append(newcomer()) }
    var boots: [Turn] = []
    var marks: [[UInt8]] = []
    for index in nodes.indices {
      let line = write(
        Operation(
          node: nodes[index].key.id, nonce: UInt64(index), at: time, boot: nil,
          mono: nodes[index].mono, act: .boot(previous: nil, machine: "bench")))
      nodes[index].boot = hasher.digest(line).identifier
      boots.append(turn(index, [line]))
      marks.append(
        byHub(
          .clock(
            ClockMark(
              node: nodes[index].key.id, boot: nodes[index].boot, mono: nodes[index].mono,
              time: time, err: 5))))
    }
    return (lines, boots, marks)
  }

  /// What comes next: people whom the hub registers, and one node's ops, four times as many: somebody
  /// comes, somebody goes.
  func turn(_ count: Int) -> (hub: [[UInt8]], node: Turn) {
    let newcomers = (0..<count / 5).map { _ in newcomer() }
    let index = turns % Self.points
    turns += 1
    var lines: [[UInt8]] = []
    for _ in 0..<count - newcomers.count {
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let person = Int(random >> 33) % isInside.count
      isInside[person].toggle()
      nodes[index].mono += 900_000
      lines.append(
        write(
          Operation(
            node: nodes[index].key.id, nonce: random, at: time, boot: nodes[index].boot,
            mono: nodes[index].mono, by: "desk", point: point(index), participant: name(person),
            act: isInside[person]
              ? .checkin(CheckIn(door: "main", serial: 1)) : .checkout(door: "main"))))
      time += 10
    }
    return (newcomers, turn(index, lines))
  }

  /// The ops of a turn with their placements, as a replica reads them.
  func read(
    _ turn: Turn, with reader: inout OperationReader
  ) -> [Element] {
    zip(turn.lines, turn.digests).enumerated().map { offset, found in
      let operation = reader.read(turn.payload, in: found.0, id: found.1.identifier)
      return (
        operation,
        Placement(writer: turn.writer, n: turn.first + Int64(offset), received: time)
      )
    }
  }

  private func turn(_ index: Int, _ lines: [[UInt8]]) -> Turn {
    var payload: [UInt8] = []
    var ranges: [Range<Int>] = []
    var digests: [Digest] = []
    let head = nodes[index].head
    var chain = WriterChain(n: head.n, hash: head.hash)
    for line in lines {
      ranges.append(payload.count..<payload.count + line.count)
      payload += line
      digests.append(hasher.digest(line))
      chain.append(digests[digests.count - 1], hasher: hasher)
    }
    nodes[index].head = WriterHead(n: chain.n, hash: chain.hash)
    return OpsBatch(
      writer: Writer(node: nodes[index].key.id, epoch: nodes[index].epoch), first: head.n + 1,
      before: head.hash, after: chain.hash, payload: payload, lines: ranges, digests: digests)
  }

  private func byHub(
    _ act: Act, point: String? = nil, participant: String? = nil
  ) -> [UInt8] {
    hubMono += 1
    return write(
      Operation(
        node: hub.id, nonce: UInt64(hubMono), at: time, boot: hubBoot, mono: hubMono, point: point,
        participant: participant, act: act))
  }

  private func write(_ operation: Operation) -> [UInt8] {
    OperationWriter.write(operation, event: event)
  }

  private func point(_ index: Int) -> String { "p-\(index)" }

  private func name(_ person: Int) -> String { "person-\(person)" }

  private func newcomer() -> [UInt8] {
    let person = isInside.count
    isInside.append(false)
    return byHub(
      .participantPut(
        ParticipantChange(kind: "guest", country: "AA", point: point(person % Self.points))),
      participant: name(person))
  }
}
