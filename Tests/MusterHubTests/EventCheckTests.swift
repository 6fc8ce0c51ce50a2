import Foundation
import MusterCommand
import MusterCore
import MusterDaemon
import MusterSync
import Testing

@testable import MusterHub

@Suite("An event file is looked over")
struct EventCheckTests {
  nonisolated static let event = """
    {"titles": {"en": "M", "fr": "M"}, "zone": "Europe/Paris", "languages": ["en", "fr"],
     "kinds": ["delegate", "press"],
     "days": [
      {"id": "d", "date": "2025-11-07", "from": "14:00", "to": "16:00",
       "titles": {"en": "D", "fr": "D"}}],
     "sessions": [
      {"id": "a", "day": "d", "type": "opening", "minutes": 60, "titles": {"en": "A", "fr": "A"}},
      {"id": "b", "day": "d", "type": "session", "from": "15:00", "minutes": 60,
       "slots": [30, 30], "titles": {"en": "B", "fr": "B"}}],
     "doors": [
      {"id": "main", "kinds": ["delegate"], "days": ["d"], "before_minutes": 90,
       "after_minutes": 30, "entry": "once-a-day", "pending": true, "capacity": true,
       "questions": [
        {"id": "meal", "type": "choice", "required": true, "choices": ["rice", "bread"],
         "titles": {"en": "Which?", "fr": "Lequel ?"}}],
       "titles": {"en": "Main", "fr": "Entrée"}}],
     "items": [
      {"id": "power", "due": "2025-11-01", "titles": {"en": "Power", "fr": "Courant"}},
      {"id": "sound", "due_days_before": 2, "titles": {"en": "Sound", "fr": "Son"}},
      {"id": "screen", "titles": {"en": "Screen", "fr": "Écran"}}],
     "indicators": [], "groups": [],
     "countries": [{"code": "FR", "groups": [], "titles": {"en": "France", "fr": "France"}}]}
    """

  private func check(_ changes: (of: String, with: String)...) throws -> EventCheck {
    var text = Self.event
    for change in changes {
      let range = try #require(text.range(of: change.of))
      text.replaceSubrange(range, with: change.with)
    }
    return EventCheck(Array(text.utf8))
  }

  @Test(
    "What is no JSON is told by its line and column, for whoever edits the file",
    arguments: [
      ("{\n  \"é\": x}", "line 2, column 8: this cannot stand here"),
      ("", "line 1, column 1: the file ends"),
      ("{\"a\": [1,\n", "line 2, column 1: the file ends too early"),
      ("{}\n}", "line 2, column 1: something follows"),
      ("\u{FEFF}{}", "line 1, column 1: this is not UTF-8: save"),
      ("{\"a\": \"b\n\"}", "line 1, column 9: a line end or a tab"),
      ("{\"a\": 1.5}", "line 1, column 7: write numbers as plain integers"),
    ])
  func noJSON(text: String, words: String) {
    let message = EventCheck(Array(text.utf8)).errors.first?.message ?? ""
    #expect(message.contains("is not strict JSON: \(words)"), "\(message)")
  }

  @Test("Where all adds up nothing is said")
  func clean() throws {
    let check = try check()
    #expect(check.errors == [])
    #expect(check.warnings == [])
  }

