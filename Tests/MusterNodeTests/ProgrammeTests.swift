import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import Testing

@testable import MusterNode

@Suite("The programme at a desk")
struct ProgrammeTests {
  let centre: Centre
  let town: Town
  let minute: Int64 = 60_000
  let now: Int64

  init() throws {
    centre = try Centre()
    now = centre.now
    var day = EventPart(sort: .day, id: "day-1")
    day.titles = ["en": "First day", "fr": "Premier jour"]
    day.date = "2030-01-01"
    day.from = now - 60 * minute
    day.to = now + 120 * minute
    var opening = EventPart(sort: .session, id: "opening")
    opening.titles = ["en": "Opening", "fr": "Ouverture"]
    opening.slots = [10, 20, 30]
    (opening.day, opening.type) = ("day-1", "opening")
    (opening.from, opening.to) = (now - 30 * minute, now + 30 * minute)
    var session = EventPart(sort: .session, id: "session-1")
    (session.day, session.type) = ("day-1", "session")
    (session.from, session.to) = (now + 30 * minute, now + 90 * minute)
    try centre.append([day, opening, session].map { Draft(.eventPut($0)) })
    town = try Town(centre)
  }

  private func session(_ index: Int) throws -> JSONValue? {
    try town.ask("programme")["sessions"]?.array?[index]
  }

  @Test("What is on and what comes next goes by the plan until somebody says otherwise")
  func byPlan() throws {
    let programme = try town.ask("programme")
    #expect(programme["on"] == ["opening"])
    #expect(programme["next"]?.string == "session-1")
    let opening = try session(0)
    #expect(opening?["title"]?.string == "Ouverture")
    #expect(opening?["phase"]?.string == "on")
    #expect(opening?["assumed"]?.bool == true)
    #expect(opening?["slot"]?["of"]?.integer == 3)
    let english = try town.ask("programme", ["lang": "en"])
    #expect(english["days"]?.array?.first?["title"]?.string == "First day")
  }

  @Test("What was started late pushes what follows it")
  func late() throws {
    try centre.append(Draft(.sessionStart(session: "opening")))
    try town.sync()
    let opening = try session(0)
    #expect(opening?["state"]?.string == "running")
    let delay = opening?["delay_ms"]?.integer ?? 0
    // The test may have stood still for however long since the plan was made.
    #expect((29 * minute...centre.now - now + 31 * minute).contains(delay))
    #expect(try session(1)?["delay_ms"]?.integer ?? 0 >= 29 * minute)
    #expect(opening?["started"]?["gmt"]?["time"]?.string?.count == 5)
    try centre.append(Draft(.sessionSkip(session: "session-1")))
    try town.sync()
    #expect(try session(1)?["phase"]?.string == "skipped")
  }

  @Test("Each time stands by the clocks of the point, the event and Greenwich")
  func clocks() throws {
    let from = try session(1)?["planned_begin"]
    #expect(from?["point"]?["zone"]?.string == "Africa/Casablanca")
    #expect(from?["event"]?["zone"]?.string == "UTC")
    #expect(from?["gmt"]?["time"] == from?["event"]?["time"])
    #expect(from?["ms"]?.integer != nil)
  }

  @Test("In words the clock of the point comes first, over HTTP in the page's language")
  func shown() throws {
    let words = DeskWords.lines("programme", try town.ask("programme")) ?? []
    #expect(words.first?.hasPrefix("It is ") == true)
    #expect(words.contains { $0.contains("NOW, ") && $0.contains("Ouverture") })
    #expect(words.contains { $0.hasPrefix("next") })
    let page = town.http(.get, "/api/v1/programme", query: [(name: "lang", value: "en")])
    #expect(page.body["sessions"]?.array?.first?["title"]?.string == "Opening")
  }
}
