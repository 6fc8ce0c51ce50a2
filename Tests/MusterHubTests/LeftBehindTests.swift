import MusterCore
import MusterNet
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterHub

@Suite("A node whose connection never says that it can take more")
struct LeftBehindTests {
  private static let exporter = Randomness.digest()
  private static let moment = Moment(mono: 1_000_000, time: 1_762_500_000_000)

  let stage: Stage
  let peers: Peers
  let loop = HeldLoop()
  let key = SigningKey()
  let deflate = Deflate()
  let hasher = Hasher256()

  init() throws {
    stage = try Stage(people: (1...4_000).map { "p\($0)" })
    peers = try Peers(hub: stage.hub, loop: loop, log: { _ in })
  }

  private func channel() -> Channel {
    Channel(
      peerKey: stage.hub.keys.hub.publicKey, ownKey: key.publicKey, exporter: Self.exporter)
  }

  private func dial() -> HeldWire {
    let wire = HeldWire(peerKey: key.publicKey, exporter: Self.exporter.bytes)
    peers.accept(wire)
    return wire
  }

  private func enrol() throws -> Enrolled {
    let code = try #require(stage.ask("invite", ["point": "fr-1"])["code"]?.string)
    var enrolment = NodeEnrolment(
      code: try JoinCode(code), channel: channel(), deflate: deflate)
    let wire = dial()
    wire.onBytes(enrolment.enrol(software: "test", seal: SealKey().publicKey))
    loop.turn()
    enrolment.feed(wire.leave())
    return try #require(try enrolment.next())
  }

  private func session(_ enrolled: Enrolled) throws -> NodeSession {
    let writer = Writer(node: key.id, epoch: Randomness.identifier())
    return NodeSession(
      holdings: NodeSession.Holdings(
        event: enrolled.event, root: enrolled.admitted.certificate.root,
        admitted: enrolled.admitted, epoch: writer.epoch,
        head: WriterHead(event: enrolled.event, writer: writer),
        log: LogPosition(event: enrolled.event), starts: [], hubKeys: [],
        clock: NodeClock(
          boot: OpID(high: 0, low: 0), mono: Self.moment.mono, wall: Self.moment.time),
        software: "test"),
      signer: key, channel: channel(), at: Self.moment, hasher: hasher, deflate: deflate)
  }

  /// Takes in what has come; gives the place of the log up to which the node now has it.
  private func read(_ bytes: [UInt8], _ session: inout NodeSession) throws -> Int64? {
    var place: Int64?
    session.feed(bytes, at: Self.moment)
    while let event = session.next(at: Self.moment) {
      switch event {
      case .welcome(let welcome):
        let ping = session.open(ownHash: welcome.head.hash, at: Self.moment)
        #expect(ping != nil)
      case .segment(let segment): place = segment.header.end.place
      case .failed(let error): Issue.record("\(error)")
      default: break
      }
    }
    return place
  }

  @Test("Is handed the rest of the log all the same, once what it was handed has left")
  func handsOn() throws {
    var session = try session(enrol())
    let wire = dial()
    wire.onBytes(session.hello())
    loop.turn()
    var place = try #require(try read(wire.leave(), &session))
    #expect(place < stage.place)
    var rounds = 0
    while place < stage.place, rounds < 100 {
      loop.turn()
      #expect(wire.outputBytes == 0)
      peers.pumpLeftBehind()
      let waiting = wire.outputBytes
      peers.pumpLeftBehind()
      #expect(wire.outputBytes == waiting)
      place = try #require(try read(wire.leave(), &session))
      rounds += 1
    }
    #expect(place == stage.place)
    #expect(rounds > 1)
  }
}
