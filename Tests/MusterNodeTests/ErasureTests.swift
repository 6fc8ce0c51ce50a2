import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import Testing

@testable import MusterNode

@Suite("Somebody who was erased, at a desk")
struct ErasureTests {
  let centre: Centre
  let town: Town

  init() throws {
    centre = try Centre()
    try centre.register("p-1", name: "Amina Weberknecht")
    try centre.register("p-2", name: "Omar")
    town = try Town(centre)
    try town.ask("checkin", ["participant": "p-1"])
    try town.ask("checkout", ["participant": "p-1"])
    try town.sync()
    try centre.append(Draft(.erase(ops: []), participant: "p-1"))
    try town.sync()
  }

  @Test("Is shown by id, in the words of each language, and found by no name")
  func shown() throws {
    #expect(try town.ask("search", ["q": "weberknecht"])["participants"] == [])
    var said: Set<String> = []
    for language in Say.languages {
      let found = try town.ask("search", ["q": "p-1", "lang": .string(language)])
      let person = try #require(found["participants"]?.array?.first)
      #expect(person["id"]?.string == "p-1" && person["name"] == nil)
      said.insert(try #require(person["erased"]?.string))
      let shown = try town.ask("show", ["participant": "p-1", "lang": .string(language)])
      #expect(shown["erased"] == person["erased"])
      #expect(shown["stays"]?.array?.count == 1)
    }
    #expect(said.count == Say.languages.count)
    #expect(try town.ask("show", ["participant": "p-2"])["erased"] == nil)
    let overHTTP = town.http(
      .get, "/api/v1/participants/p-1", query: [(name: "lang", value: "tr")])
    #expect(overHTTP.body["erased"]?.string == Say.erased(language: "tr"))
  }

  @Test("Can come in and leave, and a desk's line says whom it is about")
  func comesIn() throws {
    let answer = try town.ask("checkin", ["participant": "p-1", "lang": "en"])
    #expect(answer.verdict == "admitted")
    let erased = Say.erased(language: "en")
    #expect(DoorPrint.lines(answer).first == "May come in: p-1 (\(erased)). 1 inside now.")
    #expect(try town.ask("checkin", ["participant": "p-1"]).verdict == "repeat")
    let left = try town.ask("checkout", ["participant": "p-1"])
    #expect(left["participant"]?["erased"] != nil)
    try town.reopen()
    #expect(try town.node.replica.verify().findings == [])
  }

  @Test("Keeps no name that is typed in again, and takes what everybody may read")
  func edited() throws {
    func edit(_ set: JSONValue) throws -> JSONValue {
      try town.ask("edit", ["participant": "p-1", "set": set])
    }
    let refused = #expect(throws: Failure.self) { try edit(["name": "Amina"]) }
    #expect(refused?.exitCode == .refused)
    #expect(try edit(["body": "Choir"])["changed"] == ["body"])
  }

  @Test("Of two who are one person, the other's name is shown and corrected")
  func merged() throws {
    try town.ask("merge", ["participants": ["p-1", "p-2"]])
    let shown = try town.ask("show", ["participant": "p-1"])
    #expect(shown["name"]?.string == "Omar" && shown["erased"] == nil)
    try town.ask("edit", ["participant": "p-1", "set": ["name": "Omar Said"]])
    #expect(try town.ask("show", ["participant": "p-2"])["name"]?.string == "Omar Said")
  }
}
