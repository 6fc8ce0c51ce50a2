import MusterCore
import MusterDaemon
import MusterSync

/// What must be there before the doors open.
extension NodeCommands {
  /// The checklist with what is missing.
  func readiness(_ body: RequestBody) throws(Failure) -> JSONValue {
    try describe(Checklist(of: node), body, op: nil)
  }

  /// Marks items as ready, or as not ready; the op says all that is ready then.
  func ready(_ body: RequestBody, _ keep: Keep) throws(Failure) -> JSONValue {
    var list = Checklist(of: node)
    let done = try items("items", body, list)
    let undone = try items("not", body, list)
    guard !(done + undone).isEmpty else {
      throw .usage("Send “items” that are ready, or “not”, those that are not.")
    }
    guard Set(done).isDisjoint(with: undone) else {
      throw .usage("An item is ready or not: do not name it twice.")
    }
    let before = list.ready
    list.mark(done, not: undone)
    var written: [Node.Written] = []
    if list.ready != before {
      written.append(
        node.write(
          Draft(.pointReady(items: list.ready), by: try by(body), point: node.point)))
    }
    let answer = try describe(list, body, op: written.first?.id)
    try node.record(written, answer: keep(answer))
    return answer
  }

  private func describe(
    _ list: Checklist, _ body: RequestBody, op: OpID?
  ) throws(Failure) -> JSONValue {
    let languages = try languages(body)
    return .present([
      "op": op.map { JSONValue($0) }, "items": list.json(node, languages, now: node.now()),
      "missing": .array(list.missing.map { .string($0) }),
    ])
  }

  private func items(
    _ name: String, _ body: RequestBody, _ list: Checklist
  ) throws(Failure) -> [String] {
    var found: [String] = []
    for typed in try body.texts(name, atMost: 256) ?? [] {
      guard let item = list.item(typed) else {
        guard !list.ids.isEmpty else {
          throw .badData("The event has no checklist, as far as this node knows.")
        }
        throw .badData(
          "There is no item “\(typed)”. The items are: \(list.ids.joined(separator: ", ")).")
      }
      found.append(item)
    }
    return found
  }
}
