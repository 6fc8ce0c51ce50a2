import MusterCore

/// The event of a fuzzed node: a calendar, doors with rules and questions, an item, indicators, a session.
enum NodeEvent {
  static let people = [
    ("p-1", "Anna Example", "MA"), ("p-2", "Brahim Example", "MA"), ("p-3", "Anna Exemple", "MA"),
    ("p-4", "Zoe", "FR"),
  ]

  /// Everything that becomes an `event.put`, so that the event goes on now.
  static func parts(around now: Int64) -> [EventPart] {
    let half: Int64 = 12 * 3_600_000
    return [
      part(.event, "event") { part in
        part.zone = "Africa/Casablanca"
        part.languages = ["en", "fr"]
        part.calendar = [
          CalendarDate(date: "2030-01-01", first: now - half),
          CalendarDate(date: "2030-01-02", first: now + half),
        ]
      },
      part(.day, "day") { ($0.date, $0.from, $0.to) = ("2030-01-01", now - half, now + half) },
      part(.session, "a") { part in
        (part.day, part.type, part.from, part.to) = ("day", "opening", now, now + half)
        part.slots = [30, 40]
      },
      part(.door, "main"), part(.door, "side") { $0.rule = once },
      part(.door, "press") { $0.rule = press }, part(.item, "power") { $0.due = now + half },
      part(.indicator, "viewers") { ($0.measured, $0.goal, $0.unit) = ("count", 5, "people") },
      part(.indicator, "people") { $0.measured = "attended" },
      part(.country, "MA") { $0.groups = [] }, part(.country, "FR") { $0.groups = [] },
    ]
  }

  private static func part(
    _ sort: EventPart.Sort, _ id: String, _ change: (inout EventPart) -> Void = { _ in }
  ) -> EventPart {
    var part = EventPart(sort: sort, id: id)
    part.titles = ["en": id, "fr": id]
    change(&part)
    return part
  }

  private static var once: DoorRule {
    var rule = DoorRule(days: ["day"])
    rule.entry = .once
    return rule
  }

  private static var press: DoorRule {
    var rule = DoorRule(kinds: ["press"])
    rule.admitsPending = true
    rule.holdsCapacity = true
    for (id, form) in [("outlet", Question.Form.text), ("count", .number), ("ok", .yesNo)] {
      rule.questions.append(
        Question(id: id, form: form, isRequired: form == .text, titles: ["en": id], choices: []))
    }
    rule.questions.append(
      Question(
        id: "meal", form: .choice, isRequired: false, titles: ["en": "Meal"],
        choices: ["caf\u{E9}", "tea"]))
    return rule
  }
}
