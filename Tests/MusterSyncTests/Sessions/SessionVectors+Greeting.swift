import MusterCore
import MusterTrust

@testable import MusterSync

nonisolated extension SessionVectors {
  private func hello(_ change: (inout NodeSession.Holdings) -> Void = { _ in }) -> Letter? {
    Letter(Pair(change: change).node.hello())
  }

  /// The rows of the table that the hub finds.
  mutating func addHello() {
    let good = hello()
    let forged = JSONValue.string(cast.forged.hex)
    add("a hello as it should be", "hub", [receives(good)])
    add(
      "a newer node, with more versions, features and members", "hub",
      [
        receives(
          good?.with("versions", [1, 2]).with("features", ["holograms"])
            .with("hologram", ["a": [1]]))
      ])
    add(
      "no common version, told before anything else", "hub", error: "no_common_version",
      [receives(Letter(["type": "hello", "versions": [2], "role": 7]))])
    add(
      "another event", "hub", error: "wrong_event",
      [receives(good?.with("event", JSONValue(Cast.id("another event"))))])
    add(
      "the TLS key is not that of the admission", "hub", peer: cast.stranger.publicKey,
      error: "bad_admission", [receives(good)])
    add(
      "the admission is another key's", "hub", error: "bad_admission",
      [receives(hello { $0.admitted = cast.admitted(cast.stranger) })])
    add(
      "the admission's signature is wrong", "hub", error: "bad_admission",
      [receives(good?.with(["admission", "signature"], forged))])
    let elsewhere = Certificate(of: cast.hub.publicKey, by: cast.stranger)
    add(
      "the hub key of the admission is certified by another root", "hub", error: "bad_admission",
      [receives(hello { $0.admitted.certificate = elsewhere })])
    add(
      "the line that is signed is no node.admit", "hub", error: "bad_admission",
      [
        receives(
          hello {
            $0.admitted = Admitted(
              line: cast.line(1), event: cast.event, certificate: cast.certificate,
              signer: cast.hub)
          })
      ])
    add(
      "the hello's signature is over another number", "hub", error: "bad_signature",
      [receives(good?.with(["writer", "n"], 1))])
    add(
      "the hello was signed for another connection", "hub",
      exporter: Cast.digest("another connection"), error: "bad_signature", [receives(good)])
    addStandby()
    addHistories()
    addFirstForms(good)
  }

  /// A second hub, which admits itself by the key that the root has certified for it.
  private mutating func addStandby() {
    let key = cast.secondHub
    let certificate = Certificate(of: key.publicKey, by: cast.root)
    let line = cast.admitLine(key)
    func hello(_ certificate: Certificate, _ signer: SigningKey) -> Letter? {
      var holdings = cast.holdings
      holdings.role = .standby
      holdings.admitted = Admitted(
        line: line, event: cast.event, certificate: certificate, signer: signer)
      let session = NodeSession(
        holdings: holdings, signer: key, channel: cast.nodeChannel(), at: cast.start,
        hasher: cast.hasher, deflate: cast.deflate)
      return Letter(session.hello())
    }
    add(
      "a standby with a key that the root has certified", "hub", peer: key.publicKey,
      [receives(hello(certificate, key))])
    add(
      "a standby that the hub has admitted, and the root has not certified", "hub",
      peer: key.publicKey, error: "bad_admission", [receives(hello(cast.certificate, cast.hub))])
    add(
      "a standby that another root has certified", "hub", peer: key.publicKey,
      error: "bad_admission",
      [receives(hello(Certificate(of: key.publicKey, by: cast.stranger), key))])
  }

  private mutating func addHistories() {
    let two = hello { $0.head = cast.head(2) }
    let other = WriterHead(n: 2, hash: Cast.digest("another chain"))
    add("the key was revoked", "hub", holds: [("revoked", true)], [receives(two)])
    add(
      "the hub holds more than the node", "hub", holds: [("writer", held(cast.head(3)))],
      [receives(two)])
    add(
      "equal numbers, other hashes", "hub", holds: [("writer", held(other))], [receives(two)])
    add(
      "the hub holds a prefix", "hub", holds: [("writer", held(cast.head(1)))], [receives(two)])
    add("the hub holds all", "hub", holds: [("writer", held(cast.head(2)))], [receives(two)])
    let log = LogPosition(place: 9, hash: Cast.digest("log at 9"))
    let atNine = hello { $0.log = log }
    add(
      "the log position is on the hub's chain", "hub", holds: [("log", held(log))],
      [receives(atNine)])
    add(
      "the hub's log has no segment end there", "hub",
      holds: [("log", held(LogPosition(place: 8, hash: Cast.digest("log at 8"))))],
      [receives(atNine)])
    add(
      "the hub's log has another hash there", "hub",
      holds: [("log", held(LogPosition(place: 9, hash: Cast.digest("another log"))))],
      [receives(atNine)])
    let seven = LogPosition(place: 7, hash: Cast.digest("log at 7"))
    let parted = hello {
      $0.log = log
      $0.starts = [
        HubStartMark(generation: Cast.id("first life"), place: 1, before: cast.emptyLog.hash),
        HubStartMark(generation: Cast.id("second life"), place: 8, before: seven.hash),
        HubStartMark(generation: Cast.id("third life"), place: 9, before: Cast.digest("8")),
      ]
    }
    add(
      "the logs have parted at the second newest of the node's starts", "hub",
      holds: [("log", held(seven))], [receives(parted)])
    add(
      "the same, and the key was revoked", "hub",
      holds: [("log", held(seven)), ("revoked", true)], [receives(parted)])
  }

  private mutating func addFirstForms(_ good: Letter?) {
    let forms: [(String, Letter?)] = [
      ("a member is missing", good?.with("log", nil)),
      ("a member has another type", good?.with(["writer", "n"], "0")),
      ("a role that is not served", good?.with("role", "boss")),
      (
        "seventeen starts",
        good?.with("starts", .array((0..<17).map { [.string(Cast.id("\($0)").hex), 1, 1] }))
      ),
      ("no line is carried", good.map { Letter($0.message) }),
      ("two lines are carried", good.map { Letter($0.message, $0.lines + $0.lines) }),
    ]
    for (why, letter) in forms {
      add("hello: " + why, "hub", error: "bad_message", [receives(letter)])
    }
    add(
      "another message comes first", "hub", error: "unexpected",
      [receives(Letter(["type": "ping", "id": 1]))])
    add(
      "a message of an unknown type comes first", "hub", error: "unexpected",
      [receives(Letter(["type": "hologram"]))])
    add(
      "a frame of 4,097 bytes before welcome", "hub", error: "too_large",
      [receives(bytes: [0x4D, 1, 0, 0, 0, 0, 0x10, 0x01])])
    add(
      "no hello within ten seconds", "hub", error: "too_slow",
      [timer(after: 9_999_999), timer(after: 10_000_000)])
  }

  /// First contact, at the hub.
  mutating func addEnrol() {
    let code = "hub.example:7575/"
    let secret = messages.code ?? .random()
    let text = (try? JoinCode(address: "hub.example:7575", secret: secret).text) ?? code
    let proof = secret.proof(
      of: .node, exporter: cast.exporter, hub: SubjectPublicKeyInfo.digest(of: cast.hub.publicKey),
      node: SubjectPublicKeyInfo.digest(of: cast.node.publicKey))
    let enrol = receives(
      frame: Enrol(software: "vectors 1", seal: cast.seal, proof: proof).frame())
    let held = [("code", JSONValue.string(text))]
    let bye = receives(frame: SmallMessages.bye("enrolled"))
    add("enrol with a join code", "hub", holds: held, [enrol, bye])
    add("enrol, and no code fits", "hub", error: "bad_code", [enrol])
    add(
      "enrol with a proof from another connection", "hub", holds: held,
      exporter: Cast.digest("another connection"), error: "bad_code", [enrol])
    add(
      "enrol with another's proof", "hub", holds: held, peer: cast.stranger.publicKey,
      error: "bad_code", [enrol])
    add(
      "enrol again, with the key that used the code", "hub",
      holds: held + [("used_by", JSONValue(cast.node.publicKey))], [enrol, bye])
    add(
      "enrol with a code that another key has used", "hub",
      holds: held + [("used_by", JSONValue(cast.stranger.publicKey))], error: "code_used", [enrol])
    add(
      "after enrolled only bye may come", "hub", holds: held, error: "unexpected",
      [enrol, receives(hello())])
    add(
      "enrol in another version", "hub", error: "no_common_version",
      [receives(Letter(["type": "enrol", "versions": [2]]))])
  }

  /// First contact, at the node.
  mutating func addEnrolled() {
    let secret = messages.code ?? .random()
    let text = (try? JoinCode(address: "hub.example:7575", secret: secret).text) ?? ""
    let held = [("code", JSONValue.string(text))]
    let good = Letter(messages.enrolled)
    let side = "enrolling node"
    add("enrolled as it should be", side, holds: held, [receives(good)])
    add(
      "the hub does not prove the code", side, holds: held, error: "bad_code",
      [receives(good?.with("proof", JSONValue(Cast.digest("a guess"))))])
    add(
      "the hub's proof is from another connection", side, holds: held,
      exporter: Cast.digest("another connection"), error: "bad_code", [receives(good)])
    add(
      "the hub's key is not certified", side, holds: held, error: "wrong_hub",
      [receives(good?.with("certificate", .string(cast.forged.hex)))])
    add(
      "the admission is not signed", side, holds: held, error: "bad_admission",
      [receives(good?.with("signature", .string(cast.forged.hex)))])
    let proof = cast.hubChannel().hubProof(of: secret)
    add(
      "the admission is another key's", side, holds: held, error: "bad_admission",
      [
        receives(
          frame: Enrolled(
            event: cast.event, seal: cast.hubSeal, admitted: cast.admitted(cast.stranger),
            proof: proof
          ).frame())
      ])
    add(
      "the hub refuses", side, holds: held, error: "code_used",
      [receives(frame: SmallMessages.error(ProtocolError(.codeUsed, "Ask for a new code.")))])
    add(
      "the hub says something else", side, holds: held, error: "unexpected",
      [receives(frame: cast.welcome.frame())])
  }

  /// A node whose log has parted from the hub's says from where it goes on.
  private mutating func addParted() {
    let nine = LogPosition(place: 9, hash: Cast.digest("log at 9"))
    let five = LogPosition(place: 5, hash: Cast.digest("log at 5"))
    let holds = [("log", held(nine)), ("ends", JSONValue.array([held(five)]))]
    var welcome = cast.welcome
    add(
      "the logs have parted: from the beginning", "node", holds: holds,
      [receives(frame: welcome.frame())])
    let start = cast.segment([cast.startLine(cast.hub)], after: cast.emptyLog)
    add(
      "the logs have parted: what comes is followed from there", "node", holds: holds,
      [receives(frame: welcome.frame()), receives(frame: start.frame)])
    add(
      "the logs have parted: the hub's key was certified behind that place alone", "node",
      holds: holds, error: "wrong_hub",
      [
        receives(frame: welcome.frame()),
        receives(frame: cast.segment(cast.lines(1...1), after: cast.emptyLog).frame),
      ])
    welcome.from = 6
    add(
      "the logs have parted: from where the hub says", "node", holds: holds,
      [receives(frame: welcome.frame())])
    welcome.from = 1
    welcome.starts = [
      HubStartMark(generation: Cast.id("first life"), place: 1, before: cast.emptyLog.hash),
      HubStartMark(generation: Cast.id("second life"), place: 6, before: five.hash),
      HubStartMark(generation: Cast.id("third life"), place: 8, before: Cast.digest("else")),
    ]
    add(
      "the logs have parted: from where a start of the hub's shows it", "node", holds: holds,
      [receives(frame: welcome.frame())])
    welcome.starts[1].before = Cast.digest("else")
    add(
      "the logs have parted: no start shows a common place", "node", holds: holds,
      [receives(frame: welcome.frame())])
  }

  /// The rows of the table that the node finds.
  mutating func addWelcome() {
    let good = Letter(cast.welcome.frame())
    add("a welcome as it should be", "node", [receives(good)])
    let elsewhere = Certificate(of: cast.hub.publicKey, by: cast.stranger)
    let wrong: [(String, Letter?, Digest?)] = [
      ("the TLS key is another", good, cast.secondHub.publicKey),
      (
        "another root",
        good?.with("root", JSONValue(elsewhere.root))
          .with("certificate", .string(elsewhere.signature.hex)), nil
      ),
      (
        "a key that the root has not certified",
        good?.with("certificate", .string(cast.forged.hex)), nil
      ),
      ("another event", good?.with("event", JSONValue(Cast.id("another event"))), nil),
    ]
    for (why, letter, peer) in wrong {
      add("welcome: " + why, "node", peer: peer, error: "wrong_hub", [receives(letter)])
    }
    var three = cast.welcome
    three.head = cast.head(3)
    let fork = WriterHead(n: 3, hash: Cast.digest("another chain"))
    let nine = [("writer", held(cast.head(9)))]
    add("the hub holds a prefix", "node", holds: nine, [receives(frame: three.frame())])
    three.head = fork
    add(
      "the hash at the hub's n is not the node's own: it begins anew", "node", holds: nine,
      [receives(frame: three.frame())])
    three.head = cast.head(3)
    for verdict in [Welcome.Verdict.behind, .fork] {
      three.verdict = verdict
      add(
        "the hub finds \(verdict.rawValue): the node begins anew", "node",
        [receives(frame: three.frame())])
    }
    add(
      "a verdict that nobody knows", "node", error: "bad_message",
      [receives(good?.with(["writer", "verdict"], "perhaps"))])
    add("the node was revoked", "node", [receives(good?.with("revoked", true))])
    add(
      "the hub would send from a place that the node has not reached", "node",
      error: "bad_message", [receives(good?.with("from", 2))])
    addParted()
    add(
      "a version that was not offered", "node", error: "no_common_version",
      [receives(good?.with("version", 2))])
    add(
      "a limit is missing", "node", error: "bad_message",
      [receives(good?.with(["limits", "batches"], nil))])
    add(
      "the hub refuses", "node", error: "busy", [receives(frame: messages.error)])
    add(
      "another message comes first", "node", error: "unexpected",
      [receives(frame: SmallMessages.go())])
    add("no welcome within ten seconds", "node", error: "too_slow", [timer(after: 10_000_000)])
  }
}
