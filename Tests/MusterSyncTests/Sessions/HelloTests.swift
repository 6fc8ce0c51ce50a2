import MusterCore
import MusterTrust
import Testing

@testable import MusterSync

/// The hello as the hub reads it; nil where its session fails, with the error.
private func read(_ pair: inout Pair) -> (hello: Hello?, error: ProtocolError?) {
  let events = pair.hubHears(pair.node.hello())
  guard case .hello(let hello, _)? = events.first else { return (nil, events.error) }
  return (hello, nil)
}

/// The hub's error to a hello.
private func judged(_ pair: inout Pair) -> ProtocolError? { read(&pair).error }

/// The hub's error to a hello that was changed on its way.
private func refused(_ change: (Letter) -> Letter) throws -> ProtocolError? {
  var pair = Pair()
  let letter = try #require(Letter(pair.node.hello()))
  return pair.hubHears(change(letter).frame).error
}

@Suite("What each side finds at hello")
struct HelloTests {
  let cast = Cast()

  @Test("Nothing is wrong: the hub is to say welcome")
  func good() {
    var pair = Pair()
    let error = judged(&pair)
    #expect(error == nil)
  }

  @Test("No common version is told before anything else is looked at")
  func versions() throws {
    let error = try refused { $0.with("versions", [2]).with("signature", nil).with("role", 7) }
    #expect(error?.isOne(of: .noCommonVersion) == true)
    #expect(error?.text.contains("update") == true)
    #expect(try refused { $0.with("versions", []) }?.name == "no_common_version")
    #expect(try refused { $0.with("versions", [1, 2, 77]) } == nil)
  }

  @Test("Another event is wrong_event")
  func event() throws {
    let error = try refused { $0.with("event", JSONValue(Cast.id("another event"))) }
    #expect(error?.name == "wrong_event")
  }

  @Test("An admission for another key is bad_admission, though all its signatures are good")
  func anothersAdmission() {
    var pair = Pair(node: cast.stranger)
    #expect(judged(&pair)?.name == "bad_admission")
    pair = Pair { $0.admitted = cast.admitted(cast.stranger) }
    #expect(judged(&pair)?.name == "bad_admission")
  }

  @Test("A changed admission, or one of another root, is bad_admission")
  func forgedAdmission() throws {
    let forged = JSONValue.string(cast.forged.hex)
    let other = Certificate(of: cast.hub.publicKey, by: cast.stranger)
    #expect(try refused { $0.with(["admission", "signature"], forged) }?.name == "bad_admission")
    #expect(try refused { $0.with(["admission", "certificate"], forged) }?.name == "bad_admission")
    let elsewhere = try refused {
      $0.with(["admission", "root"], JSONValue(other.root))
        .with(["admission", "certificate"], .string(other.signature.hex))
    }
    #expect(elsewhere?.name == "bad_admission")
    let unsigned = try refused { letter in
      var letter = letter
      letter.lines = [cast.admitLine(cast.stranger)]
      return letter
    }
    #expect(unsigned?.name == "bad_admission")
  }

  @Test("What stands on the log needs no signature beside it; anything else does")
  func standing() {
    let cast = cast
    let line = SHA256.digest(cast.admitLine(cast.node)).identifier
    let another = SHA256.digest(cast.admitLine(cast.stranger)).identifier
    for (standing, refusal) in [
      ([], "bad_admission"), ([another], "bad_admission"), ([another, line], nil),
    ] {
      var pair = Pair(standing: standing) { $0.admitted.signature = cast.forged }
      #expect(judged(&pair)?.name == refusal)
    }
    // Of the same members, but another line.
    var anew = Pair(standing: [line]) {
      $0.admitted.line = cast.admitLine(cast.node, nonce: 77)
      $0.admitted.signature = cast.forged
    }
    #expect(judged(&anew)?.name == "bad_admission")
    let other = Certificate(of: cast.hub.publicKey, by: cast.stranger)
    var uncertified = Pair(standing: [line]) { $0.admitted.certificate = other }
    #expect(judged(&uncertified)?.name == "bad_admission")
    var anothers = Pair(node: cast.stranger, standing: [line]) {
      $0.admitted.signature = cast.forged
    }
    #expect(judged(&anothers)?.name == "bad_admission")
  }

