import MusterCore
import MusterTrust

@testable import MusterSync

/// One good frame of every message, in the form in which each side sends it.
nonisolated struct Messages {
  let cast = Cast()

  /// What a node may send, by type; `ops` is its first batch.
  var ofNode: [(type: String, frame: [UInt8])] {
    var pair = Pair.opened()
    let status = NodeStatus(
      desks: 2, present: 40, made: 41, pending: 1, oldest: 1_790_000_000_001, diskFree: 1 << 40,
      software: "vectors 1")
    return [
      (
        "enrol",
        Enrol(software: "vectors 1", seal: cast.seal, proof: Cast.digest("proof")).frame()
      ),
      ("hello", hello),
      ("ops", pair.node.ops(cast.lines(1...3))),
      ("have", pair.node.have(cast.emptyLog)),
      ("want", pair.node.want([Cast.id("an op")])),
      ("private", pair.node.privates(entries)[0]),
      ("status", pair.node.status(status)),
      ("wait", pair.node.hold(reason: "disk_full", text: "The disk is nearly full.")),
      ("go", pair.node.resume()),
      ("offer", pair.node.offer([offered])),
      ("ping", SmallMessages.ping(id: 7, time: nil)),
      (
        "pong",
        SmallMessages.pong(
          id: 2, clock: NodeClock(boot: cast.boot, mono: 5_000_100, wall: cast.start.time))
      ),
      ("bye", SmallMessages.bye("the lid was closed")),
      ("error", error),
    ]
  }

  /// What a hub may send, by type; `segment` is the log's first, `ack` acknowledges nothing new.
  var ofHub: [(type: String, frame: [UInt8])] {
    var pair = Pair.opened()
    let status = HubStatus(
      time: cast.start.time, expected: 75, open: 71, heard: 71, silent: 3, neverHeard: 1,
      present: 4_812, attended: 4_900)
    return [
      ("welcome", cast.welcome.frame()),
      ("enrolled", enrolled),
      ("segment", cast.segment([cast.startLine(cast.hub)], after: cast.emptyLog).frame),
      ("ack", SmallMessages.ack(epoch: cast.epoch, durable: 0, whole: 0)),
      ("want", pair.hub.want([Cast.id("an op")])),
      ("private", pair.hub.privates(entries)[0]),
      ("status", pair.hub.status(status)),
      ("wait", pair.hub.hold(reason: "disk_full", text: "The disk is full.")),
      ("go", pair.hub.resume()),
      ("want-segments", pair.hub.wantSegments([offered.after])),
      ("recovered", pair.hub.recovered([offered.after])),
      ("ping", SmallMessages.ping(id: 7, time: cast.start.time)),
      ("pong", SmallMessages.pong(id: 1, time: cast.start.time)),
      ("bye", SmallMessages.bye("moved")),
      ("error", error),
    ]
  }

  /// A `hello` with a start, so that every member has something in it.
  var hello: [UInt8] {
    Pair { holdings in
      holdings.starts = [
        HubStartMark(generation: cast.generation, place: 1, before: cast.emptyLog.hash)
      ]
    }.node.hello()
  }

  /// A segment of another life, as it is offered.
  var offered: SegmentOffer {
    SegmentOffer(
      generation: Cast.id("another life"), first: 7, count: 3, after: Cast.digest("after it"))
  }

  let code = JoinSecret(bytes: Array(1...10))

  var enrolled: [UInt8] {
    Enrolled(
      event: cast.event, seal: cast.hubSeal, admitted: cast.admitted,
      proof: code.map { cast.hubChannel().hubProof(of: $0) } ?? Cast.digest("proof")
    ).frame()
  }

  var error: [UInt8] {
    SmallMessages.error(ProtocolError(.busy, "Try again later.", retryAfterMs: 5_000))
  }

  var entries: [PrivateEntry] {
    let line = Array(#"{"salt":"00","set":{"name":"A"}}"#.utf8)
    return [
      PrivateEntry(op: Cast.id("one"), content: .line(line)),
      PrivateEntry(op: Cast.id("two"), content: .gone),
      PrivateEntry(op: Cast.id("three"), content: .absent),
    ]
  }

  /// A message of a type that nobody knows, with lines.
  var unknown: [UInt8] {
    Letter(["type": "telepathy", "ack": [["very", true]]], [[0x78]]).frame
  }
}
