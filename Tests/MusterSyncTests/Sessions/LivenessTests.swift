import MusterCore
import MusterTrust
import Testing

@testable import MusterSync

@Suite("Pings, marks and silence")
struct LivenessTests {
  let cast = Cast()

  private func isNothing(_ effect: TimerEffect) -> Bool {
    if case .nothing = effect { true } else { false }
  }

  private func error(_ effect: TimerEffect) -> ProtocolError? {
    if case .failed(let error) = effect { error } else { nil }
  }

  @Test("Each side pings when it opens, and every 20 s, not a µs sooner")
  func pings() throws {
    var pair = Pair.opened()
    #expect(pair.hub.deadline == pair.now.mono + 20_000_000)
    #expect(pair.node.deadline == pair.now.mono + 20_000_000)
    pair.pass(µs: 19_999_999)
    #expect(isNothing(pair.hub.timer(at: pair.now)) && isNothing(pair.node.timer(at: pair.now)))
    pair.pass(µs: 1)
    guard case .send(let fromHub) = pair.hub.timer(at: pair.now),
      case .send(let fromNode) = pair.node.timer(at: pair.now)
    else {
      Issue.record("no ping")
      return
    }
    #expect(Letter(fromHub)?.message["time"]?.integer == pair.now.time)
    #expect(Letter(fromNode)?.message["time"] == nil)
    #expect(isNothing(pair.hub.timer(at: pair.now)))
    #expect(pair.hub.deadline == pair.now.mono + 20_000_000)
  }

