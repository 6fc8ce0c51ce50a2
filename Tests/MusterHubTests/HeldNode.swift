import MusterCore
import MusterDaemon
import MusterHeld
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterHub

/// A node's side of a connection on which things happen when a test says so.
final class HeldNode {
  private static let moment = Moment(mono: 1_000_000, time: 1_762_500_000_000)

  /// What has come of the log, and of acknowledgements; and whether the hub has ended the session.
  struct Heard: Equatable {
    var place: Int64?
    var durable: Int64?
    var isEnded = false
  }

  let key = SigningKey()
  private(set) var wire: HeldWire
  private let loop: HeldLoop
  private let accept: (HeldWire) -> Void
  private let exporter = Randomness.digest()
  private let channel: Channel
  private let deflate = Deflate()
  private let hasher = Hasher256()
  private var session: NodeSession?
  private var author: Author?

  /// - Parameters:
  ///   - hub: the hub's key.
  ///   - accept: takes the hub's end of a connection.
  init(hub: Digest, loop: HeldLoop, accept: @escaping (HeldWire) -> Void) {
    self.loop = loop
    self.accept = accept
    channel = Channel(peerKey: hub, ownKey: key.publicKey, exporter: exporter)
    wire = HeldWire(peerKey: key.publicKey, exporter: exporter.bytes)
  }

  private func dial() {
    wire = HeldWire(peerKey: key.publicKey, exporter: exporter.bytes)
    accept(wire)
  }

  /// Joins by a code, and greets on a connection of its own.
  ///
  /// - Parameter change: makes another admission of what it shows there.
  func begin(_ code: String?, showing change: (inout Admitted) -> Void = { _ in }) throws {
    var enrolled = try enrol(JoinCode(#require(code)))
    change(&enrolled.admitted)
    let writer = Writer(node: key.id, epoch: Randomness.identifier())
    let session = NodeSession(
      holdings: NodeSession.Holdings(
        event: enrolled.event, root: enrolled.admitted.certificate.root,
        admitted: enrolled.admitted, epoch: writer.epoch,
        head: WriterHead(event: enrolled.event, writer: writer),
        log: LogPosition(event: enrolled.event), starts: [], hubKeys: [],
        clock: NodeClock(
          boot: OpID(high: 0, low: 0), mono: Self.moment.mono, wall: Self.moment.time),
        software: "test"),
      signer: key, channel: channel, at: Self.moment, hasher: hasher, deflate: deflate)
    author = Author(event: enrolled.event, node: key.id, boot: nil)
    dial()
    wire.onBytes(session.hello())
    self.session = session
  }

  private func enrol(_ code: JoinCode) throws -> Enrolled {
    var enrolment = NodeEnrolment(code: code, channel: channel, deflate: deflate)
    dial()
    wire.onBytes(enrolment.enrol(software: "test", seal: SealKey().publicKey))
    loop.turn()
    enrolment.feed(wire.leave())
    return try #require(try enrolment.next())
  }

  /// The error with which the hub has answered the greeting.
  func refusal() -> ProtocolError? {
    session?.feed(wire.leave(), at: Self.moment)
    if case .failed(let error)? = session?.next(at: Self.moment) { return error }
    return nil
  }

  /// Takes in what has come.
  func read() throws -> Heard {
    var heard = Heard()
    session?.feed(wire.leave(), at: Self.moment)
    while let event = session?.next(at: Self.moment) {
      switch event {
      case .welcome(let welcome):
        let ping = session?.open(ownHash: welcome.head.hash, at: Self.moment)
        #expect(ping != nil)
      case .segment(let segment): heard.place = segment.header.end.place
      case .acknowledged(let durable, _): heard.durable = durable
      case .bye: heard.isEnded = true
      case .failed(let error): Issue.record("\(error)")
      default: break
      }
    }
    return heard
  }

  /// Hands in so many ops, in one batch.
  func hand(in count: Int) throws {
    var lines: [[UInt8]] = []
    for number in 0..<count {
      let count = Draft(.count(indicator: "i", value: Int64(number)), point: "fr-1")
      let line = author?.write(count, at: Self.moment.time, mono: Self.moment.mono).line
      lines.append(try #require(line))
    }
    let frame = session?.ops(lines)
    wire.onBytes(try #require(frame))
  }
}

extension Stage {
  /// Serves the hub once more, by a loop of the test's, with a node that has not joined.
  func serve(on loop: HeldLoop) throws -> (HubEngine, HeldNode) {
    try hub.replica.close()
    let engine = try HubEngine(
      folder.hub, HubKeys.read(from: folder.hub), loop: loop, clockIsRight: true, keepFree: 0,
      log: { _ in })
    return (engine, HeldNode(hub: engine.publicKey, loop: loop, accept: engine.accept))
  }
}
