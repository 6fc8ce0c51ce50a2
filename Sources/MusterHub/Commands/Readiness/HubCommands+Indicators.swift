import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

extension HubCommands {
  /// `{"lang": language?, "rows": flag}` → every indicator with its goal, and from how many its value comes.
  func indicators(_ body: JSONValue) throws(Failure) -> JSONValue {
    let language = try body.optionalArgument("lang") ?? "en"
    let now = centre.now()
    let coverage = centre.coverage()
    let all = centre.replica.reading { fold in Indicator.all(&fold, coverage, now: now) }
    let list: [JSONValue] =
      all.map { indicator in
        [
          "id": .string(indicator.part.id),
          "title": .maybe(indicator.part.titles.title(in: language)),
          "measured": .maybe(indicator.part.measured), "unit": .maybe(indicator.part.unit),
          "goal": .maybe(indicator.part.goal), "value": .maybe(indicator.value),
          "reported": .count(indicator.reported), "expected": .count(indicator.expected),
          "of": .string(indicator.unit.rawValue),
          "rows": .array(
            indicator.rows.map { row in
              [
                "key": .string(row.key), "title": .maybe(row.titles.title(in: language)),
                "value": .integer(row.value),
              ]
            }),
        ]
      }
    return [
      "time": .integer(now), "with_rows": .bool(try body.flag("rows")), "indicators": .array(list),
    ]
  }
}