  @Test("A peer is dead after 60 s of silence, not a µs sooner, and is told so")
  func death() {
    for side in ["hub", "node"] {
      var pair = Pair.opened()
      pair.pass(µs: 59_999_999)
      for _ in 1...3 {
        _ = side == "hub" ? pair.hub.timer(at: pair.now) : pair.node.timer(at: pair.now)
      }
      #expect(pair.hub.isOpen && pair.node.isOpen)
      #expect(
        (side == "hub" ? pair.hub.deadline : pair.node.deadline) == cast.start.mono + 60_000_000)
      pair.pass(µs: 1)
      let effect = side == "hub" ? pair.hub.timer(at: pair.now) : pair.node.timer(at: pair.now)
      #expect(error(effect)?.name == "too_slow")
      let farewell = side == "hub" ? pair.hub.farewell : pair.node.farewell
      #expect(Letter(farewell)?.message["code"] == 114)
    }
  }

  @Test("Any byte is a sign of life, half a frame too")
  func signsOfLife() {
    var pair = Pair.opened()
    pair.pass(ms: 59_999)
    _ = pair.hubHears(Array(SmallMessages.go().prefix(1)))
    _ = pair.nodeHears(Array(SmallMessages.go().prefix(1)))
    pair.pass(ms: 59_999)
    #expect(error(pair.hub.timer(at: pair.now)) == nil)
    #expect(error(pair.node.timer(at: pair.now)) == nil)
    pair.pass(ms: 1)
    #expect(error(pair.hub.timer(at: pair.now)) != nil)
    #expect(error(pair.node.timer(at: pair.now)) != nil)
  }

  @Test("A handshake has 10 s in every state before the session opens, and is told its end")
  func handshake() throws {
    let messages = Messages()
    let enrolled = try Enrolled.make(messages)
    let states: [(String, (inout Pair) -> Void)] = [
      ("silent", { _ in }), ("half a frame", { $0.hub.feed([0x4D], at: $0.now) }),
      ("asked", { _ = $0.hubHears(messages.hello) }),
      ("enrolling", { _ = $0.hubHears(messages.ofNode[0].frame) }),
      (
        "enrolled",
        { pair in
          _ = pair.hubHears(messages.ofNode[0].frame)
          _ = pair.hub.enrolled(enrolled)
        }
      ),
    ]
    for (name, reach) in states {
      var pair = Pair()
      pair.pass(µs: 9_999_999)
      reach(&pair)
      #expect(pair.hub.deadline == cast.start.mono + 10_000_000, "\(name)")
      #expect(isNothing(pair.hub.timer(at: pair.now)), "\(name)")
      #expect(isNothing(pair.node.timer(at: pair.now)), "\(name)")
      pair.pass(µs: 1)
      #expect(error(pair.hub.timer(at: pair.now))?.name == "too_slow", "\(name)")
      #expect(error(pair.node.timer(at: pair.now))?.name == "too_slow", "\(name)")
      #expect(Letter(pair.hub.farewell)?.message["code"] == 114, "\(name)")
      #expect(isNothing(pair.hub.timer(at: pair.now)), "\(name)")
    }
  }

  @Test("A mark lies in the middle of the round trip, with half of it as error, rounded up")
  func marks() throws {
    let trips: [(µs: Int64, ms: Int64, err: Int64)] = [
      (0, 0, 0), (1, 0, 1), (999, 0, 1), (1_000, 0, 1), (2_000, 1, 1), (2_001, 1, 2),
      (3_000, 1, 2), (80_000, 40, 40), (80_001, 40, 41), (81_000, 40, 41),
      (19_999_999, 9_999, 10_000),
    ]
    for trip in trips {
      var pair = Pair.opened()
      let ping = pair.hub.ping(at: pair.now)
      _ = pair.nodeHears(ping)
      pair.pass(µs: trip.µs)
      let pong = pair.node.takeReplies()
      let mono = try #require(Letter(pong)?.message["mono"]?.integer)
      #expect(mono == cast.start.mono)
      guard case .mark(let mark)? = pair.hubHears(pong).first else {
        Issue.record("no mark")
        return
      }
      #expect(
        mark
          == ClockMark(
            node: cast.node.id, boot: cast.boot, mono: mono, time: pair.now.time - trip.ms,
            err: trip.err), "\(trip.µs) µs")
    }
  }

  @Test("A node learns how far its wall clock is off, whichever way and however slow the link")
  func offsets() throws {
    for (wallOff, trip) in [(0, 0), (3_600_000, 80_000), (-86_400_000, 81_001)] as [(Int64, Int64)]
    {
      var pair = Pair.opened()
      guard
        case .send(let ping) = {
          pair.pass(ms: 20_000); return pair.node.timer(at: pair.now)
        }()
      else {
        Issue.record("no ping")
        return
      }
      _ = pair.hubHears(ping)
      let hubTime = pair.now.time
      let pong = pair.hub.takeReplies()
      pair.pass(µs: trip)
      pair.node.feed(
        pong, at: pair.now)
      let local = Moment(mono: pair.now.mono, time: pair.now.time + wallOff)
      guard case .offset(let offset)? = pair.node.next(at: local) else {
        Issue.record("no offset")
        return
      }
      #expect(offset.offsetMs == local.time - trip / 2000 - hubTime)
      #expect(offset.errorMs == (trip + 1999) / 2000)
    }
  }

  @Test("A pong counts once, for a ping that was sent; a late one still counts")
  func pongs() {
    var pair = Pair.opened()
    func pong(_ id: Int64) -> [UInt8] {
      SmallMessages.pong(id: id, clock: NodeClock(boot: cast.boot, mono: 1, wall: 2))
    }
    // The first went out with `welcome`.
    _ = pair.hub.ping(at: pair.now)
    pair.pass(ms: 20_000)
    _ = pair.hub.ping(at: pair.now)
    #expect(pair.hubHears(pong(9)).isEmpty)
    #expect(pair.hubHears(pong(2)).count == 1)
    #expect(pair.hubHears(pong(2)).isEmpty)
    #expect(pair.hubHears(pong(1)).isEmpty)
    #expect(pair.hubHears(pong(3)).count == 1)
    for _ in 4...8 { _ = pair.hub.ping(at: pair.now) }
    #expect(pair.hubHears(pong(4)).isEmpty)
    #expect(pair.hubHears(pong(5)).count == 1)
    #expect(pair.hub.isOpen)
  }

  @Test("A pong that speaks of another boot than hello is refused")
  func otherBoot() {
    var pair = Pair.opened()
    _ = pair.hub.ping(at: pair.now)
    let clock = NodeClock(boot: Cast.id("another boot"), mono: 1, wall: 2)
    #expect(pair.hubHears(SmallMessages.pong(id: 2, clock: clock)).error?.name == "bad_message")
  }

  @Test("Two sessions that only keep each other alive do so for an hour")
  func idle() {
    var pair = Pair.opened()
    var pings = 0
    while pair.now.mono < cast.start.mono + 3_600_000_000 {
      let next = min(pair.hub.deadline, pair.node.deadline)
      pair.pass(µs: next - pair.now.mono)
      if case .send(let ping) = pair.hub.timer(at: pair.now) {
        pings += 1
        #expect(pair.nodeHears(ping).isEmpty)
        #expect(pair.hubHears(pair.node.takeReplies()).count == 1)
      }
      if case .send(let ping) = pair.node.timer(at: pair.now) {
        #expect(pair.hubHears(ping).isEmpty)
        #expect(pair.nodeHears(pair.hub.takeReplies()).count == 1)
      }
    }
    #expect(pings == 180 && pair.hub.isOpen && pair.node.isOpen)
  }
}
