import MusterCore
import MusterTrust

@testable import MusterSync

/// What came of some bytes, as data: for comparing two runs, and for the vectors.
nonisolated enum Outcome {
  static func of(_ event: HubSession.Event) -> JSONValue {
    switch event {
    case .enrol(let enrol): ["event": "enrol", "proof": JSONValue(enrol.proof)]
    case .hello(let hello, let admission):
      [
        "event": "hello", "node": JSONValue(admission.keyID), "point": .string(admission.point),
        "n": .integer(hello.head.n), "place": .integer(hello.log.place),
      ]
    case .ops(let batch):
      [
        "event": "ops", "first": .integer(batch.first), "last": .integer(batch.last),
        "after": JSONValue(batch.after),
        "ops": .array(batch.digests.map { JSONValue($0.identifier) }),
      ]
    case .have(let position):
      ["event": "have", "place": .integer(position.place), "hash": JSONValue(position.hash)]
    case .want(let ops): ["event": "want", "ops": .array(ops.map { JSONValue($0) })]
    case .privates(let entries): privates(entries)
    case .status(let status):
      ["event": "status", "made": .integer(status.made), "pending": .integer(status.pending)]
    case .held(let reason, let text):
      ["event": "wait", "reason": .string(reason), "text": .string(text)]
    case .released: ["event": "go"]
    case .offer(let segments):
      ["event": "offer", "after": .array(segments.map { JSONValue($0.after) })]
    case .recovery(let segment): Self.segment(segment)
    case .mark(let mark):
      [
        "event": "mark", "node": JSONValue(mark.node), "boot": JSONValue(mark.boot),
        "mono": .integer(mark.mono), "time": .integer(mark.time), "err": .integer(mark.err),
      ]
    case .bye(let reason): ["event": "bye", "reason": .string(reason)]
    case .failed(let error): of(error)
    }
  }

  static func of(_ event: NodeSession.Event) -> JSONValue {
    switch event {
    case .welcome(let welcome):
      [
        "event": "welcome", "n": .integer(welcome.head.n), "whole": .integer(welcome.whole),
        "from": .integer(welcome.from), "generation": JSONValue(welcome.generation),
        "verdict": .string(welcome.verdict.rawValue), "revoked": .bool(welcome.isRevoked),
      ]
    case .acknowledged(let durable, let whole):
      ["event": "ack", "durable": .integer(durable), "whole": .integer(whole)]
    case .segment(let segment): Self.segment(segment)
    case .wantSegments(let after):
      ["event": "want-segments", "after": .array(after.map { JSONValue($0) })]
    case .recovered(let after):
      ["event": "recovered", "after": .array(after.map { JSONValue($0) })]
    case .want(let ops): ["event": "want", "ops": .array(ops.map { JSONValue($0) })]
    case .privates(let entries): privates(entries)
    case .status(let status):
      [
        "event": "status", "time": .integer(status.time), "present": .integer(status.present),
        "complete": .bool(status.isComplete),
      ]
    case .held(let reason, let text):
      ["event": "wait", "reason": .string(reason), "text": .string(text)]
    case .released: ["event": "go"]
    case .offset(let offset):
      [
        "event": "offset", "offset_ms": .integer(offset.offsetMs),
        "error_ms": .integer(offset.errorMs),
      ]
    case .bye(let reason): ["event": "bye", "reason": .string(reason)]
    case .failed(let error): of(error)
    }
  }

  private static func segment(_ segment: Segment) -> JSONValue {
    [
      "event": "segment", "first": .integer(segment.header.first),
      "last": .integer(segment.header.last), "after": JSONValue(segment.header.after),
      "ops": .array(segment.entries.map { JSONValue($0.op) }),
    ]
  }

  static func of(_ error: ProtocolError) -> JSONValue {
    ["error": .integer(error.code), "name": .string(error.name)]
  }

  static func of(_ effect: TimerEffect) -> JSONValue {
    switch effect {
    case .nothing: ["event": "nothing"]
    case .send: ["event": "ping"]
    case .failed(let error): of(error)
    }
  }

  /// The entry of a segment: op, node, epoch, n, received, and whether the line follows.
  static func entry(_ entry: Segment.Entry) -> JSONValue {
    .array([
      JSONValue(entry.op), JSONValue(entry.placement.writer.node),
      JSONValue(entry.placement.writer.epoch), .integer(entry.placement.n),
      .integer(entry.placement.received), .bool(entry.line != nil),
    ])
  }

  private static func privates(_ entries: [PrivateEntry]) -> JSONValue {
    var forms: [JSONValue] = []
    var lines: [JSONValue] = []
    for entry in entries {
      switch entry.content {
      case .line(let line):
        forms.append("line")
        lines.append(.string(String(decoding: line, as: UTF8.self)))
      case .gone: forms.append("gone")
      case .absent: forms.append("absent")
      }
    }
    return [
      "event": "private", "ops": .array(entries.map { JSONValue($0.op) }), "is": .array(forms),
      "lines": .array(lines),
    ]
  }
}
