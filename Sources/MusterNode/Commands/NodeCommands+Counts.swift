import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// What a point counts that are no people on the list: viewers, guests, whatever the event asks for.
extension NodeCommands {
  /// The largest value that a desk takes: no place holds more people, and a slip of the hand that makes
  /// it larger would stand in every sum.
  static let mostCounted: Int64 = 1_000_000_000

  /// The indicators that points count, with their values here and everywhere.
  func indicators(_ body: RequestBody) throws(Failure) -> JSONValue {
    let languages = try languages(body)
    let (parts, counts) = node.replica.reading { fold in (fold.parts(.indicator), fold.counts()) }
    let shown = parts.filter(Self.isCounted).map { part in
      let values = counts.filter { $0.indicator == part.id }
      let here = values.first { $0.point == node.point }
      return JSONValue.present([
        "indicator": .string(part.id),
        "title": .string(languages.pick(part.titles)?.text ?? part.id),
        "unit": part.unit.map { .string($0) }, "goal": part.goal.map { .number($0) },
        "value": here.map { .number($0.value) }, "time_ms": here.map { .number($0.time) },
        "op": here.map { JSONValue($0.op) },
        "total": .number(JSONTape.sum(values.map(\.value))),
        "points": .number(values.count),
      ])
    }
    return ["indicators": .array(shown)]
  }

  /// Sets the value of an indicator at this point.
  func count(_ body: RequestBody, _ keep: Keep) throws(Failure) -> JSONValue {
    guard let typed = try body.text("indicator") else {
      throw .usage("Say “indicator”, the id of what was counted.")
    }
    guard let value = try body.number("value", in: 0...Self.mostCounted) else {
      throw .usage("Say “value”, the whole number that was counted.")
    }
    let indicator = try indicator(typed)
    let before = node.replica.reading { [point = node.point] fold in
      fold.counts().first { $0.indicator == indicator && $0.point == point }?.value
    }
    let written = node.write(
      Draft(.count(indicator: indicator, value: value), by: try by(body), point: node.point))
    let answer = JSONValue.present([
      "op": JSONValue(written.id), "indicator": .string(indicator), "value": .number(value),
      "before": before.map { .number($0) },
    ])
    try node.record([written], answer: keep(answer))
    return answer
  }

  private func indicator(_ typed: String) throws(Failure) -> String {
    let parts = node.replica.reading { fold in fold.parts(.indicator) }
    let found =
      parts.first { $0.id == typed } ?? parts.first { $0.id.lowercased() == typed.lowercased() }
    let counted = parts.filter(Self.isCounted).map(\.id)
    guard !counted.isEmpty else {
      throw .badData("The event has nothing that points count, as far as this node knows.")
    }
    guard let found else {
      throw .badData(
        "There is no indicator “\(typed)”. Points count: \(counted.joined(separator: ", ")).")
    }
    guard Self.isCounted(found) else {
      throw .badData(
        "“\(found.id)” is not counted by hand. Points count: \(counted.joined(separator: ", ")).")
    }
    return found.id
  }

  private static func isCounted(_ part: EventPart) -> Bool { part.measured == "count" }
}