  nonisolated static let findings:
    [(of: String, with: String, kind: EventFinding.Kind, path: String, words: String)] = [
      (
        "\"minutes\": 60, \"titles\"", "\"minutes\": 70, \"titles\"", .overlap, "sessions[1]",
        "15:10"
      ),
      ("\"minutes\": 60, \"titles\"", "\"minutes\": 55, \"titles\"", .gap, "sessions[1]", "14:55"),
      (
        "\"15:00\", \"minutes\": 60", "\"15:00\", \"minutes\": 65", .overrun, "days[0]",
        "125 of 120"
      ),
      ("\"to\": \"16:00\"", "\"to\": \"16:30\"", .gap, "days[0]", "16:00 to 16:30"),
      ("\"from\": \"14:00\"", "\"from\": \"13:30\"", .gap, "sessions[1]", "14:30 to 15:00"),
      (
        "\"type\": \"opening\"", "\"from\": \"13:45\", \"type\": \"opening\"", .overrun,
        "sessions[0]", "13:45"
      ),
      ("[30, 30]", "[30, 31]", .overrun, "sessions[1].slots", "61 of 60"),
      ("\"type\": \"opening\"", "\"type\": \"feast\"", .unknownKind, "sessions[0].type", "feast"),
      ("[\"delegate\"], \"days\"", "[\"pres\"], \"days\"", .unknownKind, "doors[0].kinds", "pres"),
      (
        "\"kinds\": [\"delegate\", \"press\"],", "\"kinds\": [\"guest\"],", .unknownKind,
        "doors[0].kinds", "delegate"
      ),
      ("[\"d\"]", "[\"e\"]", .unknownDay, "doors[0].days", "e"),
      ("\"day\": \"d\"", "\"day\": \"x\"", .unknownDay, "sessions[0].day", "x"),
      (
        "\"choices\": [\"rice\", \"bread\"],", "", .noChoices, "doors[0].questions[0].choices",
        "choice"
      ),
      ("[\"rice\", \"bread\"]", "[]", .noChoices, "doors[0].questions[0].choices", "choice"),
      (
        "\"type\": \"choice\"", "\"type\": \"colour\"", .form, "doors[0].questions[0].type",
        "yes-no"
      ),
      (
        "\"fr\": \"Lequel ?\"", "\"ar\": \"?\"", .missingTranslation,
        "doors[0].questions[0].titles", "fr"
      ),
      ("{\"en\": \"M\", \"fr\": \"M\"}", "{\"fr\": \"M\"}", .missingTranslation, "titles", "en"),
      ("\"fr\": \"Courant\"", "\"de\": \"Strom\"", .missingTranslation, "items[0].titles", "fr"),
      ("Europe/Paris", "Europe/Pari", .unknownZone, "zone", "Europe/Pari"),
      ("\"due\": \"2025-11-01\"", "\"due\": \"soon\"", .form, "items[0].due", "date"),
      (
        "\"due_days_before\": 2", "\"due_days_before\": 2, \"due\": \"2025-11-01\"", .form,
        "items[1].due_days_before", "both"
      ),
      ("\"id\": \"sound\"", "\"id\": \"power\"", .duplicate, "items[1]", "power"),
      ("\"groups\": []", "\"groups\": [\"north\"]", .unknownGroup, "countries[0].groups", "north"),
      (
        "\"indicators\": []",
        "\"indicators\": [{\"id\": \"i\", \"measured\": \"foo\", \"titles\": {\"en\": \"I\", \"fr\": \"I\"}}]",
        .unknownMeasure, "indicators[0].measured", "foo"
      ),
      (
        "\"indicators\": []",
        "\"indicators\": [{\"id\": \"i\", \"titles\": {\"en\": \"I\", \"fr\": \"I\"}}]",
        .unknownMeasure, "indicators[0].measured", "count"
      ),
      ("[\"delegate\"], \"days\"", "[], \"days\"", .shut, "doors[0].kinds", "nobody"),
      ("\"days\": [\"d\"]", "\"days\": []", .shut, "doors[0].days", "no day"),
      ("\"en\": \"Power\"", "\"en\": \"Po\\u0007wer\"", .form, "items[0].titles.en", "in one line"),
      ("before_minutes", "before", .unknownMember, "doors[0].before", "mistyped"),
      (
        "\"M\", \"fr\"", "\"\(String(repeating: "m", count: 17_000))\", \"fr\"", .tooLong, "titles",
        "line"
      ),
    ]

  @Test("Each thing is named with its place", arguments: findings)
  func names(
    _ one: (of: String, with: String, kind: EventFinding.Kind, path: String, words: String)
  ) throws {
    // The groups of the event come before those of a country.
    let check =
      try one.kind == .unknownGroup
      ? self.check(("\"FR\", \(one.of)", "\"FR\", \(one.with)")) : self.check((one.of, one.with))
    let all = check.errors + check.warnings
    let found = all.filter { $0.kind == one.kind && $0.path == one.path }
    #expect(found.count == 1, "\(all.map(\.line))")
    #expect(found.first?.message.contains(one.words) == true, "\(all.map(\.line))")
    #expect(check.errors.isEmpty != one.kind.isError)
    if one.kind.isError { #expect(throws: Failure.self) { try check.event() } }
  }

  @Test("All is found at once, errors and warnings")
  func all() throws {
    let check = try check(
      ("\"date\": \"2025-11-07\"", "\"date\": \"7 November\""), ("[30, 30]", "[0]"),
      ("\"day\": \"d\"", "\"day\": \"x\""), ("\"fr\": \"Son\"", "\"de\": \"Ton\""),
      ("Europe/Paris", "Nowhere"))
    #expect(
      check.errors.map(\.path).sorted() == [
        "days[0].date", "sessions[0].day", "sessions[1].slots", "zone",
      ])
    #expect(check.warnings.map(\.path) == ["items[1].titles"])
    let failure = #expect(throws: Failure.self) { try check.event() }
    #expect(failure?.message.contains("1 of 4") == true)
  }

