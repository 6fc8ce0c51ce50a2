import MusterCore
import MusterTrust

@testable import MusterSync

nonisolated extension SessionVectors {
  private var greetHub: JSONValue {
    receives(frame: Pair { $0.head = cast.head(9) }.node.hello())
  }

  /// Ops of the vectors' node from a number on, in one frame.
  private func ops(_ lines: [[UInt8]], after count: Int, by key: SigningKey? = nil) -> Letter? {
    var head = cast.head(count)
    let before = head
    for line in lines { head.append(cast.hasher.digest(line), hasher: cast.hasher) }
    let header = OpsHeader(
      event: cast.event, writer: cast.writer, first: before.n + 1, count: Int64(lines.count),
      before: before.hash, after: head.hash, signer: key ?? cast.node)
    var payload = JSONWriter()
    header.write(to: &payload)
    for line in lines { payload.bytes += [0x0A] + line }
    return Letter(FrameWriter.plain(payload.bytes))
  }

  private mutating func addHub(_ why: String, error: String? = nil, _ steps: [JSONValue]) {
    add(why, "hub", error: error, [greetHub] + steps)
  }

  /// An open session, at the hub.
  mutating func addHubOpen() {
    let first = ops(cast.lines(1...3), after: 0)
    addHub(
      "ops follow on one another and are acknowledged",
      [
        receives(first), receives(ops(cast.lines(4...5), after: 3)),
        ["acknowledges": ["durable": 5, "whole": 4]], ["acknowledges": ["durable": 4, "whole": 9]],
      ])
    addHub(
      "lines of unknown kinds, and lines that nobody can read, are ops like others",
      [
        receives(
          ops(
            [Array(#"{"kind":"hologram"}"#.utf8), Array("no JSON".utf8), [0xFF, 0xFE]], after: 0))
      ])
    let digest = JSONValue(Cast.digest("another"))
    let wrong: [(String, String, Letter?)] = [
      ("ops: lines are left out", "gap", ops(cast.lines(2...3), after: 1)),
      ("ops: another hash before", "fork", first?.with("before", digest)),
      ("ops: the lines do not give the hash", "bad_hash", first?.with("after", digest)),
      (
        "ops: signed by another key", "bad_signature",
        ops(cast.lines(1...3), after: 0, by: cast.stranger)
      ),
      ("ops: another epoch", "bad_message", first?.with("epoch", JSONValue(Cast.id("another")))),
      ("ops: a line more than the count", "bad_message", first?.with("count", 2)),
      ("ops: 257 lines", "too_many", ops(Array(repeating: [0x78], count: 257), after: 0)),
      (
        "private: fewer entries than the count", "bad_message",
        Letter(messages.entriesFrame)?.with("count", 4)
      ),
      ("want: no ops", "bad_message", Letter(["type": "want", "ops": []])),
      ("a welcome from a node", "unexpected", Letter(cast.welcome.frame())),
      ("a second hello", "unexpected", Letter(messages.hello)),
      ("the peer's own error", "busy", Letter(messages.error)),
    ]
    for (why, error, letter) in wrong { addHub(why, error: error, [receives(letter)]) }
    addHub(
      "a fifth batch while four are unacknowledged", error: "too_many",
      (1...5).map { receives(ops([cast.line($0)], after: $0 - 1)) })
    addHub(
      "a fifth batch when the first of four is acknowledged",
      (1...4).map { receives(ops([cast.line($0)], after: $0 - 1)) }
        + [["acknowledges": ["durable": 1, "whole": 0]], receives(ops([cast.line(5)], after: 4))])
    for (type, frame) in messages.ofNode
    where ["have", "want", "private", "status", "wait", "go", "offer", "ping", "bye"].contains(type)
    {
      addHub("a good \(type)", [receives(frame: frame)])
    }
    addHub("a message of an unknown type is passed over", [receives(frame: messages.unknown)])
    let pong = SmallMessages.pong(
      id: 1, clock: NodeClock(boot: cast.boot, mono: 777_000_001, wall: 12_345))
    addHub(
      "the pong to the first ping marks the node's clock", [receives(frame: pong, after: 81_001)])
    addHub(
      "a second pong, and one to no ping, mark nothing",
      [receives(frame: pong), receives(frame: pong), receives(Letter(pong)?.with("id", 9))])
    addHub(
      "a pong of another boot", error: "bad_message",
      [receives(Letter(pong)?.with("boot", JSONValue(Cast.id("another boot"))))])
    addHub(
      "a ping every 20 s, and the end after 60 s of silence", error: "too_slow",
      [
        timer(after: 19_999_999), timer(after: 20_000_000), timer(after: 40_000_000),
        timer(after: 59_999_999), timer(after: 60_000_000),
      ])
    let broken: [(String, String, [UInt8])] = [
      ("no JSON", "bad_json", FrameWriter.plain(Array("{\"type\":\"ping\"".utf8))),
      ("no UTF-8", "bad_utf8", FrameWriter.plain([0x22, 0xFF, 0x22])),
      ("no object", "bad_message", FrameWriter.plain(Array("[]".utf8))),
      ("another protocol", "bad_magic", Array("GET / HTTP/1.1\r\n\r\n".utf8)),
      ("a frame of 262,145 bytes", "too_large", [0x4D, 1, 0, 0, 0, 4, 0, 1]),
    ]
    for (why, error, bytes) in broken { addHub(why, error: error, [receives(bytes: bytes)]) }
  }

  private mutating func addNode(
    _ why: String, hubKeys: [Digest]? = nil, error: String? = nil, _ steps: [JSONValue]
  ) {
    let keys = hubKeys ?? [cast.hub.publicKey]
    add(
      why, "node",
      holds: [("writer", held(cast.head(9))), ("hub_keys", .array(keys.map { JSONValue($0) }))],
      error: error, [receives(frame: cast.welcome.frame())] + steps)
  }

  private func made(_ numbers: ClosedRange<Int>) -> JSONValue {
    ["makes": .array(cast.lines(numbers).map(text))]
  }

  private func ack(_ durable: Int64, _ whole: Int64) -> JSONValue {
    receives(frame: SmallMessages.ack(epoch: cast.epoch, durable: durable, whole: whole))
  }

  /// What a node brings of other lives, at the hub.
  mutating func addRecovery() {
    let start = cast.segment([cast.startLine(cast.hub)], after: cast.emptyLog)
    let next = cast.segment(cast.lines(1...2), after: start.header.end)
    let hello = receives(Letter(Pair().node.hello()))
    let wants = JSONValue.object([
      JSONMember(name: "wants", value: [JSONValue(start.header.after)])
    ])
    add(
      "a segment of another life that was asked for", "hub",
      [hello, wants, receives(frame: start.frame)])
    add(
      "a segment of another life that nobody asked for", "hub", error: "unexpected",
      [hello, wants, receives(frame: next.frame)])
    add(
      "a segment of another life comes twice", "hub", error: "unexpected",
      [hello, wants, receives(frame: start.frame), receives(frame: start.frame)])
    let letter = Letter(start.frame)
    add(
      "a segment of another life with another signature", "hub", error: "bad_signature",
      [hello, wants, receives(letter?.with("signature", .string(cast.forged.hex)))])
    add(
      "a segment of another life whose lines were changed", "hub", error: "bad_hash",
      [
        hello, wants,
        receives(letter?.with("before", JSONValue(Cast.digest("another life")))),
      ])
    add(
      "an offer of a segment of 257 entries", "hub", error: "bad_message",
      [
        hello,
        receives(
          Letter([
            "type": "offer",
            "segments": [[JSONValue(Cast.id("life")), 1, 257, JSONValue(Cast.digest("after"))]],
          ])),
      ])
  }

  /// An open session, at the node.
  mutating func addNodeOpen() {
    addNode("ops are sent, and acknowledged step by step", [made(1...3), ack(2, 0), ack(3, 3)])
    addNode("an ack that goes back", error: "bad_message", [made(1...3), ack(3, 3), ack(2, 2)])
    addNode("an ack of more than was sent", error: "bad_message", [made(1...3), ack(4, 0)])
    addNode("an ack with more whole than durable", error: "bad_message", [made(1...3), ack(1, 2)])
    addNode(
      "no fifth batch before an ack",
      (1...5).map { made($0...$0) } + [ack(1, 1), made(5...5)])
    addNode(
      "nothing is sent between wait and go",
      [
        receives(frame: SmallMessages.wait(reason: "busy", text: "Later.")), made(1...1),
        receives(frame: SmallMessages.go()), made(1...1),
      ])
    for (type, frame) in messages.ofHub
    where ["want", "private", "status", "want-segments", "recovered", "ping", "bye", "error"]
      .contains(type)
    {
      addNode("a good \(type)", error: type == "error" ? "busy" : nil, [receives(frame: frame)])
    }
    addNode("a message of an unknown type is passed over", [receives(frame: messages.unknown)])
    addNode("ops from a hub", error: "unexpected", [receives(ops(cast.lines(1...1), after: 0))])
    addNode(
      "the pong to the first ping tells how far the clock is off",
      [
        receives(
          frame: SmallMessages.pong(id: 1, time: cast.start.time - 3_600_000), after: 80_001)
      ])
    let start = cast.segment([cast.startLine(cast.hub)], after: cast.emptyLog)
    let next = cast.segment(cast.lines(1...2), after: start.header.end)
    addNode(
      "the log from its beginning: a hub.start brings the key that signs", hubKeys: [],
      [receives(frame: start.frame), receives(frame: next.frame)])
    addNode("segment: a place is left out", error: "gap", [receives(frame: next.frame)])
    addNode(
      "segment: a key that no hub.start has certified", hubKeys: [], error: "wrong_hub",
      [receives(frame: cast.segment(cast.lines(1...2), after: cast.emptyLog).frame)])
    addNode(
      "ping after 20 s, and the end after 60 s of silence", error: "too_slow",
      [timer(after: 20_000_000), timer(after: 60_000_000)])
  }
}

nonisolated extension Messages {
  /// A `private` message with one entry of each form.
  var entriesFrame: [UInt8] { Pair.opened().node.privates(entries)[0] }
}
