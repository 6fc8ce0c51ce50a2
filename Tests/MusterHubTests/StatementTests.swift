import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterHub

@Suite("Who was there, and whether all of it is here")
struct StatementTests {
  let stage: Stage
  let paris: Machine

  init() throws {
    stage = try Stage(people: ["p-1", "p-2"])
    paris = try Machine(stage, "fr-1", "FR")
  }

  private func statement() throws -> JSONValue { try stage.ask("statement") }

  /// What the node last said, as its session would note it.
  private func heard(_ machine: Machine, made: Int64, at time: Int64) throws {
    try stage.replica.hearing.note([
      Hearing.Last(node: machine.id, at: time, made: made, pending: 0)
    ])
    try stage.reopen()
  }

  /// Gives the event a day that is over.
  private func pastDay(until end: Int64) throws {
    var day = EventPart(sort: .day, id: "day-0")
    day.date = "2020-01-01"
    day.from = end - 3_600_000
    day.to = end
    try stage.hub.append([Draft(.eventPut(day))])
  }

  @Test(
    "While a day lasts all is in only so far, and a date that is no day of the event is refused")
  func lasting() throws {
    try pastDay(until: stage.hub.now() - 4_000_000)
    try heard(paris, made: stage.replica.head(of: paris.writer).n, at: stage.hub.now())
    let command = try #require(AttendanceGroup.table["statement"])
    let today = try statement()
    #expect(today["complete"]?.bool == true)
    #expect(today["over"]?.bool == false)
    #expect(command.ends(today) == .tryLater)
    let words = AttendanceGroup.lines(today).last ?? ""
    #expect(words.contains(" so far; the day ends at "))
    let past = try stage.ask("statement", ["date": "2020-01-01"])
    #expect(past["over"]?.bool == true)
    #expect(command.ends(past) == .done)
    #expect(
      AttendanceGroup.lines(past).last
        == "All is in for 2020-01-01: every op of every node is on this disk.")
    #expect(stage.failure("statement", ["date": "2031-11-27"])?.exitCode == .badData)
    #expect(
      stage.failure("statement", ["date": "2031-11-27"])?.message.contains("2020-01-01") == true)
  }

  @Test("A revoked node is named, with what it had said that it made")
  func revoked() throws {
    let held = stage.replica.head(of: paris.writer).n
    try pastDay(until: stage.hub.now() - 4_000_000)
    try heard(paris, made: held + 2, at: stage.hub.now())
    try stage.ask("revoke", ["node": "fr-1", "why": "lost"])
    let lines = AttendanceGroup.lines(try stage.ask("statement", ["date": "2020-01-01"]))
    #expect(
      lines.first
        == "fr-1: its node \(paris.id.hex) is revoked, and last said that it had made \(held + 2),"
        + " of which \(held) are here.")
    #expect(
      lines.last
        == "All is in for 2020-01-01: every op of every node that is not revoked is on this disk.")
  }

  @Test("A node that was never heard may have recorded anything")
  func never() throws {
    let answer = try statement()
    #expect(answer["complete"]?.bool == false)
    #expect(answer["rows"]?.array?.map { $0["state"]?.string } == ["never"])
    #expect(answer["rows"]?.array?.first?["made"]?.isNull == true)
    #expect(answer["without_node"] == ["fr-2", "ma-1", "tn-1"])
  }

  @Test("It is in when everything that it made is here, and it said so just now")
  func complete() throws {
    let held = stage.replica.head(of: paris.writer).n
    try heard(paris, made: held, at: stage.hub.now())
    let answer = try statement()
    #expect(answer["complete"]?.bool == true)
    let row = answer["rows"]?.array?.first
    #expect(row?["state"]?.string == "in")
    #expect(row?["difference"]?.integer == 0)
    #expect(row?["durable"]?.integer == held)
    #expect(row?["whole"]?.integer == held)
    #expect(row?["contact"]?.string == "+33 1")
  }

  @Test("What is missing is counted, and silence is no completeness")
  func incomplete() throws {
    let held = stage.replica.head(of: paris.writer).n
    try heard(paris, made: held + 3, at: stage.hub.now())
    let waiting = try statement()
    #expect(waiting["rows"]?.array?.first?["state"]?.string == "waiting")
    #expect(waiting["rows"]?.array?.first?["difference"]?.integer == 3)
    #expect(waiting["complete"]?.bool == false)
  }

  @Test("A node heard long ago, with the day still going on, may have more")
  func silent() throws {
    let held = stage.replica.head(of: paris.writer).n
    try heard(paris, made: held, at: stage.hub.now() - 120_000)
    #expect(try statement()["rows"]?.array?.first?["state"]?.string == "silent")
    try pastDay(until: stage.hub.now() - 60_000)
    let earlier = try stage.ask("statement", ["date": "2020-01-01"])
    #expect(earlier["rows"]?.array?.first?["state"]?.string == "silent")
    try stage.ask("revoke", ["node": "fr-1", "why": "lost"])
    #expect(try statement()["rows"]?.array?.first?["state"]?.string == "revoked")
    #expect(try statement()["complete"]?.bool == true)
  }

  @Test("A shell learns from the exit code whether all is in")
  func exitCode() throws {
    let data = stage.folder.hub.path
    try stage.replica.close()
    #expect(HubProgram.run(["statement", "--data", data], environment: [:]) == .refused)
    #expect(HubProgram.run(["attendance", "--data", data], environment: [:]) == .done)
  }

  @Test("The help says by which times a session is attended")
  func help() throws {
    let notes = AttendanceGroup.commands.first { $0.name == "attendance" }?.notes ?? []
    #expect(notes.joined(separator: " ").contains("else by its planned times"))
  }

  @Test("Attendance is counted by what is asked for", arguments: AttendanceGrouping.allCases)
  func groupings(grouping: AttendanceGrouping) throws {
    try paris.hand([Draft(.checkin(CheckIn(door: "main")), point: "fr-1", participant: "p-1")])
    let answer = try stage.ask("attendance", ["by": .string(grouping.rawValue)])
    #expect(answer["registered"]?.integer == 2)
    #expect(answer["attended"]?.integer == 1)
    let rows = answer["rows"]?.array ?? []
    #expect(!rows.isEmpty)
    for row in rows {
      #expect(
        row.members?.map(\.name) == ["key", "title", "registered", "attended", "present"])
    }
  }

  @Test("What cannot be counted is said")
  func failures() {
    let wrong: [(body: JSONValue, code: ExitCode)] = [
      (["by": "hair"], .usage), (["day": "day-9"], .refused),
      (["by": "country", "session": "z"], .refused), (["by": "kind", "country": "XX"], .refused),
      (["by": "session", "session": "a"], .usage), (["by": "day", "day": "day-1"], .usage),
    ]
    for (body, code) in wrong {
      let failure = stage.failure("attendance", body)
      #expect(failure?.exitCode == code, "\(failure?.message ?? "done")")
    }
    #expect(stage.failure("statement", ["date": "yesterday"])?.exitCode == .usage)
  }
}