  @Test("Of a day that ends before it begins no minutes are counted")
  func backwards() throws {
    let check = try check(("\"to\": \"16:00\"", "\"to\": \"13:00\""))
    #expect((check.errors + check.warnings).map(\.path) == ["days[0]"])
  }

  @Test("A sentence has one stop")
  func stops() throws {
    #expect(EventFinding.sentence("is it mistyped?") == "is it mistyped?")
    #expect(EventFinding.sentence("it ends") == "it ends.")
  }

  @Test("Doors and items become what the file says of them")
  func rules() throws {
    let plan = try EventPlan(check().event(), start: .asWritten)
    let door = plan.parts.first { $0.sort == .door }
    let question = Question(
      id: "meal", form: .choice, isRequired: true,
      titles: ["en": "Which?", "fr": "Lequel ?"], choices: ["rice", "bread"])
    #expect(
      door?.rule
        == DoorRule(
          kinds: ["delegate"], days: ["d"], before: 5_400_000, after: 1_800_000,
          entry: .onceADay, admitsPending: true, holdsCapacity: true, questions: [question]))
    #expect(plan.parts.allSatisfy { EventPlan.fits($0) })
    #expect(plan.parts.count == plan.paths.count)
  }

  private func due(_ start: EventPlan.Start) throws -> [String] {
    let zone = try Zone("Europe/Paris")
    return try EventPlan(check().event(), start: start).parts.filter { $0.sort == .item }.map {
      $0.due.map { zone.time(at: $0).dateAndClock } ?? "-"
    }
  }

  @Test("Items are due by the end of a date, which moves with the event")
  func dues() throws {
    #expect(try due(.asWritten) == ["2025-11-01 23:59", "2025-11-05 23:59", "-"])
    let date = try #require(LocalDate("2026-03-31"))
    #expect(try due(.on(date)) == ["2026-03-25 23:59", "2026-03-29 23:59", "-"])
    let now = try Zone("Europe/Paris").read("2026-03-31 09:00")
    #expect(try due(.around(now)) == ["2026-03-25 23:59", "2026-03-29 23:59", "-"])
  }

  @Test("A session with its own hour keeps it, and moves with its day")
  func hours() throws {
    let zone = try Zone("Europe/Paris")
    let event = try check(
      ("\"15:00\"", "\"15:10\""), ("\"minutes\": 60, \"titles\"", "\"minutes\": 30, \"titles\"")
    ).event()
    let now = try zone.read("2026-01-10 09:00")
    for (start, shown) in [(EventPlan.Start.asWritten, "15:10"), (.around(now), "09:40")] {
      let session = try EventPlan(event, start: start).parts.first { $0.id == "b" }
      #expect(session?.from.map { zone.time(at: $0).clock } == shown)
      #expect((session?.to ?? 0) - (session?.from ?? 0) == 3_600_000)
    }
  }

  @Test("The sample overruns as it is meant to, and in nothing else")
  func sample() throws {
    let seeds = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../seeds/event.json")
    let check = EventCheck(Array(try Data(contentsOf: seeds)))
    #expect(check.errors == [])
    #expect(check.warnings.map(\.kind) == [.overrun, .overrun, .overrun])
    let words = check.warnings.map(\.message).joined(separator: "; ")
    for figure in ["245 of 240", "250 of 240", "61 of 60"] { #expect(words.contains(figure)) }
    let doors = try check.event().doors
    #expect(doors.map(\.id) == ["main", "press", "workshop"])
    #expect(doors[0].rule.kinds == nil && doors[0].rule.days == nil)
    #expect(doors[1].rule.questions.map(\.isRequired) == [true, false])
  }

  nonisolated static let codes: [(change: (of: String, with: String), code: ExitCode)] = [
    (("Europe/Paris", "Europe/Paris"), .done), (("[30, 30]", "[30, 40]"), .done),
    (("Europe/Paris", "Nowhere"), .badData), (("{\"titles\"", "{titles"), .badData),
  ]

  @Test("Warnings end with 0, errors with 65", arguments: codes)
  func exitCode(_ one: (change: (of: String, with: String), code: ExitCode)) throws {
    let text = Self.event.replacingOccurrences(of: one.change.of, with: one.change.with)
    let folder = try Folder()
    let file = try folder.file("event.json", text)
    #expect(HubProgram.run(["event", "check", file], environment: [:]) == one.code)
    #expect(HubProgram.run(["event", "check", file, "--json"], environment: [:]) == one.code)
  }
}
