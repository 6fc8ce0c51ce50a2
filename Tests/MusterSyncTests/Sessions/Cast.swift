import MusterCore
import MusterTrust

@testable import MusterSync

/// The keys, ids and lines of one small event, the same in every run.
nonisolated struct Cast {
  let root = Cast.key("root")
  let hub = Cast.key("hub")
  /// Another hub key that the root certifies.
  let secondHub = Cast.key("second hub")
  let node = Cast.key("node")
  /// A key that nobody vouches for.
  let stranger = Cast.key("stranger")
  let generation = Cast.id("generation")
  let epoch = Cast.id("epoch")
  let boot = Cast.id("boot")
  let exporter = Cast.digest("exporter")
  let seal = Cast.digest("seal of the node")
  let hubSeal = Cast.digest("seal of the hub")
  let start = Moment(mono: 5_000_000, time: 1_790_000_000_000)
  let hasher = Hasher256()
  let deflate = Deflate()

  static func digest(_ name: String) -> Digest { SHA256.digest("muster session vectors: " + name) }
  static func id(_ name: String) -> Identifier { digest(name).identifier }
  static func key(_ name: String) -> SigningKey { SigningKey(seed: Seed(secret: digest(name))) }

  var event: EventID { root.id }
  var writer: Writer { Writer(node: node.id, epoch: epoch) }
  var certificate: Certificate { Certificate(of: hub.publicKey, by: root) }
  /// The head of the node's writer before its first op.
  var emptyHead: WriterHead { WriterHead(event: event, writer: writer) }
  var emptyLog: LogPosition { LogPosition(event: event) }

  /// A signature of the right form over something else.
  var forged: Signature { stranger.sign(.admission(event: event, line: Cast.digest("else"))) }

  // MARK: Lines

  /// A `node.admit` line for the key.
  func admitLine(_ key: SigningKey, event: EventID? = nil, nonce: UInt64 = 1) -> [UInt8] {
    OperationWriter.write(
      Operation(
        node: hub.id, nonce: nonce, at: start.time, boot: Cast.id("hub.start"), mono: 1,
        point: "ma-1",
        act: .nodeAdmit(
          Admission(
            key: key.publicKey, keyID: key.id, seal: seal, point: "ma-1", country: "MA"))),
      event: event ?? self.event)
  }

  var admitted: Admitted { admitted(node) }

  func admitted(_ key: SigningKey) -> Admitted {
    Admitted(line: admitLine(key), event: event, certificate: certificate, signer: hub)
  }

  /// The node's op of that number: a check-in.
  func line(_ number: Int) -> [UInt8] {
    OperationWriter.write(
      Operation(
        node: node.id, nonce: UInt64(number), at: start.time + Int64(number), boot: boot,
        mono: 6_000_000 + Int64(number), point: "ma-1", participant: "p-\(number)",
        act: .checkin(CheckIn(door: "main"))),
      event: event)
  }

  func lines(_ numbers: ClosedRange<Int>) -> [[UInt8]] { numbers.map { line($0) } }

  /// The `hub.start` by which a hub key comes onto the log.
  func startLine(_ key: SigningKey, by root: SigningKey? = nil) -> [UInt8] {
    let certificate = Certificate(of: key.publicKey, by: root ?? self.root)
    return OperationWriter.write(
      Operation(
        node: key.id, nonce: 2, at: start.time, boot: nil, mono: 2,
        act: .hubStart(
          HubStart(
            generation: generation, ordinal: 1, key: key.publicKey, root: certificate.root,
            certificate: certificate.signature.bytes, isCertified: true))),
      event: event)
  }

  /// The head of the node's chain after its first ops.
  func head(_ count: Int) -> WriterHead {
    var head = emptyHead
    for number in 0..<count { head.append(hasher.digest(line(number + 1)), hasher: hasher) }
    return head
  }

  // MARK: Segments

  /// A segment of the lines, placed under the node's writer.
  func segment(
    _ lines: [[UInt8]], after position: LogPosition, by key: SigningKey? = nil, first n: Int64 = 1
  ) -> SegmentBuilder.Sealed {
    var builder = SegmentBuilder()
    for (index, line) in lines.enumerated() {
      let placement = Placement(writer: writer, n: n + Int64(index), received: start.time)
      _ = builder.add(
        placement, op: hasher.digest(line).identifier, line: line.indices, of: line)
    }
    return builder.seal(
      after: position,
      signer: SegmentBuilder.Signer(event: event, generation: generation, key: key ?? hub),
      hasher: hasher, deflate: deflate)
  }

  /// A segment with exactly this body, hashed and signed rightly.
  func segment(body: [UInt8], count: Int, after position: LogPosition) -> [UInt8] {
    let header = SegmentHeader(
      event: event, generation: generation, first: position.place + 1, count: count,
      before: position.hash,
      after: LogChain.step(position.hash, body: hasher.digest(body)), signer: hub)
    var payload = JSONWriter()
    header.write(to: &payload)
    return FrameWriter.smallest(payload.bytes + [0x0A] + body, deflate)
  }

  // MARK: Sessions

  /// The connection as the hub sees it, with a node of this key.
  func hubChannel(_ node: SigningKey? = nil) -> Channel {
    Channel(
      peerKey: (node ?? self.node).publicKey, ownKey: hub.publicKey, exporter: exporter)
  }

  /// The connection as the node sees it, with a hub of this key.
  func nodeChannel(_ hub: SigningKey? = nil) -> Channel {
    Channel(
      peerKey: (hub ?? self.hub).publicKey, ownKey: node.publicKey, exporter: exporter)
  }

  /// A node with nothing but its admission.
  var holdings: NodeSession.Holdings {
    NodeSession.Holdings(
      event: event, root: root.publicKey, admitted: admitted, epoch: epoch, head: emptyHead,
      log: emptyLog, starts: [], hubKeys: [hub.publicKey],
      clock: NodeClock(boot: boot, mono: start.mono, wall: start.time), software: "vectors 1")
  }

  /// The `welcome` of a hub that holds nothing of the node, unless changed.
  var welcome: Welcome {
    Welcome(
      software: "vectors 1", event: event, generation: generation, certificate: certificate,
      head: emptyHead, verdict: .prefix, whole: 0, starts: [], from: 1, time: start.time)
  }
}
