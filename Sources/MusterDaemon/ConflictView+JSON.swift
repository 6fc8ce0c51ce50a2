public import MusterCore
public import MusterSync
import MusterTrust

nonisolated extension ConflictView {
  /// Its id, for people and commands (`Protocol/5-state.md`, Conflicts).
  public var id: Identifier {
    var json = JSONWriter()
    json.beginArray()
    for text in [type] + subject { json.value(text) }
    json.endArray()
    return SHA256.digest(json.bytes).identifier
  }

  /// As commands and pages show it.
  public var json: JSONValue {
    .present([
      "id": JSONValue(id), "type": .string(type), "subject": .array(subject.map { .string($0) }),
      "open": .bool(isOpen), "outcome": .string(outcome),
      "choices": .array(choices.map { .string($0) }),
      "resolution": resolution.map { JSONValue($0) }, "sides": .array(sides.map(\.json)),
    ])
  }
}

nonisolated extension ConflictView.Side {
  fileprivate var json: JSONValue {
    .present([
      "op": JSONValue(op), "kind": .string(kind), "point": point.map { .string($0) },
      "time_ms": .number(time), "err_ms": .number(err), "node": JSONValue(node),
      "by": by.map { .string($0) },
    ])
  }
}