  @Test("A signed line that is no node.admit admits nobody")
  func noAdmission() {
    for line in [cast.line(1), Array("{".utf8), cast.admitLine(cast.node, event: Cast.id("other"))]
    {
      var pair = Pair {
        $0.admitted = Admitted(
          line: line, event: cast.event, certificate: cast.certificate, signer: cast.hub)
      }
      #expect(judged(&pair)?.name == "bad_admission")
    }
  }

  @Test("Any other number, hash or channel than was signed is bad_signature")
  func forgedHello() throws {
    let hash = JSONValue(Cast.digest("another hash"))
    let changes: [([String], JSONValue)] = [
      (["writer", "n"], 1), (["writer", "hash"], hash),
      (["writer", "epoch"], JSONValue(Cast.id("another epoch"))), (["log", "place"], 1),
      (["log", "hash"], hash), (["signature"], .string(cast.forged.hex)),
    ]
    for (path, value) in changes {
      #expect(try refused { $0.with(path, value) }?.name == "bad_signature", "\(path)")
    }
  }

  @Test("A hello that was overheard is no good on another connection")
  func replayed() {
    let pair = Pair()
    var channel = cast.hubChannel()
    channel.exporter = Cast.digest("another connection")
    var hub = HubSession(
      channel: channel, event: cast.event, at: cast.start, hasher: cast.hasher,
      deflate: cast.deflate)
    hub.feed(pair.node.hello(), at: cast.start)
    guard case .failed(let error)? = hub.next(at: cast.start) else {
      Issue.record("a replay was taken")
      return
    }
    #expect(error.name == "bad_signature")
  }

  @Test("A hub that holds more than the node finds it behind, at equal numbers a fork")
  func ownChain() throws {
    var pair = Pair { $0.head = cast.head(2) }
    let hello = try #require(read(&pair).hello)
    #expect(hello.verdict(held: cast.head(3)) == .behind)
    #expect(hello.verdict(held: WriterHead(n: 2, hash: Cast.digest("another chain"))) == .fork)
    for held in 0...2 { #expect(hello.verdict(held: cast.head(held)) == .prefix) }
  }

  @Test("The common place is the node's own, or before the newest start that the hub has, or 0")
  func common() throws {
    let log = LogPosition(place: 9, hash: Cast.digest("at 9"))
    var pair = Pair {
      $0.log = log
      $0.starts = [
        HubStartMark(generation: Cast.id("a"), place: 3, before: Cast.digest("at 2")),
        HubStartMark(generation: Cast.id("b"), place: 6, before: Cast.digest("at 5")),
      ]
    }
    let hello = try #require(read(&pair).hello)
    func place(_ held: [Int64: String]) -> Int64 {
      hello.commonPlace { held[$0].map { Cast.digest($0) } }
    }
    #expect(place([9: "at 9", 5: "at 5"]) == 9)
    #expect(place([9: "else", 5: "at 5", 2: "at 2"]) == 5)
    #expect(place([5: "else", 2: "at 2"]) == 2)
    #expect(place([8: "at 8", 5: "else"]) == 0)
  }

  @Test("A refusal is the last thing that the hub says, and the node shows it")
  func refusal() throws {
    var pair = Pair()
    _ = pair.hubHears(pair.node.hello())
    pair.hub.refuse(ProtocolError(.revoked, "Ask the centre.", retryAfterMs: 9))
    let error = pair.nodeHears(pair.hub.farewell).error
    #expect(error == ProtocolError(.revoked, "Ask the centre.", retryAfterMs: 9))
    #expect(pair.node.farewell.isEmpty)
    let late = pair.hubHears(pair.node.hello())
    #expect(late.isEmpty && pair.hub.deadline == .max)
  }
}

@Suite("What the node finds at welcome")
struct WelcomeTests {
  let cast = Cast()

  private func answered(
    _ pair: Pair = Pair(), _ change: (inout Welcome) -> Void
  ) -> ProtocolError? {
    var pair = pair
    var welcome = cast.welcome
    change(&welcome)
    return pair.nodeHears(welcome.frame()).error
  }

  @Test("A hub of another key, root or event is wrong_hub")
  func wrongHub() {
    let names = [
      answered(Pair(hub: cast.secondHub)) { _ in },
      answered { $0.certificate = Certificate(of: cast.hub.publicKey, by: cast.stranger) },
      answered { $0.certificate = Certificate(of: cast.stranger.publicKey, by: cast.root) },
      answered { $0.certificate.signature = cast.forged },
      answered { $0.event = Cast.id("another event") },
    ].map { $0?.name }
    #expect(names == Array(repeating: "wrong_hub", count: 5))
  }

