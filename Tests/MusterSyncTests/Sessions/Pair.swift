import MusterCore
import MusterTrust

@testable import MusterSync

/// A hub's and a node's session, joined by byte queues and a clock of their own.
///
/// The hub side is the smallest that a hub can be: it remembers heads and keeps segments in memory.
nonisolated struct Pair {
  let root = SigningKey()
  let hubKey = SigningKey()
  let nodeKey = SigningKey()
  let event: EventID
  let generation = Randomness.identifier()
  let epoch = Randomness.identifier()
  let boot = Randomness.identifier()
  let hasher = Hasher256()
  let deflate = Deflate()
  let admitted: Admitted
  let certificate: Certificate
  var now = Moment(mono: 1_000_000, time: 1_700_000_000_000)
  var hub: HubSession
  var node: NodeSession

  init(
    head: WriterHead? = nil, log: LogPosition? = nil,
    change: (inout NodeSession.Holdings) -> Void = { _ in }
  ) {
    event = keyID(of: root.publicKey)
    certificate = Certificate(of: hubKey.publicKey, by: root)
    let admission = Operation(
      node: hubKey.id, nonce: 1, at: now.time, boot: Randomness.identifier(), mono: 1,
      point: "ma-1",
      act: .nodeAdmit(
        Admission(
          key: nodeKey.publicKey, keyID: nodeKey.id, seal: SealKey().publicKey, point: "ma-1",
          country: "MA")))
    admitted = Admitted(
      line: OperationWriter.write(admission, event: event), event: event,
      certificate: certificate, signer: hubKey)
    let writer = Writer(node: nodeKey.id, epoch: epoch)
    var holdings = NodeSession.Holdings(
      event: event, root: root.publicKey, admitted: admitted, epoch: epoch,
      head: head ?? WriterHead(event: event, writer: writer),
      log: log ?? LogPosition(event: event), starts: [], hubKeys: [],
      clock: NodeClock(boot: boot, mono: now.mono, wall: now.time), software: "test 1")
    change(&holdings)
    let exporter = Randomness.digest()
    hub = HubSession(
      channel: Channel(
        peerKey: nodeKey.publicKey, ownKey: hubKey.publicKey, exporter: exporter),
      event: event, at: now, hasher: hasher, deflate: deflate)
    node = NodeSession(
      holdings: holdings, signer: nodeKey,
      channel: Channel(
        peerKey: hubKey.publicKey, ownKey: nodeKey.publicKey, exporter: exporter),
      at: now, hasher: hasher, deflate: deflate)
  }

  var writer: Writer { Writer(node: nodeKey.id, epoch: epoch) }

  /// The `welcome` of a hub that holds `head` of the node's writer.
  func welcome(_ head: WriterHead? = nil, from: Int64 = 1) -> Welcome {
    Welcome(
      software: "test 1", event: event, generation: generation, certificate: certificate,
      head: head ?? WriterHead(event: event, writer: writer), whole: 0, starts: [], from: from,
      time: now.time)
  }

  /// Says hello and welcome on both sides; both sessions are open afterwards.
  mutating func open() -> Bool {
    hub.feed(node.hello(), at: now)
    let asked = hub.next(at: now)
    guard case .hello = asked else {
      print("no hello:", asked as Any)
      return false
    }
    node.feed(hub.welcome(welcome(), at: now), at: now)
    guard case .welcome(let welcome) = node.next(at: now) else { return false }
    guard let ping = node.open(ownHash: welcome.head.hash, at: now) else { return false }
    hub.feed(ping, at: now)
    return hub.isOpen && node.isOpen
  }

  /// A line that reads as an op of the node.
  func line(_ number: Int) -> [UInt8] {
    let operation = Operation(
      node: nodeKey.id, nonce: UInt64(number), at: now.time, boot: boot, mono: Int64(number),
      point: "ma-1", participant: "p-\(number)", act: .checkin(CheckIn(door: "main")))
    return OperationWriter.write(operation, event: event)
  }
}
