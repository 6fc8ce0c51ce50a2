import MusterCore
import MusterTrust

@testable import MusterSync

/// Makes `Protocol/vectors/sessions.json`: each case says which error it must end in, if any; the rest
/// of what comes of it is what the sessions give.
nonisolated struct SessionVectors {
  /// A case before it is played.
  struct Case {
    var why: String
    var side: String
    var peer: Digest?
    var exporter: Digest?
    var holds: [(String, JSONValue)]
    var steps: [JSONValue]
    /// The name of the error that it must end in.
    var error: String?

    /// The case as the file says it, without what comes of it.
    var value: JSONValue {
      var members = [
        JSONMember(name: "why", value: .string(why)),
        JSONMember(name: "side", value: .string(side)),
      ]
      if let peer { members.append(JSONMember(name: "peer", value: JSONValue(peer))) }
      if let exporter { members.append(JSONMember(name: "exporter", value: JSONValue(exporter))) }
      if !holds.isEmpty {
        let held = holds.map { JSONMember(name: $0.0, value: $0.1) }
        members.append(JSONMember(name: "holds", value: .object(held)))
      }
      members.append(JSONMember(name: "steps", value: .array(steps)))
      return .object(members)
    }
  }

  let cast = Cast()
  let messages = Messages()
  var cases: [Case] = []

  static let about = """
    One side of a connection: what it receives, and what must come of it. Protocol/4-messages.md. \
    `keys` are Ed25519 with their seeds; `exporter` is the TLS exporter unless a case has its own, and \
    the peer's TLS key is the node's or the hub's unless a case names a `peer`. The clock of the side \
    shows `start` (mono in microseconds, time in ms) when the connection is made; `after_us` is how \
    much later a step is, 0 where it is absent. What a side holds, unless `holds` says otherwise: a \
    node its `admission`, no ops (h(0) of `epoch`), no log (f(0)), and the hub's key as certified on \
    the log; a hub nothing of the writer, an empty log, no revocation, no join code. `writer` and \
    `log` in `holds` replace these, and `ends` are further places of its log where segments end (at \
    0 no key is certified); the node's own ops are `ops`, first to last. A step `receives` \
    one frame, given as its lines, or `bytes` in hex; or its `timer` is due; or a node `makes` ops \
    which it may send; or a hub `acknowledges` what its disk has, or \
    `wants` segments of other lives. `gives` lists the events and the \
    errors, by code and name; after an error nothing more comes. `answers` lists the frames that are \
    sent, each as its lines, without the `error` message; members compare as JSON, `software` and \
    the texts of errors are free.
    """

  mutating func add(
    _ why: String, _ side: String, holds: [(String, JSONValue)] = [], peer: Digest? = nil,
    exporter: Digest? = nil, error: String? = nil, _ steps: [JSONValue]
  ) {
    cases.append(
      Case(
        why: why, side: side, peer: peer, exporter: exporter, holds: holds, steps: steps,
        error: error))
  }

  // MARK: Steps

  /// Receives a frame; as hex where it is not text.
  func receives(_ letter: Letter?, after µs: Int64 = 0) -> JSONValue {
    guard let letter else { return nil }
    let isText = letter.lines.allSatisfy { String(validating: $0, as: UTF8.self) != nil }
    if !isText { return receives(bytes: letter.frame) }
    return step([("receives", .array(letter.texts.map { .string($0) }))], after: µs)
  }

  func receives(frame: [UInt8], after µs: Int64 = 0) -> JSONValue {
    receives(Letter(frame), after: µs)
  }

  func receives(bytes: [UInt8]) -> JSONValue {
    let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return ["bytes": .string(digits.joined())]
  }

  func timer(after µs: Int64) -> JSONValue { step([("timer", true)], after: µs) }

  func step(_ members: [(String, JSONValue)], after µs: Int64) -> JSONValue {
    let when = µs == 0 ? [] : [("after_us", JSONValue.integer(µs))]
    return .object((when + members).map { JSONMember(name: $0.0, value: $0.1) })
  }

  func held(_ head: WriterHead) -> JSONValue {
    ["n": .integer(head.n), "hash": JSONValue(head.hash)]
  }

  func held(_ log: LogPosition) -> JSONValue {
    ["place": .integer(log.place), "hash": JSONValue(log.hash)]
  }

  // MARK: The file

  static func made() -> SessionVectors {
    var vectors = SessionVectors()
    vectors.addHello()
    vectors.addEnrol()
    vectors.addHubOpen()
    vectors.addRecovery()
    vectors.addWelcome()
    vectors.addEnrolled()
    vectors.addNodeOpen()
    return vectors
  }

  /// The whole file, with what came of each step.
  func file() throws -> JSONValue {
    let keys: [(String, SigningKey)] = [
      ("root", cast.root), ("hub", cast.hub), ("second hub", cast.secondHub), ("node", cast.node),
      ("stranger", cast.stranger),
    ]
    let admission = Letter(messages.hello)?.message["admission"] ?? nil
    return [
      "about": .string(Self.about),
      "keys": .object(
        keys.map { name, key in
          JSONMember(
            name: name,
            value: [
              "seed": JSONValue(key.seed.secret), "public": JSONValue(key.publicKey),
              "id": JSONValue(key.id),
            ])
        }),
      "event": JSONValue(cast.event), "generation": JSONValue(cast.generation),
      "epoch": JSONValue(cast.epoch), "boot": JSONValue(cast.boot),
      "exporter": JSONValue(cast.exporter),
      "start": ["mono": .integer(cast.start.mono), "time": .integer(cast.start.time)],
      "admission": admission, "admission_line": text(cast.admitLine(cast.node)),
      "hub_seal": JSONValue(cast.hubSeal), "ops": .array(cast.lines(1...9).map(text)),
      "cases": .array(try cases.map { try played($0) }),
    ]
  }

  func text(_ line: [UInt8]) -> JSONValue { .string(String(decoding: line, as: UTF8.self)) }

  private func played(_ each: Case) throws -> JSONValue {
    var player = try SessionPlayer(each.value)
    let steps = try each.steps.map { step in
      let result = try player.play(step)
      var members = step.members ?? []
      if !result.gives.isEmpty {
        members.append(JSONMember(name: "gives", value: .array(result.gives)))
      }
      if !result.answers.isEmpty {
        members.append(JSONMember(name: "answers", value: .array(result.answers)))
      }
      return JSONValue.object(members)
    }
    return each.value.with("steps", .array(steps))
  }
}

nonisolated extension JSONValue {
  func with(_ name: String, _ value: JSONValue) -> JSONValue { with([name][...], value) }
}
