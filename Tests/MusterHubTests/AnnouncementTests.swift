import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import Testing

@testable import MusterHub

@Suite("What the centre tells the points")
struct AnnouncementTests {
  let stage: Stage

  init() throws { stage = try Stage() }

  @discardableResult
  private func announce(_ body: JSONValue) throws -> OpID {
    let id = try stage.ask("announce", body)["id"]?.string ?? ""
    return try #require(Identifier(id))
  }

  private func first() throws -> JSONValue {
    try #require(try stage.ask("announcements").array?.first)
  }

  private func points(_ announcement: JSONValue) -> [String?] {
    announcement["points"]?.array?.map { $0["point"]?.string } ?? []
  }

  @Test("An announcement reaches all points, or those of countries and groups")
  func audiences() throws {
    try announce(["texts": ["en": "Hello", "ar": "مرحبا"]])
    #expect(points(try first()) == ["fr-1", "fr-2", "ma-1", "tn-1"])
    #expect(try first()["texts"]?["ar"]?.string == "مرحبا")
    try announce(["texts": ["en": "North"], "to": ["north"]])
    #expect(points(try first()) == ["fr-1", "fr-2"])
    try announce(["texts": ["en": "Both"], "to": ["MA", "north"]])
    #expect(points(try first()) == ["fr-1", "fr-2", "ma-1"])
    #expect(try stage.ask("announcements").array?.count == 3)
  }

  @Test("Where it was shown it was delivered, and acknowledgements are counted")
  func reach() throws {
    let paris = try Machine(stage, "fr-1", "FR")
    _ = try Machine(stage, "ma-1", "MA")
    let op = try announce(["texts": ["en": "Hello"]])
    #expect(try first()["delivered"]?.integer == 0)
    // Nobody has connected to this process: of whom it is not known, it is not said.
    let states = try first()["points"]?.array?.map { $0["delivered"] ?? .null }
    #expect(states == [.null, false, .null, false])
    for isAcknowledged in [false, true] {
      try paris.hand([
        Draft(.announceSeen(announcement: op, isAcknowledged: isAcknowledged), point: "fr-1")
      ])
    }
    let seen = try first()
    #expect(seen["audience"]?.integer == 4)
    #expect(seen["delivered"]?.integer == 1)
    #expect(seen["shown"]?.integer == 1)
    #expect(seen["acknowledged"]?.integer == 1)
    #expect(seen["points"]?.array?.first?["acknowledged_ms"]?.integer != nil)
  }

  @Test("A language that nobody reads is refused, and one that is lacking is named")
  func languages() throws {
    let failure = stage.failure("announce", ["texts": ["xx": "hallo"]])
    #expect(failure?.exitCode == .badData)
    #expect(failure?.message.contains("en, ar, fr") == true)
    let long = stage.failure(
      "announce", ["texts": ["en": .string(String(repeating: "x", count: 1501))]])
    #expect(long?.code == .wrongLength)
    let twoLines = stage.failure("announce", ["texts": ["en": "a\nb"]])
    #expect(twoLines?.exitCode == .badData)
    #expect(twoLines?.code == nil)
    let all = try stage.ask("announce", ["texts": ["en": "Hello", "ar": "مرحبا"]])
    #expect(all["missing_languages"] == ["fr"])
    #expect(
      AnnouncementGroup.lacking(all) == "There is no text in fr: there another one is shown.")
    let some = try stage.ask("announce", ["texts": ["ar": "مرحبا"], "to": ["TN"]])
    #expect(some["missing_languages"] == [])
    #expect(AnnouncementGroup.lacking(some) == nil)
  }

  @Test("It is over after its time, and taken back once")
  func ends() throws {
    let op = try announce(["texts": ["en": "Soon over"], "minutes": 10])
    let until = try #require(try first()["until_ms"]?.integer)
    #expect(until - stage.hub.now() <= 600_000)
    #expect(try first()["over"]?.bool == false)
    try stage.ask("announcements-withdraw", ["id": .string(op.hex)])
    #expect(try stage.ask("announcements").array?.isEmpty == true)
    let again = stage.failure("announcements-withdraw", ["id": .string(op.hex)])
    #expect(again?.status == 404)
  }

  @Test("A moment far from the event and from now is asked about; one that is near either is not")
  func until() throws {
    func until(_ ms: Int64) -> JSONValue {
      ["texts": ["en": "x"], "until": .string(Zone.gmt.time(at: ms).dateAndClock)]
    }
    let day: Int64 = 86_400_000
    let now = stage.hub.now()
    let failure = stage.failure("announce", until(now + 365 * day))
    #expect(failure?.message.contains("far from the event") == true)
    #expect(failure?.message.contains("is the year right?") == true)
    try stage.ask("announce", until(now + day))
  }

  @Test("What cannot be announced is said, and nothing is recorded")
  func failures() throws {
    let place = stage.place
    let wrong: [(body: JSONValue, code: ExitCode)] = [
      ([:], .usage), (["texts": [:]], .usage), (["texts": ["en": ""]], .badData),
      (["texts": ["en": 7]], .badData), (["texts": ["english": "x"]], .badData),
      (["texts": ["en": "a\nb"]], .badData),
      (["texts": ["en": .string(String(repeating: "x", count: 1501))]], .badData),
      (["texts": ["en": "x"], "to": ["XX"]], .refused),
      (["texts": ["en": "x"], "to": ["choirs"]], .badData),
      (["texts": ["en": "x"], "to": []], .usage),
      (["texts": ["en": "x"], "minutes": 0], .usage),
      (["texts": ["en": "x"], "until": "2025-01-01T00:00Z"], .badData),
      (["texts": ["en": "x"], "until": "later"], .badData),
      (["texts": ["en": "x"], "until": "9000-01-01T00:00Z"], .badData),
      (["texts": ["en": "x"], "until": "9000-01-01T00:00Z", "minutes": 1], .usage),
    ]
    for (body, code) in wrong {
      let failure = stage.failure("announce", body)
      #expect(failure?.exitCode == code, "\(failure?.message ?? "done")")
    }
    #expect(stage.place == place)
  }
}
