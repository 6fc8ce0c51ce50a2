import MusterCore
import MusterTrust
import Testing

@testable import MusterSync

/// Every place in a message where a value stands: members, and elements of arrays.
private func places(_ value: JSONValue, _ path: [String] = []) -> [[String]] {
  switch value {
  case .object(let members):
    members.flatMap { [path + [$0.name]] + places($0.value, path + [$0.name]) }
  case .array(let elements):
    elements.enumerated().flatMap { index, element in
      [path + ["\(index)"]] + places(element, path + ["\(index)"])
    }
  default: []
  }
}

/// Values of every type but the given one's.
private func others(than value: JSONValue) -> [JSONValue] {
  let all: [JSONValue] = [["a": 1], [1, "x"], "text", 7, true, nil]
  return all.filter { other in
    switch (value, other) {
    case (.object, .object), (.array, .array), (.string, .string), (.integer, .integer),
      (.bool, .bool):
      false
    default: true
    }
  }
}

private func value(_ root: JSONValue, at path: [String]) -> JSONValue {
  path.reduce(root) { value, step in
    value[step] ?? value.array.flatMap { elements in Int(step).map { elements[$0] } } ?? .null
  }
}

/// The nearest name on the path that a message calls a member: elements belong to their array.
private func memberWords(_ type: String, _ path: [String]) -> String {
  let names = path.prefix { Int($0) == nil }
  let holder = ([type] + names.dropLast()).joined(separator: ".")
  return "The member \(names.last ?? "") of \(holder) "
}

/// Members that may be absent.
private let optional: Set<[String]> = [["oldest"], ["retry_after_ms"]]

/// Each message with one member missing, or one value of another type, and whose member it is.
private func spoilt(_ type: String, _ good: Letter) -> [(letter: Letter, words: String)] {
  var spoilt: [(Letter, String)] = []
  for path in places(good.message) where path != ["type"] {
    let words = memberWords(type, path)
    if !optional.contains(path), Int(path.last ?? "") == nil {
      spoilt.append((good.with(path, nil), words))
    }
    for other in others(than: value(good.message, at: path)) {
      spoilt.append((good.with(path, other), words))
    }
  }
  return spoilt
}

@Suite("The form of messages")
struct MessageFormTests {
  let messages = Messages()
  let cast = Cast()

  @Test("The hub names the member that is missing or of another type, in every message")
  func hub() throws {
    var count = 0
    for (type, frame) in messages.ofNode {
      let good = try #require(Letter(frame))
      for (letter, words) in spoilt(type, good) {
        var pair = type == "hello" || type == "enrol" ? Pair() : Pair.opened()
        let error = pair.hubHears(letter.frame).error
        #expect(error?.name == "bad_message", "\(letter.texts)")
        #expect(error?.text.hasPrefix(words) == true, "\(words): \(error?.text ?? "")")
        #expect(!pair.hub.farewell.isEmpty && pair.hub.deadline == .max)
        count += 1
      }
    }
    #expect(count > 300)
  }

  @Test("The node names the member that is missing or of another type, in every message")
  func node() throws {
    var count = 0
    for (type, frame) in messages.ofHub where type != "enrolled" {
      let good = try #require(Letter(frame))
      for (letter, words) in spoilt(type, good) {
        var pair = type == "welcome" ? Pair() : Pair.opened()
        let error = pair.nodeHears(letter.frame).error
        #expect(error?.name == "bad_message", "\(letter.texts)")
        #expect(error?.text.hasPrefix(words) == true, "\(words): \(error?.text ?? "")")
        #expect(!pair.node.farewell.isEmpty && pair.node.deadline == .max)
        count += 1
      }
    }
    #expect(count > 300)
  }

  @Test("A node that enrols names the member that is missing or of another type")
  func enrolling() throws {
    let good = try #require(Letter(messages.enrolled))
    for (letter, words) in spoilt("enrolled", good) {
      var enrolment = NodeEnrolment(
        code: try JoinCode(address: "hub:7575"), channel: cast.nodeChannel(),
        deflate: cast.deflate)
      enrolment.feed(letter.frame)
      let error = #expect(throws: ProtocolError.self) { try enrolment.next() }
      #expect(error?.name == "bad_message")
      #expect(error?.text.hasPrefix(words) == true, "\(words): \(error?.text ?? "")")
      #expect(Letter(enrolment.farewell)?.message["name"] == "bad_message")
    }
  }

