import MusterCore
import MusterTrust

@testable import MusterSync

/// Plays one case of `sessions.json`: a side that holds what the case says, and the steps that it is
/// put through. Gives what came of each step.
nonisolated struct SessionPlayer {
  /// The case cannot be read.
  struct Unplayable: Error {
    var why: String
  }

  /// What came of one step.
  struct Result: Equatable {
    var gives: [JSONValue] = []
    var answers: [JSONValue] = []
  }

  private enum Side {
    case hub(HubSession)
    case node(NodeSession)
    case enrolling(NodeEnrolment)
  }

  private let cast = Cast()
  private let setting: JSONValue
  private var side: Side
  private var result = Result()

  /// Makes the side that a case speaks of.
  init(_ setting: JSONValue) throws {
    self.setting = setting
    let cast = cast
    let holds = setting["holds"]
    var channel = setting["side"] == "hub" ? cast.hubChannel() : cast.nodeChannel()
    if let peer = setting["peer"]?.digest { channel.peerKey = peer }
    if let exporter = setting["exporter"]?.digest { channel.exporter = exporter }
    switch setting["side"] {
    case "hub":
      side = .hub(
        HubSession(
          channel: channel, event: cast.event, at: cast.start, hasher: cast.hasher,
          deflate: cast.deflate))
    case "node":
      var holdings = cast.holdings
      if let head = holds?["writer"] { holdings.head = try Self.head(head) }
      if let log = holds?["log"] { holdings.log = try Self.position(log) }
      if let keys = holds?["hub_keys"]?.array { holdings.hubKeys = keys.compactMap(\.digest) }
      side = .node(
        NodeSession(
          holdings: holdings, signer: cast.node, channel: channel, at: cast.start,
          hasher: cast.hasher, deflate: cast.deflate))
    case "enrolling node":
      guard let text = holds?["code"]?.string else { throw Unplayable(why: "no code") }
      side = .enrolling(
        NodeEnrolment(code: try JoinCode(text), channel: channel, deflate: cast.deflate))
    default: throw Unplayable(why: "no side")
    }
  }

  private static func head(_ value: JSONValue) throws -> WriterHead {
    guard let n = value["n"]?.integer, let hash = value["hash"]?.digest else {
      throw Unplayable(why: "no head")
    }
    return WriterHead(n: n, hash: hash)
  }

  private static func position(_ value: JSONValue) throws -> LogPosition {
    guard let place = value["place"]?.integer, let hash = value["hash"]?.digest else {
      throw Unplayable(why: "no position")
    }
    return LogPosition(place: place, hash: hash)
  }

  private static func bytes(_ step: JSONValue) throws -> [UInt8] {
    if let lines = step["receives"]?.array?.compactMap(\.string) {
      return FrameWriter.plain(Array(lines.joined(separator: "\n").utf8))
    }
    guard let hex = step["bytes"]?.string else { throw Unplayable(why: "no bytes") }
    let digits = Array(hex.utf8)
    return try stride(from: 0, to: digits.count, by: 2).map { index in
      guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
      else { throw Unplayable(why: "no hex") }
      return byte
    }
  }

  /// Plays one step.
  mutating func play(_ step: JSONValue) throws -> Result {
    result = Result()
    let after = step["after_us"]?.integer ?? 0
    let now = Moment(mono: cast.start.mono + after, time: cast.start.time + after / 1000)
    if step["receives"] != nil || step["bytes"] != nil {
      try hear(Self.bytes(step), at: now)
    } else if step["timer"] == true {
      timer(at: now)
    } else if let lines = step["makes"]?.array?.compactMap(\.string) {
      guard case .node(var node) = side else { throw Unplayable(why: "only a node makes ops") }
      answer(node.ops(lines.map { Array($0.utf8) }))
      side = .node(node)
    } else if let after = step["wants"]?.array?.compactMap(\.digest) {
      guard case .hub(var hub) = side else { throw Unplayable(why: "only a hub wants segments") }
      answer(hub.wantSegments(after))
      side = .hub(hub)
    } else if let ack = step["acknowledges"] {
      guard case .hub(var hub) = side, let durable = ack["durable"]?.integer,
        let whole = ack["whole"]?.integer
      else { throw Unplayable(why: "only a hub acknowledges") }
      answer(hub.acknowledge(durable: durable, whole: whole) ?? [])
      side = .hub(hub)
    } else {
      throw Unplayable(why: "no step")
    }
    return result
  }

  private mutating func answer(_ bytes: [UInt8]) {
    for letter in Letter.all(bytes) {
      result.answers.append(.array(letter.texts.map { .string($0) }))
    }
  }

  private mutating func hear(_ bytes: [UInt8], at now: Moment) throws {
    switch side {
    case .hub(var hub):
      hub.feed(bytes, at: now)
      while true {
        let next = hub.next(at: now)
        answer(hub.takeReplies())
        guard let event = next else { break }
        result.gives.append(Outcome.of(event))
        try react(event, &hub, at: now)
      }
      side = .hub(hub)
    case .node(var node):
      node.feed(bytes, at: now)
      while true {
        let next = node.next(at: now)
        answer(node.takeReplies())
        guard let event = next else { break }
        result.gives.append(Outcome.of(event))
        if case .welcome(let welcome) = event { try open(welcome, &node, at: now) }
      }
      side = .node(node)
    case .enrolling(var enrolment):
      enrolment.feed(bytes)
      do throws(ProtocolError) {
        if let enrolled = try enrolment.next() {
          result.gives.append(["event": "enrolled", "event_id": JSONValue(enrolled.event)])
          answer(enrolment.bye())
        }
      } catch {
        result.gives.append(Outcome.of(error))
      }
      side = .enrolling(enrolment)
    }
  }

  /// Opens as a node does that makes the cast's ops, and follows from where both logs are one.
  private mutating func open(
    _ welcome: Welcome, _ node: inout NodeSession, at now: Moment
  ) throws {
    let holds = setting["holds"]
    let head = try holds?["writer"].map { try Self.head($0) } ?? cast.emptyHead
    let n = welcome.head.n
    let ownHash = n <= head.n ? cast.head(Int(n)).hash : nil
    guard let ping = node.open(ownHash: ownHash, at: now) else { return answer(node.farewell) }
    answer(ping)
    let log = try holds?["log"].map { try Self.position($0) } ?? cast.emptyLog
    guard welcome.from != log.place + 1 else { return }
    let ends = try ends()
    let known = welcome.starts.map(\.place) + [welcome.from]
    let common = ends.filter { end in
      known.contains(end.place + 1)
        && (end.place == welcome.from - 1
          || welcome.starts.contains { $0.place == end.place + 1 && $0.before == end.hash })
    }
    let last = common.max { $0.place < $1.place } ?? cast.emptyLog
    let keys = holds?["hub_keys"]?.array?.compactMap(\.digest) ?? cast.holdings.hubKeys
    answer(node.follow(from: last, hubKeys: last.place == 0 ? [] : keys))
  }

  /// Where segments of the side's log end, the beginning too.
  private func ends() throws -> [LogPosition] {
    let holds = setting["holds"]
    var ends = [cast.emptyLog]
    if let log = holds?["log"] { ends.append(try Self.position(log)) }
    for end in holds?["ends"]?.array ?? [] { ends.append(try Self.position(end)) }
    return ends
  }

  private mutating func react(
    _ event: HubSession.Event, _ hub: inout HubSession, at now: Moment
  ) throws {
    let holds = setting["holds"]
    switch event {
    case .hello(let hello, _):
      let held = try holds?["writer"].map { try Self.head($0) } ?? cast.emptyHead
      let ends = try ends()
      let isRevoked = holds?["revoked"] == true
      let common = hello.commonPlace { place in ends.first { $0.place == place }?.hash }
      var welcome = cast.welcome
      welcome.head = held
      welcome.verdict = hello.verdict(held: held)
      welcome.isRevoked = isRevoked
      welcome.from = common + 1
      answer(hub.welcome(welcome, at: now))
    case .enrol(let enrol):
      let code = try holds?["code"]?.string.map { try JoinCode($0) }
      let error: ProtocolError? =
        if let code, hub.channel.isProved(enrol, by: code.secret) {
          if let user = holds?["used_by"]?.digest, user != hub.channel.peerKey {
            ProtocolError(.codeUsed, "Another machine has used this code.")
          } else {
            nil
          }
        } else {
          ProtocolError(.badCode, "No join code fits.")
        }
      if let error {
        hub.refuse(error)
        result.gives.append(Outcome.of(error))
      } else if let secret = code?.secret {
        answer(
          hub.enrolled(
            Enrolled(
              event: cast.event, seal: cast.hubSeal, admitted: cast.admitted,
              proof: hub.channel.hubProof(of: secret))))
      }
    default: break
    }
  }

  private mutating func timer(at now: Moment) {
    let effect: TimerEffect
    switch side {
    case .hub(var hub):
      effect = hub.timer(at: now)
      side = .hub(hub)
    case .node(var node):
      effect = node.timer(at: now)
      side = .node(node)
    case .enrolling: effect = .nothing
    }
    switch effect {
    case .nothing: break
    case .send(let frame): answer(frame)
    case .failed(let error): result.gives.append(Outcome.of(error))
    }
  }
}
