import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import Testing

@testable import MusterHub

@Suite("The programme at the centre")
struct ProgrammeTests {
  let stage: Stage

  init() throws { stage = try Stage() }

  private func session(_ id: String) throws -> JSONValue {
    let all = try stage.ask("programme")["sessions"]?.array ?? []
    return try #require(all.first { $0["id"]?.string == id })
  }

  @discardableResult
  private func run(_ command: String, _ session: String) throws(Failure) -> JSONValue {
    try stage.ask("programme-\(command)", ["session": .string(session)])
  }

  @Test("Sessions are shown by the event's clocks, by GMT and by one zone more")
  func clocks() throws {
    let body: JSONValue = ["zone": "Asia/Tokyo", "day": "day-1", "lang": "xx"]
    let answer = try stage.ask("programme", body)
    let sessions = answer["sessions"]?.array ?? []
    #expect(sessions.map { $0["id"]?.string } == ["a", "b"])
    #expect(sessions.map { $0["title"]?.string } == ["A", "B"])
    let from = sessions[0]["from"]
    #expect(from?["event"]?["zone"]?.string == "Asia/Jerusalem")
    #expect(from?["gmt"]?["offset"]?.string == "+00:00")
    #expect(from?["point"]?["offset"]?.string == "+09:00")
    // The event began half an hour ago, and nobody has started anything: it goes by the clock.
    #expect(answer["on"] == ["a"])
    #expect(answer["next"]?.string == "b")
    #expect(sessions[0]["assumed"]?.bool == true)
    #expect(stage.failure("programme", ["zone": "Nowhere/Land"])?.exitCode == .badData)
    #expect(stage.failure("programme", ["day": "day-9"])?.exitCode == .refused)
  }

  @Test("A session that begins late pushes the next one, and the day ends later")
  func overrun() throws {
    try run("start", "a")
    let running = try session("a")
    #expect(running["phase"]?.string == "on")
    #expect(running["state"]?.string == "running")
    #expect((running["delay_ms"]?.integer ?? 0) >= 1_800_000)
    #expect((running["left_ms"]?.integer ?? 0) > 3_500_000)
    let next = try session("b")
    #expect(next["phase"]?.string == "upcoming")
    #expect((next["delay_ms"]?.integer ?? 0) >= 1_800_000)
    let day = try stage.ask("programme")["days"]?.array?.first
    #expect((day?["overrun_ms"]?.integer ?? 0) >= 1_800_000)
    try run("end", "a")
    try run("start", "b")
    #expect(try session("b")["slot"]?["index"]?.integer == 0)
  }

  @Test("Each step is possible once, and the last one is taken back")
  func steps() throws {
    #expect(stage.failure("programme-end", ["session": "a"])?.exitCode == .refused)
    #expect(stage.failure("programme-undo", ["session": "a"])?.exitCode == .refused)
    #expect(try run("start", "a")["state"]?.string == "running")
    #expect(stage.failure("programme-start", ["session": "a"])?.exitCode == .refused)
    #expect(stage.failure("programme-skip", ["session": "a"])?.exitCode == .refused)
    #expect(try run("end", "a")["state"]?.string == "ended")
    #expect(try run("undo", "a")["state"]?.string == "running")
    #expect(try run("undo", "a")["state"]?.string == "planned")
    #expect(try run("skip", "a")["state"]?.string == "skipped")
    #expect(try session("a")["phase"]?.string == "skipped")
    #expect(try run("start", "a")["state"]?.string == "running")
    #expect(stage.failure("programme-start", ["session": "z"])?.status == 404)
  }

  @Test("A session is planned otherwise: by the clock of its date, or by a date and a clock")
  func changed() throws {
    let before = try session("b")["from"]?["ms"]?.integer ?? 0
    let date = try session("b")["from"]?["event"]?["date"]?.string ?? ""
    try stage.ask(
      "programme-change",
      [
        "session": "b", "from": "23:58", "to": .string("\(date) 23:59"),
        "titles": ["ar": "الجلسة"],
      ])
    let after = try session("b")
    #expect(after["from"]?["ms"]?.integer != before)
    #expect(after["from"]?["event"]?["time"]?.string == "23:58")
    #expect(after["from"]?["event"]?["date"]?.string == date)
    #expect(after["title"]?.string == "B")
    let titles = stage.replica.reading { fold in fold.sessions().first { $0.id == "b" }?.titles }
    #expect(titles == ["en": "B", "ar": "الجلسة"])
    let place = stage.place
    let wrong: [(body: JSONValue, code: ExitCode)] = [
      (["session": "b"], .usage), (["session": "b", "from": "soon"], .badData),
      (["session": "b", "from": "25:00"], .badData),
      (["session": "b", "to": "00:01"], .badData), (["session": "z", "from": "14:00"], .refused),
      (["session": "b", "titles": ["arabic": "x"]], .badData),
      (["session": "b", "titles": ["ar": ""]], .badData),
      (["session": "b", "titles": ["xx": "Foo"]], .badData),
    ]
    for (body, code) in wrong {
      let failure = stage.failure("programme-change", body)
      #expect(failure?.exitCode == code, "\(failure?.message ?? "done")")
    }
    for name in ["from", "to"] {
      let far = stage.failure(
        "programme-change", ["session": "b", name: "9999-12-31 14:00"])
      #expect(far?.message.hasPrefix("\(name): far from the event, which is on ") == true)
      #expect(far?.message.hasSuffix("is the year right?") == true)
    }
    let failure = stage.failure("programme-change", ["session": "b", "from": "25:00"])
    #expect(failure?.message.hasPrefix("from: 25:00 is no time: write 14:05") == true)
    #expect(stage.place == place)
  }

