import MusterCore
import MusterTrust
import Testing

@testable import MusterSync

/// What a program of version n + 1 adds to a message: members that this version does not know, at
/// every depth, in front of the known ones.
private func modern(_ value: JSONValue) -> JSONValue {
  switch value {
  case .object(let members):
    let news = [
      JSONMember(name: "hologram", value: ["type": "error", "event": [1, ["deep": [true]]]]),
      JSONMember(name: "", value: nil), JSONMember(name: "Type", value: "enrol"),
    ]
    return .object(news + members.map { JSONMember(name: $0.name, value: modern($0.value)) })
  default: return value
  }
}

@Suite("A peer of the next version")
struct NextVersionTests {
  let messages = Messages()
  let cast = Cast()

  @Test("A node that speaks 1 and 2, with more members and features, is welcome")
  func node() throws {
    var pair = Pair()
    let hello = try #require(Letter(pair.node.hello()))
    let letter = Letter(modern(hello.message), hello.lines)
      .with("versions", [1, 2]).with("features", ["holograms", "ops-2", ""])
    let events = pair.hubHears(letter.frame)
    #expect(events.count == 1 && events.error == nil)
    let answer = try #require(Letter(pair.hub.welcome(cast.welcome, at: pair.now)))
    #expect(answer.message["version"] == 1)
    #expect(answer.message["features"] == [])
  }

  @Test("A hub that answers with more members, limits and features opens the session")
  func hub() throws {
    var pair = Pair()
    let welcome = try #require(Letter(cast.welcome.frame()))
    let letter = Letter(modern(welcome.message)).with("features", ["holograms"])
      .with(["limits", "holograms"], "many")
    #expect(pair.nodeHears(letter.frame).error == nil)
    #expect(pair.node.open(ownHash: cast.emptyHead.hash, at: pair.now) != nil)
  }

  @Test("Unknown members in any message change nothing of what it says")
  func members() throws {
    for (type, frame) in messages.ofNode where type != "hello" && type != "enrol" {
      let letter = try #require(Letter(frame))
      var plain = Pair.opened()
      var pair = Pair.opened()
      #expect(
        pair.hubHears(Letter(modern(letter.message), letter.lines).frame).map(Outcome.of)
          == plain.hubHears(frame).map(Outcome.of), "\(type)")
      #expect(pair.hub.takeReplies() == plain.hub.takeReplies())
    }
    for (type, frame) in messages.ofHub where type != "welcome" && type != "enrolled" {
      let letter = try #require(Letter(frame))
      var plain = Pair.opened()
      var pair = Pair.opened()
      #expect(
        pair.nodeHears(Letter(modern(letter.message), letter.lines).frame).map(Outcome.of)
          == plain.nodeHears(frame).map(Outcome.of), "\(type)")
      #expect(pair.node.takeReplies() == plain.node.takeReplies())
    }
  }

  @Test("Messages of unknown types are passed over; the session goes on")
  func types() {
    var pair = Pair.opened(holding: { $0.head = cast.head(5) })
    for type in ["recover", "hologram", "", "Ops", "OPS"] {
      let frame = Letter(["type": .string(type), "ops": 7], [[0xFF], Array("x".utf8)]).frame
      #expect(pair.hubHears(frame).isEmpty && pair.hub.farewell.isEmpty, "\(type)")
      #expect(pair.nodeHears(frame).isEmpty && pair.node.farewell.isEmpty, "\(type)")
    }
    #expect(pair.hubHears(pair.node.ops([cast.line(1)])).count == 1)
  }

  @Test("A node that speaks only 2, whatever its hello looks like, is told what to do")
  func onlyTwo() throws {
    let future = Letter([
      "type": "hello", "versions": [2], "role": ["node", "board"], "writers": [[1, 2]],
    ])
    for letter in [future, Letter(["type": "enrol", "versions": [2, 3]])] {
      var pair = Pair()
      let error = try #require(pair.hubHears(letter.frame).error)
      #expect(error.code == 201 && error.name == "no_common_version")
      #expect(error.text.contains("speaks version 1") && error.text.contains("update"))
      #expect(pair.nodeHears(pair.hub.farewell).error == error)
    }
  }

  @Test("An error with a code that nobody knows yet is shown as it came")
  func errors() {
    let known = ProtocolError(
      code: 799, name: "hologram_lost", text: "Turn it off and on.", retryAfterMs: 8)
    var pair = Pair.opened()
    #expect(pair.nodeHears(SmallMessages.error(known)).error == known)
    #expect(pair.hubHears(SmallMessages.error(known)).error == known)
    #expect(pair.hub.farewell.isEmpty && pair.node.farewell.isEmpty)
  }
}
