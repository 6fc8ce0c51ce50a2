import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import Testing

@testable import MusterNode

@Suite("Counters")
struct CountTests {
  let centre: Centre
  let town: Town

  init() throws {
    centre = try Centre()
    var viewers = EventPart(sort: .indicator, id: "viewers")
    viewers.measured = "count"
    viewers.goal = 500
    var spread = EventPart(sort: .indicator, id: "spread")
    spread.measured = "groups"
    try centre.append([viewers, spread].map { Draft(.eventPut($0)) })
    town = try Town(centre)
  }

  private func viewers(at town: Town) throws -> JSONValue? {
    try town.ask("indicators")["indicators"]?.array?.first
  }

  @Test("A count stands for what was counted here, and everywhere it is added up")
  func counts() throws {
    let other = try Town(centre, point: "fr-1", country: "FR")
    _ = try town.ask("count", ["indicator": "viewers", "value": 100])
    let answer = try town.ask("count", ["indicator": "VIEWERS", "value": 120])
    #expect(answer["before"]?.integer == 100)
    _ = try other.ask("count", ["indicator": "viewers", "value": 7])
    for place in [town, other, town] { try place.sync() }
    let shown = try viewers(at: town)
    #expect(try town.ask("indicators")["indicators"]?.array?.count == 1)
    #expect(shown?["value"]?.integer == 120)
    #expect(shown?["total"]?.integer == 127)
    #expect(shown?["points"]?.integer == 2)
    #expect(shown?["goal"]?.integer == 500)
  }

  @Test("A mistaken count is taken back by a void, and the one before it stands again")
  func undone() throws {
    _ = try town.ask("count", ["indicator": "viewers", "value": 100])
    let op = try town.ask("count", ["indicator": "viewers", "value": 1200])["op"] ?? .null
    try town.ask("void", ["ops": [op]])
    #expect(try viewers(at: town)?["value"]?.integer == 100)
    try town.sync()
    #expect(centre.replica.reading { $0.counts().first?.value } == 100)
  }

  @Test("What is not counted by hand, or is no number, is refused in words")
  func refuses() throws {
    let made = town.made
    for indicator in ["spread", "x"] {
      let failure = #expect(throws: Failure.self) {
        try town.ask("count", ["indicator": .string(indicator), "value": 1])
      }
      #expect(failure?.message.contains("viewers") == true)
    }
    #expect(throws: Failure.self) { try town.ask("count", ["indicator": "viewers", "value": -1]) }
    #expect(throws: Failure.self) { try town.ask("count", ["indicator": "viewers"]) }
    let large = #expect(throws: Failure.self) {
      try town.ask("count", ["indicator": "viewers", "value": 1_000_000_001])
    }
    #expect(large?.message.contains("1000000000") == true)
    #expect(town.made == made)
    #expect(town.http(.post, "/api/v1/counts", ["indicator": "viewers", "value": 5]).status == 200)
    let list = town.http(.get, "/api/v1/indicators").body
    #expect(list["indicators"]?.array?.first?["value"]?.integer == 5)
  }

  @Test("On the command line a number is digits, of any script")
  func commandLine() throws {
    func asked(_ words: String...) throws -> (command: String, body: JSONValue)? {
      guard case .run(let invocation) = try NodeProgram.command.parse(words) else { return nil }
      return try Asking.desk(invocation)
    }
    #expect(try asked("count")?.command == "indicators")
    #expect(try asked("count", "viewers", "1200")?.body["value"]?.integer == 1200)
    #expect(try asked("count", "viewers", "١٢٠٠")?.body["value"]?.integer == 1200)
    for text in ["1,200", "1.2", "x", "99999999999999999999"] {
      #expect(throws: Failure.self) { try asked("count", "viewers", text) }
    }
    let large = String(repeating: "9", count: 20)
    let failure = #expect(throws: Failure.self) { try asked("count", "viewers", large) }
    #expect(failure?.message.contains("too large") == true)
    #expect(throws: Failure.self) { try asked("count", "viewers") }
  }
}