  @Test("A session of another day begins only if that is meant")
  func otherDay() throws {
    var later = EventPart(sort: .session, id: "c")
    later.day = "day-2"
    later.type = "session"
    later.from = stage.hub.now() + 86_400_000
    later.to = stage.hub.now() + 90_000_000
    try stage.hub.append([Draft(.eventPut(later))])
    let failure = stage.failure("programme-start", ["session": "c"])
    #expect(failure?.exitCode == .refused)
    #expect(failure?.message.contains("--anyway") == true)
    #expect(stage.http(.post, "/api/v1/programme/c/start", body: "{}").status == 409)
    let answer = try stage.ask("programme-start", ["session": "c", "anyway": true])
    #expect(answer["state"]?.string == "running")
  }

  @Test("The programme is read day by day, with one word for how a session stands")
  func words() throws {
    func reading(_ date: String, _ time: String) -> JSONValue {
      let clock: JSONValue = ["zone": "UTC", "date": .string(date), "time": .string(time)]
      return ["event": clock, "gmt": clock]
    }
    func session(_ id: String, _ day: String, _ phase: String, _ date: String) -> JSONValue {
      [
        "id": .string(id), "day": .string(day), "title": .string(id), "phase": .string(phase),
        "assumed": .bool(phase == "on"), "from": reading(date, "23:30"),
        "to": reading("2026-11-29", "00:10"), "begin": reading(date, "23:30"),
        "end": reading("2026-11-29", "00:10"),
      ]
    }
    let lines = ProgrammeWords.lines([
      "now": reading("2026-11-28", "23:40"), "next": "b",
      "days": [
        ["id": "day-1", "title": "One", "date": "2026-11-28"],
        ["id": "day-2", "title": "Two", "date": "2026-11-29"],
      ],
      "sessions": [
        session("a", "day-1", "on", "2026-11-28"), session("b", "day-2", "upcoming", "2026-11-29"),
      ],
    ])
    func row(_ text: String) -> String {
      text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
    let expected = [
      "day-1, One, 2026-11-28", "SESSION TITLE STATE PLANNED EVENT GMT",
      "a a on? 23:30–00:10 (11-29) 23:30–00:10 (11-29) 23:30–00:10 (11-29)", "",
      "day-2, Two, 2026-11-29",
      "SESSION TITLE STATE PLANNED EVENT GMT",
      "b b planned 23:30–00:10 23:30–00:10 23:30–00:10", "",
      "?: nobody has said so; it is taken from the plan and the clock.",
      "It is 2026-11-28 23:40 UTC, 23:40 UTC.", "Now: a.", "Next: b, 2026-11-29 23:30.",
    ]
    #expect(lines.map(row) == expected)
    let day = try stage.ask("programme")["days"]?.array?.first
    #expect(day?["date"]?.string != nil)
    #expect(["running", "ended", "planned"].map(ProgrammeWords.word) == ["on", "over", "planned"])
    #expect(
      stage.failure("programme-end", ["session": "a"])?.message.contains("is planned") == true)
  }

  @Test("Over HTTP a session is started once, however often it is sent")
  func http() throws {
    let path = "/api/v1/programme/a/start"
    let first = stage.http(.post, path, body: "{}", key: "k")
    #expect(first.status == 200)
    #expect(first.body["session"]?.string == "a")
    #expect(stage.http(.post, path, body: "{}", key: "k") == first)
    #expect(stage.http(.post, path, body: "{}", key: "l").status == 409)
    #expect(stage.http(.post, "/api/v1/programme/z/start", body: "{}").status == 404)
    #expect(stage.http(.post, "/api/v1/programme/a/dance", body: "{}").status == 404)
    #expect(stage.http(.get, path).status == 405)
    let read = stage.http(.get, "/api/v1/programme", query: [(name: "day", value: "day-1")])
    #expect(read.body["on"] == ["a"])
  }
}
