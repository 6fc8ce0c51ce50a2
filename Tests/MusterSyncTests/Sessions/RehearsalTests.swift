import MusterCore
import MusterTrust
import Testing

@testable import MusterSync

@Suite("Rehearsals on the wire")
struct RehearsalTests {
  let cast = Cast()
  let root = Cast.key("root of the practice event")
  let messages = Messages()

  /// What a node holds of its practice event before it has said anything there.
  private func practice(_ holdings: inout NodeSession.Holdings) {
    let event = root.id
    holdings.event = event
    holdings.root = root.publicKey
    holdings.admitted = Admitted(
      line: cast.admitLine(cast.node, event: event), event: event,
      certificate: Certificate(of: cast.hub.publicKey, by: root), signer: cast.hub)
    holdings.head = WriterHead(event: event, writer: cast.writer)
    holdings.log = LogPosition(event: event)
  }

  private func hub(practice: EventID?, standing: [OpID] = []) -> HubSession {
    HubSession(
      channel: cast.hubChannel(), event: cast.event, practice: practice, standing: standing,
      at: cast.start, hasher: cast.hasher, deflate: cast.deflate)
  }

  @Test("A node's hello chooses between its practice event and the real one")
  func chosen() {
    for isPractice in [true, false] {
      var hub = hub(practice: root.id)
      let hello = (isPractice ? Pair(change: practice) : Pair()).node.hello()
      hub.feed(hello, at: cast.start)
      guard case .hello(let heard, let admission)? = hub.next(at: cast.start) else {
        Issue.record("the hello was not taken")
        continue
      }
      #expect(heard.event == (isPractice ? root.id : cast.event))
      #expect(hub.event == heard.event)
      #expect(admission.keyID == cast.node.id)
    }
  }

  @Test("A practice event that the machine has not is another event, and so it is for a standby")
  func refused() throws {
    for practice in [nil, Cast.id("another's")] {
      var hub = hub(practice: practice)
      hub.feed(Pair(change: self.practice).node.hello(), at: cast.start)
      #expect(error(hub.next(at: cast.start)) == "wrong_event")
    }
    let hello = try #require(Letter(Pair(change: practice).node.hello()))
    var hub = hub(practice: root.id)
    hub.feed(hello.with("role", "standby").frame, at: cast.start)
    #expect(error(hub.next(at: cast.start)) == "wrong_event")
  }

  @Test("What stands on the real log says nothing about a practice event")
  func standing() {
    let line = SHA256.digest(cast.admitLine(cast.node, event: root.id)).identifier
    var hub = hub(practice: root.id, standing: [line])
    let forged = Pair { [practice, cast] holdings in
      practice(&holdings)
      holdings.admitted.signature = cast.forged
    }
    hub.feed(forged.node.hello(), at: cast.start)
    #expect(error(hub.next(at: cast.start)) == "bad_admission")
  }

  private func error(_ event: HubSession.Event?) -> String? {
    if case .failed(let error)? = event { error.name } else { nil }
  }

  @Test("The state of a practice event comes as it was sent, and is no matter where it is missing")
  func state() throws {
    var pair = Pair.opened()
    var status = HubStatus(
      time: cast.start.time, expected: 1, open: 0, heard: 1, silent: 0, neverHeard: 0, present: 0,
      attended: 0)
    for mark in [nil, StateMark(place: 41, digest: Cast.digest("state"))] {
      status.state = mark
      guard case .status(let heard)? = pair.nodeHears(pair.hub.status(status)).first else {
        Issue.record("no status")
        continue
      }
      #expect(heard == status)
    }
    let letter = try #require(Letter(pair.hub.status(status)))
    for (path, value) in [
      (["state"], .integer(1)), (["state", "place"], .integer(-1)), (["state", "digest"], "00"),
    ] as [([String], JSONValue)] {
      var pair = Pair.opened()
      #expect(
        pair.nodeHears(letter.with(path, value).frame).error?.name == "bad_message", "\(path)")
    }
  }

  @Test("How a rehearsal went comes as it was sent, also in a word of another version")
  func outcome() throws {
    var pair = Pair.opened()
    var status = NodeStatus(
      desks: 0, present: 0, made: 1, pending: 0, oldest: nil, diskFree: 1, software: "vectors 1")
    for word in Rehearsed.Outcome.allCases.map(\.rawValue) + ["splendid"] {
      status.rehearsed = Rehearsed(at: cast.start.time, outcome: word)
      guard case .status(let heard)? = pair.hubHears(pair.node.status(status)).first else {
        Issue.record("no status")
        continue
      }
      #expect(heard == status)
    }
    let letter = try #require(Letter(pair.node.status(status)))
    for (path, value) in [
      (["rehearsed"], "well"), (["rehearsed", "at"], .integer(-1)), (["rehearsed", "outcome"], ""),
      (["rehearsed", "outcome"], .string(String(repeating: "x", count: 65))),
    ] as [([String], JSONValue)] {
      var pair = Pair.opened()
      #expect(
        pair.hubHears(letter.with(path, value).frame).error?.name == "bad_message", "\(path)")
    }
  }

  @Test("What is kept of a rehearsal is one line, whatever a node calls its outcome")
  func kept() {
    for outcome in ["well", "another version's word", ""] {
      let told = Rehearsed(at: -5, outcome: outcome)
      #expect(Rehearsed(kept: told.kept) == (outcome.isEmpty ? nil : told))
    }
    let hostile = Rehearsed(at: 7, outcome: "x\nffffffffffffffffffffffffffffffff 9 well\r\ny")
    #expect(!hostile.kept.contains { $0.isNewline })
    #expect(Rehearsed(kept: hostile.kept)?.at == 7)
    for text in ["", "7", "x well", "well"] { #expect(Rehearsed(kept: text) == nil) }
  }
}
