import MusterCore
import MusterTrust
import Testing

@testable import MusterSync

/// Every message in every state: taken, refused as `unexpected`, or passed over.
@Suite("Who may say what, when")
struct StateTests {
  let messages = Messages()
  let cast = Cast()
  private var all: [(type: String, frame: [UInt8])] {
    let types = Set(messages.ofNode.map(\.type))
    return messages.ofNode + messages.ofHub.filter { !types.contains($0.type) }
      + [("telepathy", messages.unknown)]
  }
  private var allToNode: [(type: String, frame: [UInt8])] {
    let types = Set(messages.ofHub.map(\.type))
    return messages.ofHub + messages.ofNode.filter { !types.contains($0.type) }
      + [("telepathy", messages.unknown)]
  }

  @Test("A hub that was greeted by nobody takes hello and enrol, and an end")
  func hubGreeting() {
    for (type, frame) in all {
      var pair = Pair()
      let events = pair.hubHears(frame)
      switch type {
      case "hello", "enrol", "bye": #expect(events.count == 1 && events.error == nil, "\(type)")
      case "error": #expect(events.error?.name == "busy")
      default: #expect(events.error?.name == "unexpected", "\(type)")
      }
    }
  }

  @Test("A hub that owes an answer listens to nothing, and not for ever")
  func hubAsked() {
    for greeting in ["hello", "enrol"] {
      for (type, frame) in all {
        var pair = Pair()
        for (each, greets) in messages.ofNode where each == greeting {
          _ = pair.hubHears(greets)
        }
        #expect(pair.hubHears(frame).isEmpty, "\(type)")
        let spaces = [UInt8](repeating: 0x20, count: 4097)
        #expect(pair.hubHears(spaces).error?.name == "too_many", "\(type)")
      }
    }
  }

  @Test("A hub that has admitted a node waits for its bye")
  func hubEnrolled() throws {
    let enrolled = try Enrolled.make(messages)
    for (type, frame) in all {
      var pair = Pair()
      _ = pair.hubHears(messages.ofNode[0].frame)
      #expect(!pair.hub.enrolled(enrolled).isEmpty)
      let events = pair.hubHears(frame)
      switch type {
      case "bye": #expect(events.map(Outcome.of).first?["event"] == "bye")
      case "error": #expect(events.error?.name == "busy")
      default: #expect(events.error?.name == "unexpected", "\(type)")
      }
    }
  }

  @Test("A hub with an open session takes what a node may say")
  func hubOpen() {
    for (type, frame) in all {
      var pair = Pair.opened()
      let events = pair.hubHears(frame)
      switch type {
      case "ops", "have", "want", "private", "status", "wait", "go", "bye", "offer":
        #expect(events.count == 1 && events.error == nil, "\(type)")
      case "ping", "telepathy", "pong": #expect(events.isEmpty && pair.hub.isOpen, "\(type)")
      case "error": #expect(events.error?.name == "busy")
      default: #expect(events.error?.name == "unexpected", "\(type)")
      }
      #expect(pair.hub.takeReplies().isEmpty == (type != "ping"))
    }
  }

  @Test("A node that has said hello takes welcome, and an end")
  func nodeGreeting() {
    for (type, frame) in allToNode {
      var pair = Pair()
      let events = pair.nodeHears(frame)
      switch type {
      case "welcome", "bye": #expect(events.count == 1 && events.error == nil, "\(type)")
      case "error": #expect(events.error?.name == "busy")
      default: #expect(events.error?.name == "unexpected", "\(type)")
      }
    }
  }

  @Test("A node that has not compared its chain listens to nothing")
  func nodeWelcomed() {
    for (type, frame) in allToNode {
      var pair = Pair()
      let events = pair.nodeHears(cast.welcome.frame() + frame)
      #expect(events.count == 1 && events.error == nil, "\(type)")
      #expect(pair.node.nextToSend(made: 5) == nil)
    }
  }

  @Test("A node with an open session takes what a hub may say")
  func nodeOpen() {
    for (type, frame) in allToNode {
      var pair = Pair.opened()
      let events = pair.nodeHears(frame)
      switch type {
      case "segment", "ack", "private", "want", "status", "wait", "go", "pong", "bye",
        "want-segments",
        "recovered":
        #expect(events.count == 1 && events.error == nil, "\(type)")
      case "ping", "telepathy": #expect(events.isEmpty && pair.node.isOpen, "\(type)")
      case "error": #expect(events.error?.name == "busy")
      default: #expect(events.error?.name == "unexpected", "\(type)")
      }
      #expect(pair.node.takeReplies().isEmpty == (type != "ping"))
    }
  }

  @Test("Nothing is said and nothing is kept after the end")
  func ended() {
    for (type, frame) in all + allToNode {
      var pair = Pair.opened()
      pair.hub.bye("done")
      pair.node.bye("done")
      let farewell = pair.hub.farewell
      #expect(pair.hubHears(frame).isEmpty && pair.nodeHears(frame).isEmpty, "\(type)")
      pair.hub.refuse(ProtocolError(.storage, "too late"))
      pair.hub.bye("again")
      #expect(pair.hub.farewell == farewell)
      #expect(!pair.hub.isOpen && !pair.node.isOpen)
    }
  }

  @Test("Commands that the state does not allow send nothing")
  func commands() throws {
    var pair = Pair()
    #expect(pair.hub.welcome(cast.welcome, at: pair.now).isEmpty)
    #expect(try pair.hub.enrolled(Enrolled.make(messages)).isEmpty)
    #expect(pair.hub.acknowledge(durable: 1, whole: 1) == nil)
    #expect(pair.node.open(ownHash: cast.emptyHead.hash, at: pair.now) == nil)
    #expect(pair.node.ops(cast.lines(1...1)).isEmpty)
    _ = pair.hubHears(messages.hello)
    #expect(try pair.hub.enrolled(Enrolled.make(messages)).isEmpty)
    pair = Pair()
    _ = pair.hubHears(messages.ofNode[0].frame)
    #expect(pair.hub.welcome(cast.welcome, at: pair.now).isEmpty)
  }

  @Test("Lines behind a message that carries none are passed over")
  func extraLines() throws {
    for (type, frame) in messages.ofNode where ["have", "want", "status", "bye"].contains(type) {
      var pair = Pair.opened()
      var letter = try #require(Letter(frame))
      letter.lines = [Array("anything".utf8), [0xFF]]
      #expect(pair.hubHears(letter.frame).count == 1, "\(type)")
    }
  }
}

extension Enrolled {
  static func make(_ messages: Messages) throws -> Enrolled {
    let cast = messages.cast
    let secret = try #require(messages.code)
    return Enrolled(
      event: cast.event, seal: cast.hubSeal, admitted: cast.admitted,
      proof: cast.hubChannel().hubProof(of: secret))
  }
}
