import MusterCore
import MusterDaemon
import MusterHeld
import MusterNet
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterNode

/// Gives the one wire to whoever dials.
private final class OneDialer: Dialer {
  let wire: HeldWire
  private let loop: HeldLoop

  init(_ wire: HeldWire, _ loop: HeldLoop) {
    self.wire = wire
    self.loop = loop
  }

  func open(
    _: HostPort, then: @escaping (Result<any Wire, NetError>) -> Void
  ) -> any Planned {
    loop.plan(afterMs: 0) { [wire] in then(.success(wire)) }
  }
}

@Suite("What comes from the hub")
struct LinkTests {
  private static let people = (1...20).map { "m-\($0)" }

  let centre: Centre
  let folder: Folder
  let node: Node
  let wire: HeldWire
  let link: HubLink
  let loop = HeldLoop()

  /// A node whose session with the hub has begun, and that has nothing of the log.
  init() throws {
    centre = try Centre()
    folder = try centre.joined()
    node = try NodeFolder(folder.path).open()
    for person in Self.people { try centre.register(person, name: person) }
    let exporter = Randomness.digest()
    wire = HeldWire(peerKey: centre.hub.publicKey, exporter: exporter.bytes)
    link = HubLink(
      node: node, loop: loop, dialer: OneDialer(wire, loop), addresses: [try HostPort("hub:7575")],
      log: { _ in })
    link.start()
    loop.step()
    let moment = node.moment()
    var session = HubSession(
      channel: Channel(
        peerKey: node.key.publicKey, ownKey: centre.hub.publicKey, exporter: exporter),
      event: centre.event, practice: nil, at: moment, hasher: Hasher256(), deflate: Deflate())
    session.feed(wire.leave(), at: moment)
    guard case .hello(let hello, _) = session.next(at: moment) else {
      throw Failure.badData("no hello came")
    }
    let welcome = Welcome(
      software: "test", event: centre.event, generation: Randomness.identifier(),
      certificate: centre.certificate,
      head: WriterHead(
        event: centre.event, writer: Writer(node: node.key.id, epoch: hello.epoch)),
      verdict: .prefix, whole: 0, starts: [], from: 1, time: moment.time, isRevoked: false)
    wire.onBytes(session.welcome(welcome, at: moment))
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
    wire.onBytes(try log)
    #expect(known < Self.people.count)
    wire.onClosed(.peer)
    #expect(known == Self.people.count)
    #expect(!link.isConnected)
    loop.step()
    #expect(node.replica.position.place == centre.replica.position.place)
  }
}