  @Test("Values beyond their bounds are of another form")
  func bounds() throws {
    let long = String(repeating: "é", count: 33)
    let hellos: [([String], JSONValue)] = [
      (["software"], ""), (["software"], .string(long)), (["role"], "boss"),
      (["scope"], "MA"), (["writer", "n"], -1), (["log", "place"], -1),
      (["starts", "0", "1"], 0), (["starts", "0"], [1]),
      (["starts"], .array(Array(repeating: [1, 2, 3], count: 17))),
      (["versions"], .array(Array(repeating: 1, count: 65))),
      (["features"], .array(Array(repeating: "f", count: 65))), (["features"], [7]),
      (["clock", "mono"], -1), (["event"], "0123"), (["signature"], "ABCD"),
      (["writer", "hash"], .string(Cast.digest("x").hex.uppercased())),
    ]
    let hello = try #require(Letter(messages.hello))
    for (path, value) in hellos {
      var pair = Pair()
      #expect(
        pair.hubHears(hello.with(path, value).frame).error?.name == "bad_message", "\(path)")
    }
    let welcomes: [([String], JSONValue)] = [
      (["from"], 0), (["writer", "whole"], 1), (["writer", "verdict"], "perhaps"), (["revoked"], 1),
      (["addresses"], .array(Array(repeating: "h:1", count: 9))), (["addresses"], [""]),
      (["limits", "batches"], 0), (["time"], -1),
    ]
    let welcome = try #require(Letter(cast.welcome.frame()))
    for (path, value) in welcomes {
      var pair = Pair()
      #expect(
        pair.nodeHears(welcome.with(path, value).frame).error?.name == "bad_message", "\(path)")
    }
  }

  @Test("A wall clock may stand before 1970, and nothing that is optional must be there")
  func lenient() throws {
    let hello = try #require(Letter(messages.hello))
    var pair = Pair()
    _ = pair.hubHears(hello.with(["clock", "wall"], -86_400_000).frame)
    #expect(pair.hub.farewell.isEmpty)
    pair = Pair.opened()
    let status = try #require(Letter(messages.ofNode.first { $0.type == "status" }?.frame ?? []))
    let events = pair.hubHears(
      status.with("oldest", nil).frame + status.with("oldest", -1).frame)
    #expect(events.count == 2 && events.error == nil)
  }

  @Test("Sixteen starts fit into a hello of the greatest numbers, and into a welcome")
  func greatest() throws {
    let most = JSONTape.maximumInteger
    let starts = (0..<16).map {
      HubStartMark(generation: Cast.id("\($0)"), place: most, before: Cast.digest("\($0)"))
    }
    var pair = Pair {
      $0.starts = starts
      $0.head.n = most
      $0.log.place = most - 1
      $0.clock = NodeClock(boot: cast.boot, mono: most, wall: -most)
      $0.software = String(repeating: "\u{1}", count: 64)
    }
    guard case .hello(let hello, _)? = pair.hubHears(pair.node.hello()).first else {
      Issue.record("the greatest hello does not pass")
      return
    }
    #expect(hello.starts == starts && hello.head.n == most)
    var welcome = cast.welcome
    welcome.starts = starts
    welcome.head.n = most
    welcome.whole = most
    welcome.from = most
    welcome.time = most
    welcome.software = hello.software
    guard case .welcome(let read)? = pair.nodeHears(pair.hub.welcome(welcome, at: pair.now)).first
    else {
      Issue.record("the greatest welcome does not pass")
      return
    }
    #expect(read.starts == starts)
  }

  @Test("Words for people are cut to what a message may hold")
  func words() throws {
    var pair = Pair.opened()
    let long = String(repeating: "語", count: 400)
    pair.hub.refuse(ProtocolError(.storage, long))
    let error = pair.nodeHears(pair.hub.farewell).error
    #expect(error?.name == "storage")
    #expect(error?.text == String(repeating: "語", count: 341))
  }

  @Test("What is no message at all is told by its code")
  func noMessage() {
    let cases: [(String, Int64)] = [
      ("{\"type\":\"ping\",\"id\":1.5}", 107), ("{\"type\":\"ping\"", 107), ("nonsense", 107),
      ("{\"type\":\"ping\",\"id\":1,\"id\":2}", 107), ("[]", 110), ("{}", 110),
      ("{\"type\":7}", 110), ("7", 110),
    ]
    for (text, code) in cases {
      var pair = Pair.opened()
      #expect(pair.hubHears(FrameWriter.plain(Array(text.utf8))).error?.code == code, "\(text)")
    }
    var pair = Pair.opened()
    let notUTF8 = Array("{\"type\":\"".utf8) + [0xFF] + Array("\"}".utf8)
    #expect(pair.hubHears(FrameWriter.plain(notUTF8)).error?.code == 109)
    pair = Pair.opened()
    #expect(pair.nodeHears(Array("GET / HTTP/1.1\r\n".utf8)).error?.code == 101)
  }
}
