import MusterCore
import MusterDaemon
import MusterHeld
import MusterNet
import MusterSync
import MusterTrust
import Testing

@testable import MusterNode
@testable import MusterStore

/// Gives a wire of its own to whoever dials.
private final class WireDialer: Dialer {
  private(set) var wires: [HeldWire] = []
  private let hub: Digest
  private let loop: HeldLoop

  init(hub: Digest, _ loop: HeldLoop) {
    self.hub = hub
    self.loop = loop
  }

  func open(
    _: HostPort, then: @escaping (Result<any Wire, NetError>) -> Void
  ) -> any Planned {
    loop.plan(afterMs: 0) { [self] in
      let wire = HeldWire(peerKey: hub, exporter: Randomness.digest().bytes)
      wires.append(wire)
      then(.success(wire))
    }
  }
}

@Suite("What comes from the hub")
struct LinkTests {
  private static let people = (1...20).map { "m-\($0)" }

  let centre: Centre
  let folder: Folder
  let node: Node
  let link: HubLink
  let loop = HeldLoop()
  private let dialer: WireDialer

  /// A node whose session with the hub has begun, and that has nothing of the log.
  init() throws {
    centre = try Centre()
    folder = try centre.joined()
    node = try NodeFolder(folder.path).open()
    for person in Self.people { try centre.register(person, name: person) }
    dialer = WireDialer(hub: centre.hub.publicKey, loop)
    link = HubLink(
      node: node, loop: loop, dialer: dialer, addresses: [try HostPort("hub:7575")], log: { _ in })
    link.start()
    loop.step()
    try welcome()
  }

  private var wire: HeldWire { get throws { try #require(dialer.wires.last) } }

  /// The hub answers the hello: it holds so much of what the node made.
  private func welcome(holding head: WriterHead? = nil) throws {
    let (wire, moment) = (try wire, node.moment())
    let bytes = wire.exporter
    let exported = Digest(bytes: bytes.span)
    let exporter = try #require(exported)
    var session = HubSession(
      channel: Channel(
        peerKey: node.key.publicKey, ownKey: centre.hub.publicKey, exporter: exporter),
      event: centre.event, practice: nil, at: moment, hasher: Hasher256(), deflate: Deflate())
    session.feed(wire.leave(), at: moment)
    guard case .hello(let hello, _) = session.next(at: moment) else {
      throw Failure.badData("no hello came")
    }
    let writer = Writer(node: node.key.id, epoch: hello.epoch)
    let welcome = Welcome(
      software: "test", event: centre.event, generation: Randomness.identifier(),
      certificate: centre.certificate,
      head: head ?? WriterHead(event: centre.event, writer: writer),
      verdict: .prefix, whole: 0, starts: [], from: hello.log.place + 1, time: moment.time,
      isRevoked: false)
    wire.onBytes(session.welcome(welcome, at: moment))
  }

  /// Leaves the database no page more than it has, or any number.
  private func setRoom(_ isThere: Bool) throws {
    try node.replica.database.execute("PRAGMA max_page_count = \(isThere ? 1 << 30 : 1)")
  }

  private var log: [UInt8] {
    get throws {
      try centre.replica.segments(after: 0, maxBytes: 1_000_000).flatMap(\.frame)
    }
  }

  private var known: Int {
    node.replica.reading { fold in
      Self.people.count { fold.participant($0)?.isRegistered == true }
    }
  }

  @Test("Much of it is dealt with part by part, and a desk is answered between two of them")
  func inParts() throws {
    let wire = try wire
    wire.onBytes(try log)
    #expect(wire.isPaused)
    var seen = [known]
    while wire.isPaused, seen.count < 100 {
      loop.step()
      seen.append(known)
    }
    #expect(seen.last == Self.people.count)
    let most = zip(seen, seen.dropFirst()).map { $1 - $0 }.max() ?? 0
    #expect(seen[0] <= HubLink.messagesAtOnce && most <= HubLink.messagesAtOnce, "\(seen)")
  }

  @Test("A connection that ends takes nothing of it away")
  func allTheSame() throws {
    let wire = try wire
    wire.onBytes(try log)
    #expect(known < Self.people.count)
    wire.onClosed(.peer)
    #expect(known == Self.people.count)
    #expect(!link.isConnected)
    loop.step()
    #expect(node.replica.position.place == centre.replica.position.place)
  }

  @Test(
    "Where no room is for what has gathered, the reserve goes, and the link dials until there is")
  func fullBeforeHello() throws {
    let first = try wire
    first.onBytes(try log)
    first.onClosed(.peer)
    node.reserve.hold()
    #expect(node.reserve.isHeld)
    try setRoom(false)
    for _ in 1...6 { loop.step() }
    #expect(!node.reserve.isHeld)
    #expect(node.replica.hasUncommitted)
    #expect(dialer.wires.count > 2)
    #expect(dialer.wires.dropFirst().allSatisfy { !$0.isOpen && $0.leave().isEmpty })
    try setRoom(true)
    for _ in 1...2 { loop.step() }
    try welcome()
    #expect(link.isConnected)
    #expect(node.replica.position.place == centre.replica.position.place)
  }

  @Test(
    "Where no room is for a new life that the hub makes needful, the link dials again"
  )
  func fullAndOutgrown() throws {
    var failures = 0
    link.onStorageFailure = { _ in failures += 1 }
    // A new life issues them anew, which takes room.
    let checkins = (1...100).map {
      node.write(
        Draft(.checkin(CheckIn(door: "main", serial: $0)), point: "ma-1", participant: "m-1"))
    }
    try node.record(checkins)
    try wire.onClosed(.peer)
    for _ in 1...2 { loop.step() }
    let epoch = node.replica.ownWriter?.epoch
    try setRoom(false)
    let ahead = WriterHead(n: 1_000, hash: Randomness.digest())
    try welcome(holding: ahead)
    #expect(failures == 0)
    #expect(node.replica.ownWriter?.epoch == epoch)
    #expect(!link.isConnected)
    #expect(link.refusal?.isOne(of: .diskFull) == true)
    try setRoom(true)
    for _ in 1...2 { loop.step() }
    try welcome(holding: ahead)
    #expect(failures == 0)
    #expect(node.replica.ownWriter?.epoch != epoch)
    for _ in 1...2 { loop.step() }
    try welcome()
    #expect(link.isConnected)
  }
}