  @Test("A second hub that the root certifies is as good")
  func secondHub() {
    let error = answered(Pair(hub: cast.secondHub)) {
      $0.certificate = Certificate(of: cast.secondHub.publicKey, by: cast.root)
    }
    #expect(error == nil)
  }

  @Test("The hash at the hub's number is not the node's own: this life is outgrown")
  func fork() throws {
    for (head, own) in [
      (WriterHead(n: 2, hash: Cast.digest("another chain")), cast.head(2).hash as Digest?),
      (cast.head(4), nil),
    ] {
      var pair = Pair { $0.head = cast.head(3) }
      var welcome = cast.welcome
      welcome.head = head
      let events = pair.nodeHears(welcome.frame())
      #expect(events.count == 1 && events.error == nil)
      let ping = pair.node.open(ownHash: own, at: pair.now)
      #expect(ping == nil && !pair.node.isOpen)
      #expect(pair.nodeHears([]).isEmpty)
      let said = try #require(Letter(pair.node.farewell))
      #expect(said.message["type"] == "bye" && said.message["reason"] == "new life")
    }
  }

  @Test("A verdict of the hub's is enough to begin anew")
  func verdicts() {
    for verdict in [Welcome.Verdict.behind, .fork] {
      var pair = Pair()
      var welcome = cast.welcome
      welcome.verdict = verdict
      _ = pair.nodeHears(welcome.frame())
      let ping = pair.node.open(ownHash: cast.emptyHead.hash, at: pair.now)
      #expect(ping == nil)
    }
  }

  @Test("A hub cannot send from a place that the node has not reached")
  func beyond() {
    #expect(answered { $0.from = 2 }?.name == "bad_message")
    #expect(
      answered(Pair { $0.log = LogPosition(place: 4, hash: Cast.digest("4")) }) { $0.from = 4 }
        == nil)
  }

  @Test("A node whose log has parted follows from the position that it says")
  func follows() throws {
    let start = cast.segment([cast.startLine(cast.hub)], after: cast.emptyLog)
    let log = LogPosition(place: 4, hash: Cast.digest("4"))
    var pair = Pair.opened(holding: { $0.log = log })
    let have = try #require(Letter(pair.node.follow(from: cast.emptyLog, hubKeys: [])))
    #expect(have.message["type"] == "have" && have.message["place"] == 0)
    let events = pair.nodeHears(start.frame)
    #expect(events.count == 1 && events.error == nil)
  }

  @Test("A key that was certified on the log from which a node has parted says nothing any more")
  func forgetsKeys() {
    var pair = Pair.opened(holding: { $0.log = LogPosition(place: 4, hash: Cast.digest("4")) })
    _ = pair.node.follow(from: cast.emptyLog, hubKeys: [])
    let bare = cast.segment(cast.lines(1...1), after: cast.emptyLog)
    #expect(pair.nodeHears(bare.frame).error?.name == "wrong_hub")
  }

  @Test("A version that was not offered is refused")
  func version() throws {
    var pair = Pair()
    let letter = try #require(Letter(cast.welcome.frame()))
    let error = pair.nodeHears(letter.with("version", 2).with("limits", nil).frame).error
    #expect(error?.name == "no_common_version")
  }

  @Test("A node sends from the hub's number on, and keeps to smaller limits")
  func limits() throws {
    var pair = Pair.opened(
      welcome: {
        $0.head = cast.head(2)
        $0.limits.entries = 3
        $0.limits.unacknowledgedBatches = 1
        $0.limits.frameBytes = 1 << 40
        $0.limits.pingMs = 5_000
      },
      holding: { $0.head = cast.head(9) })
    #expect(pair.node.nextToSend(made: 9) == 3)
    let letter = try #require(Letter(pair.node.ops(cast.lines(3...9))))
    #expect(letter.message["first"] == 3 && letter.message["count"] == 3)
    #expect(pair.node.nextToSend(made: 9) == nil)
    #expect(pair.node.ops(cast.lines(6...9)).isEmpty)
    #expect(pair.node.deadline == pair.now.mono + 5_000_000)
    let frame = SmallMessages.ack(epoch: cast.epoch, durable: 5, whole: 2)
    _ = pair.nodeHears(frame)
    #expect(pair.node.nextToSend(made: 9) == 6)
  }
}
