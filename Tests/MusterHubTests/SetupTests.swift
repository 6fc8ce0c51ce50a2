import Foundation
import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import Testing

@testable import MusterHub

@Suite("A hub is set up")
struct SetupTests {
  private func make(_ folder: Folder, event: String = Stage.event, start: String? = nil) throws
    -> JSONValue
  {
    try Initialising(
      folder: folder.hub, eventPath: folder.file("event.json", event),
      address: "hub.example.org:7575", start: start
    ).run()
  }

  private func parts(of folder: Folder, _ sort: EventPart.Sort) throws -> [EventPart] {
    let centre = try Centre(reading: folder.hub)
    return centre.replica.reading { fold in fold.parts(sort) }
  }

  @Test("Keys, database and folder are there, for their owner alone")
  func files() throws {
    let folder = try Folder()
    let made = try make(folder)
    #expect(try Folder.mode(folder.hub.path) == 0o700)
    let files = [folder.hub.rootKey, folder.hub.hubKey, folder.hub.sealKey, folder.hub.ticketKey]
    for file in files { #expect(try Folder.mode(file) == 0o600) }
    #expect(try Folder.mode(folder.hub.database) & 0o077 == 0)
    #expect(made["root_key"]?.string == folder.hub.rootKey)
    try FileManager.default.removeItem(atPath: folder.hub.rootKey)
    #expect(try HubKeys.read(from: folder.hub).event.hex == made["event"]?.string)
  }

  @Test("Every part of the event is on the log, and counts")
  func partsAreOps() throws {
    let folder = try Folder()
    _ = try make(folder)
    let counts = try EventPart.Sort.allCases.map { try parts(of: folder, $0).count }
    #expect(counts == [1, 2, 2, 2, 1, 2, 3, 0])
    let centre = try Centre(reading: folder.hub)
    centre.replica.reading { fold in
      fold.forEachOperation { op in #expect(op.ignored == nil) }
    }
    #expect(centre.replica.reading { fold in fold.ticketKeys().count } == 1)
  }

  @Test("Times are those of the event's zone, and sessions follow on each other")
  func times() throws {
    let folder = try Folder()
    _ = try make(folder)
    let days = try parts(of: folder, .day).sorted { $0.id < $1.id }
    // Jerusalem is two hours ahead in November.
    #expect(days.map(\.from) == [1_762_516_800_000, 1_762_603_200_000])
    #expect(days.map(\.to) == [1_762_531_200_000, 1_762_617_600_000])
    let sessions = try parts(of: folder, .session).sorted { $0.id < $1.id }
    #expect(sessions[0].from == days[0].from)
    #expect(sessions[1].from == sessions[0].to)
    #expect(sessions.map { ($0.to ?? 0) - ($0.from ?? 0) } == [3_600_000, 4_200_000])
    let calendar = try parts(of: folder, .event)[0].calendar
    #expect(calendar.map(\.date) == calendar.map(\.date).sorted())
    let midnight: Int64 = 1_762_516_800_000 - 14 * 3_600_000
    #expect(calendar.first { $0.date == "2025-11-07" }?.first == midnight)
  }

  @Test("A start moves all days alike")
  func moved() throws {
    let folder = try Folder()
    let made = try make(folder, start: "2030-01-31")
    #expect(made["dates"]?.array?.map(\.string) == ["2030-01-31", "2030-02-01"])
    let days = try parts(of: folder, .day).sorted { $0.id < $1.id }
    #expect((days[1].from ?? 0) - (days[0].from ?? 0) == 86_400_000)
  }

  @Test("With start now, now lies half an hour into the first day")
  func startsNow() throws {
    let file = try EventCheck(Array(Stage.event.utf8)).event()
    for hour: Int64 in stride(from: 0, to: 48, by: 5) {
      let now = 1_790_000_000_000 + hour * 3_600_000 + 12_345
      let plan = try EventPlan(file, start: .around(now))
      let days = plan.parts.filter { $0.sort == .day }.sorted { $0.id < $1.id }
      #expect(days[0].from == now - 1_800_000)
      #expect((days[1].from ?? 0) - now == 86_400_000 - 1_800_000)
      let calendar = plan.parts[0].calendar
      let date = calendar.last { $0.first <= now - 1_800_000 }?.date
      #expect(days[0].date == date)
    }
  }

  @Test("What is there is never touched", arguments: ["hub.key", "muster.db", "anything"])
  func refusesData(name: String) throws {
    let folder = try Folder()
    try FileManager.default.createDirectory(
      atPath: folder.hub.path, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(filePath: folder.hub.path + "/" + name))
    let before = try Folder.mode(folder.hub.path)
    let failure = #expect(throws: Failure.self) { try make(folder) }
    #expect(failure?.exitCode == .cannotCreate)
    #expect(try Folder.mode(folder.hub.path) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.hub.path) == [name])
  }

  @Test("An empty folder is taken, and what fails leaves nothing behind")
  func emptyFolder() throws {
    let folder = try Folder()
    let tooLong = Stage.event.replacingOccurrences(
      of: "\"Choir\"", with: "\"" + String(repeating: "c", count: 17_000) + "\"")
    #expect(throws: Failure.self) { try make(folder, event: tooLong) }
    #expect(!FileManager.default.fileExists(atPath: folder.hub.path))
    try FileManager.default.createDirectory(
      atPath: folder.hub.path, withIntermediateDirectories: true)
    _ = try make(folder)
    let failure = #expect(throws: Failure.self) { try make(folder) }
    #expect(failure?.exitCode == .cannotCreate)
  }

  nonisolated static let mistakes: [(of: String, with: String, path: String)] = [
    ("{\"titles\"", "[{\"titles\"", "JSON"),
    ("Asia/Jerusalem", "Asia/Nowhere", "Asia/Nowhere"),
    ("Asia/Jerusalem", "Asia//Jerusalem", "zone"),
    ("Asia/Jerusalem", "leapseconds", "zone"),
    ("\"languages\": [\"en\", \"ar\"]", "\"languages\": []", "languages"),
    ("\"languages\": [\"en\", \"ar\"]", "\"languages\": [\"English\"]", "languages[0]"),
    ("\"languages\": [\"en\", \"ar\"]", "\"languages\": \"en\"", "languages"),
    ("2025-11-07", "2025-11-31", "days[0].date"),
    ("2025-11-07", "7 November", "days[0].date"),
    ("2025-11-07", "2025-11-08", "days[1]"),
    ("2025-11-08", "2027-11-08", "days"),
    ("\"from\": \"14:00\"", "\"from\": \"+1:00\"", "days[0].from"),
    ("\"from\": \"14:00\"", "\"from\": \"24:01\"", "days[0].from"),
    ("\"from\": \"14:00\"", "\"from\": 14", "days[0].from"),
    ("\"from\": \"14:00\"", "\"from\": \"18:00\"", "days[0]"),
    ("\"to\": \"18:00\", ", "", "days[0].to"),
    ("\"id\": \"day-2\"", "\"id\": \"day-1\"", "days[1]"),
    (
      "\"day\": \"day-1\", \"type\": \"session\"", "\"day\": \"day-9\", \"type\": \"s\"",
      "sessions[1]"
    ),
    ("\"minutes\": 60", "\"minutes\": 0", "sessions[0].minutes"),
    ("\"minutes\": 60", "\"minutes\": \"60\"", "sessions[0].minutes"),
    ("[30, 40]", "[30, 0]", "sessions[1].slots"),
    ("[30, 40]", "[30, null]", "sessions[1].slots"),
    ("\"talks\": 2", "\"talks\": -1", "sessions[1].talks"),
    ("\"id\": \"side\"", "\"id\": \"main\"", "doors[1]"),
    ("\"id\": \"side\"", "\"id\": \"\"", "doors[1].id"),
    ("\"goal\": 5", "\"goal\": \"5\"", "indicators[0].goal"),
    ("\"countries\": [\"FR\"]", "\"countries\": [\"XX\"]", "groups[0].countries"),
    ("\"code\": \"FR\"", "\"code\": \"fr\"", "countries[0].code"),
    ("\"code\": \"TN\"", "\"code\": \"MA\"", "countries[2]"),
    ("\"id\": \"main\"", "\"entry\": \"twice\", \"id\": \"main\"", "doors[0].entry"),
    ("\"id\": \"main\"", "\"pending\": 1, \"id\": \"main\"", "doors[0].pending"),
    ("\"id\": \"main\"", "\"days\": [\"day-3\"], \"id\": \"main\"", "doors[0].days"),
    ("\"id\": \"main\"", "\"before_minutes\": -1, \"id\": \"main\"", "doors[0].before_minutes"),
    ("{\"en\": \"Tunisia\"}", "{}", "countries[2].titles"),
    ("{\"en\": \"Tunisia\"}", "{\"en\": \"\"}", "countries[2].titles"),
    ("{\"en\": \"Tunisia\"}", "{\"English\": \"Tunisia\"}", "countries[2].titles"),
    ("\"Tunisia\"", "\"Tuni\\u0007sia\"", "countries[2].titles"),
    ("\"Tunisia\"", "\"Tuni\\u202esia\"", "countries[2].titles"),
  ]

  @Test("A bad event file is refused with the place of the mistake", arguments: mistakes)
  func badFiles(_ mistake: (of: String, with: String, path: String)) throws {
    let range = try #require(Stage.event.range(of: mistake.of))
    let text = Stage.event.replacingCharacters(in: range, with: mistake.with)
    let folder = try Folder()
    let failure = #expect(throws: Failure.self) { try make(folder, event: text) }
    #expect(failure?.exitCode == .badData)
    let message = failure?.message ?? ""
    #expect(message.contains(mistake.path), "\(message)")
    #expect(!message.contains("\n"))
    #expect(!FileManager.default.fileExists(atPath: folder.hub.path))
  }

  @Test(
    "An address that no node could dial is refused",
    arguments: ["hub", "hub:0", "hub:99999", ":7575", "http://hub:1", "hub example:7575", ""])
  func badAddress(address: String) throws {
    let folder = try Folder()
    let path = try folder.file("event.json", Stage.event)
    let failure = #expect(throws: Failure.self) {
      try Initialising(folder: folder.hub, eventPath: path, address: address, start: nil)
    }
    #expect(failure?.exitCode == .usage)
  }

  @Test("What does not add up is said, and is no mistake")
  func warnings() throws {
    let text = Stage.event.replacingOccurrences(of: "\"minutes\": 70", with: "\"minutes\": 300")
    let made = try make(Folder(), event: text)
    let overruns = made["warnings"]?.array?.filter { $0["kind"]?.string == "overrun" }
    #expect(overruns?.map { $0["path"]?.string } == ["days[0]"])
  }
}
