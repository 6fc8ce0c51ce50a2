import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import Testing

@testable import MusterNode

@Suite("Readiness")
struct ReadinessTests {
  let centre: Centre
  let town: Town

  init() throws {
    centre = try Centre()
    var screen = EventPart(sort: .item, id: "screen")
    screen.titles = ["en": "Screen", "fr": "Écran"]
    screen.due = centre.now + 3_600_000
    var sound = EventPart(sort: .item, id: "sound")
    sound.due = centre.now - 3_600_000
    let food = EventPart(sort: .item, id: "food")
    try centre.append([screen, sound, food].map { Draft(.eventPut($0)) })
    town = try Town(centre)
  }

  @Test("The list shows what is missing by when it is due, in the desk's language")
  func lists() throws {
    let list = try town.ask("readiness")
    #expect(list["missing"] == ["sound", "screen", "food"])
    let items = list["items"]?.array ?? []
    #expect(items.map { $0["late"]?.bool } == [true, false, false])
    #expect(items[1]["title"]?.string == "Écran")
    #expect(items[1]["due"]?.string?.count == 16)
    #expect(items[2]["due_ms"] == nil)
    let english = try town.ask("readiness", ["lang": "en-GB"])
    #expect(english["items"]?.array?[1]["title"]?.string == "Screen")
  }

  @Test("Each op says all that is ready; what is not ready after all is taken out")
  func marks() throws {
    _ = try town.ask("ready", ["items": ["screen"]])
    let answer = try town.ask("ready", ["items": ["SOUND"]])
    #expect(answer["missing"] == ["food"])
    try town.sync()
    #expect(centre.replica.reading { $0.point(named: "ma-1")?.ready } == ["screen", "sound"])
    _ = try town.ask("ready", ["not": ["screen"], "items": ["food"]])
    try town.sync()
    #expect(centre.replica.reading { $0.point(named: "ma-1")?.ready } == ["food", "sound"])
  }

  @Test("What is said already is not recorded again, and what no list has is refused")
  func refuses() throws {
    _ = try town.ask("ready", ["items": ["screen"]])
    let made = town.made
    _ = try town.ask("ready", ["items": ["screen"], "not": ["food"]])
    let failure = #expect(throws: Failure.self) { try town.ask("ready", ["items": ["sreen"]]) }
    #expect(failure?.message.contains("sound, screen, food") == true)
    #expect(throws: Failure.self) { try town.ask("ready", ["items": ["food"], "not": ["food"]]) }
    #expect(throws: Failure.self) { try town.ask("ready") }
    #expect(town.made == made)
  }

  @Test("Over HTTP the list is read and marked")
  func http() throws {
    #expect(town.http(.post, "/api/v1/readiness", ["items": ["food"]]).status == 200)
    let list = town.http(.get, "/api/v1/readiness", query: [(name: "lang", value: "en")])
    #expect(list.body["missing"] == ["sound", "screen"])
  }

  @Test("On the command line ready lists, marks and unmarks")
  func commandLine() throws {
    func asked(_ words: String...) throws -> (command: String, body: JSONValue)? {
      guard case .run(let invocation) = try NodeProgram.command.parse(words) else { return nil }
      return try Asking.desk(invocation)
    }
    #expect(try asked("ready")?.command == "readiness")
    let marked = try asked("ready", "a", "b", "--not", "c", "--not", "d")
    #expect(marked?.command == "ready")
    #expect(marked?.body == ["items": ["a", "b"], "not": ["c", "d"]])
  }
}
