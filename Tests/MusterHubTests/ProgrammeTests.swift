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
      (["session": "b"], .usage), (["session": "b", "from": "soon"], .usage),
      (["session": "b", "to": "00:01"], .badData), (["session": "z", "from": "14:00"], .refused),
      (["session": "b", "titles": ["arabic": "x"]], .badData),
      (["session": "b", "titles": ["ar": ""]], .badData),
    ]
    for (body, code) in wrong {
      let failure = stage.failure("programme-change", body)
      #expect(failure?.exitCode == code, "\(failure?.message ?? "done")")
    }
    #expect(stage.place == place)
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
