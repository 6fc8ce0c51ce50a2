import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import Testing

@testable import MusterNode

@Suite("The same person twice")
struct MergeTests {
  let centre: Centre
  let town: Town
  /// Registered at the door.
  let walkIn: String

  init() throws {
    centre = try Centre()
    try centre.register("p-1", name: "Amina Haddad")
    try centre.register("p-2", name: "Mina Hadad")
    try centre.register("p-fr", name: "Zoé Martin", country: "FR", point: "fr-1")
    town = try Town(centre)
    let made = try town.ask("walkin", ["name": "Amina H", "phone": "+1"])
    walkIn = made["participant"]?.string ?? ""
  }

  private func merge(_ people: String...) throws -> JSONValue {
    try town.ask("merge", ["participants": .array(people.map { .string($0) })])
  }

  private func found(_ text: String) throws -> [JSONValue] {
    try town.ask("search", ["q": .string(text)])["participants"]?.array ?? []
  }

  @Test("Merged people are one: found once by any of their names, with all that is known")
  func merges() throws {
    #expect(try found("amina").count == 2)
    let answer = try merge(walkIn, "p-1")
    #expect(answer["participant"]?.string == "p-1")
    #expect(answer["members"] == ["p-1", .string(walkIn)])
    #expect(try found("amina").map { $0["id"] } == ["p-1"])
    #expect(try found("amina h").first?["name"]?.string == "Amina Haddad")
    #expect(try found(walkIn).map { $0["id"] } == ["p-1"])
    let shown = try town.ask("show", ["participant": .string(walkIn)])
    #expect(shown["id"]?.string == "p-1")
    #expect(shown["phone"]?.string == "+1")
    #expect(shown["members"]?.array?.count == 2)
    try town.sync()
    #expect(try centre.replica.search("amina") == ["p-1"])
    #expect(try centre.replica.contact(of: walkIn)?.name == "Amina Haddad")
    #expect(try centre.replica.ownContact(of: walkIn)?.name == "Amina H")
  }

  @Test("A field of a merged person is changed where it comes from")
  func edits() throws {
    _ = try merge(walkIn, "p-1")
    let answer = try town.ask(
      "edit", ["participant": .string(walkIn), "set": ["name": "Amina Idrissi", "phone": "+2"]])
    #expect(answer["ops"]?.array?.count == 2)
    let shown = try town.ask("show", ["participant": "p-1"])
    #expect(shown["name"]?.string == "Amina Idrissi")
    #expect(shown["phone"]?.string == "+2")
  }

  @Test("Merging can be taken back, and who was joined is two again")
  func unmerges() throws {
    _ = try merge("p-1", "p-2")
    #expect(throws: Failure.self) { try merge("p-2", "p-1") }
    let answer = try town.ask("unmerge", ["participant": "p-2"])
    #expect(answer["parted"] == ["p-1", "p-2"])
    #expect(try found("mina").map { $0["id"] } == ["p-2"])
    #expect(throws: Failure.self) { try town.ask("unmerge", ["participant": "p-2"]) }
    try town.sync()
    #expect(centre.replica.stateDigest().hex == (try town.ask("status")["state"]?.string))
    _ = try merge("p-1", "p-2")
    #expect(try found("mina").map { $0["id"] } == ["p-1"])
  }

  @Test("The hint of a merge takes back that merge alone")
  func unmergesOne() throws {
    _ = try merge("p-1", "p-2")
    let second = try merge("p-2", walkIn)
    let hint = "If that was a mistake: muster-node unmerge \(second.op ?? "")"
    #expect(DeskWords.lines("merge", second)?.last == hint)
    let answer = try town.ask("unmerge", ["participant": .string(second.op ?? "")])
    #expect(answer["parted"] == [.string(walkIn), "p-2"])
    #expect(try town.ask("show", ["participant": "p-2"])["members"] == ["p-1", "p-2"])
    _ = try merge("p-2", walkIn)
    _ = try town.ask("unmerge", ["participant": "p-1"])
    #expect(try town.ask("show", ["participant": "p-1"])["members"] == ["p-1"])
    #expect(try town.ask("show", ["participant": "p-2"])["members"]?.array?.count == 2)
  }

  @Test("A void of a merge says what takes it back")
  func voids() throws {
    let op = try merge("p-1", "p-2").op ?? ""
    let failure = #expect(throws: Failure.self) { try town.ask("void", ["ops": [.string(op)]]) }
    #expect(failure?.message.contains("muster-node unmerge \(op) does it") == true)
  }

  @Test("Only people of this country are joined here, and two at least")
  func refuses() throws {
    let made = town.made
    let failure = #expect(throws: Failure.self) { try merge("p-1", "p-fr") }
    #expect(failure?.message.contains("FR") == true)
    #expect(throws: Failure.self) { try merge("p-1") }
    #expect(throws: Failure.self) { try merge("p-1", "P-1") }
    #expect(throws: Failure.self) { try merge("p-1", "p-9") }
    #expect(town.made == made)
  }

  @Test("Two who look like one are said to be different for good, once")
  func different() throws {
    let walkIn = try twin()
    let people: JSONValue = ["participants": [.string(walkIn), "p-1"]]
    let answer = try town.ask("different", people)
    #expect(answer["participants"] == ["p-1", .string(walkIn)])
    let made = town.made
    #expect(try town.ask("different", people)["op"] == answer["op"])
    #expect(town.made == made)
    try town.sync()
    let decision = centre.replica.reading { fold in
      fold.decision(over: ["p-1", walkIn])
    }
    #expect(decision?.choice == "different")
    _ = try merge("p-1", "p-2")
    #expect(throws: Failure.self) {
      try town.ask("different", ["participants": ["p-1", "p-2"]])
    }
  }

  /// Somebody who is registered under the name of another.
  private func twin() throws -> String {
    try town.ask("walkin", ["name": "amina HADDAD"])["participant"]?.string ?? ""
  }

  @Test("Two who look like one are shown to the desk, with what to type")
  func duplicates() throws {
    #expect(try town.ask("conflicts")["conflicts"] == [])
    let answer = try town.ask("walkin", ["name": "amina HADDAD"])
    let id = answer["participant"]?.string ?? ""
    #expect(answer["alike"] == [["id": "p-1", "name": "Amina Haddad"]])
    #expect(
      DoorPrint.walkIn(answer).last
        == "  Perhaps on the list already: Amina Haddad, p-1. If it is the same person: "
        + "muster-node merge p-1 \(id)")
    let listed = try town.ask("conflicts")
    #expect(
      Printing(isJSON: false).lines("conflicts", listed) == [
        "Perhaps one person: p-1 (Amina Haddad) and \(id) (amina HADDAD); "
          + "the same name Amina Haddad.",
        "  If so: muster-node merge p-1 \(id); if not: muster-node different p-1 \(id)",
      ])
    let shown = try town.ask("show", ["participant": .string(id)])
    #expect(shown["conflicts"]?.array?.map { $0["type"]?.string } == ["possible-duplicate"])
    let lines = DeskWords.lines("show", shown) ?? []
    #expect(lines.contains { $0.hasPrefix("to decide") && $0.contains("Perhaps one person") })
    try town.ask("different", ["participants": ["p-1", .string(id)]])
    #expect(
      Printing(isJSON: false).lines("conflicts", try town.ask("conflicts")) == [
        "Different people: p-1 (Amina Haddad) and \(id) (amina HADDAD)."
      ])
    #expect(try town.ask("show", ["participant": "p-1"])["conflicts"] == [])
  }

  @Test("A desk of another country is shown none of them")
  func duplicatesElsewhere() throws {
    let other = try Town(centre, point: "fr-1", country: "FR")
    let id = try twin()
    try town.sync()
    try other.sync()
    #expect(try other.checkIn(id).verdict == "admitted")
    #expect(try other.checkIn("p-1").verdict == "admitted")
    try other.sync()
    #expect(try other.ask("show", ["participant": .string(id)])["name"]?.string == "amina HADDAD")
    #expect(try other.ask("conflicts")["conflicts"] == [])
    #expect(try other.ask("walkin", ["name": "Amina Haddad"])["alike"] == nil)
  }

  @Test("Two who have nothing in common need not be told apart")
  func unlike() throws {
    let made = town.made
    let failure = #expect(throws: Failure.self) {
      try town.ask("different", ["participants": ["p-1", "p-2"]])
    }
    #expect(failure?.exitCode == .refused)
    #expect(town.made == made)
  }

  @Test("A person is inside once, whichever of its tickets was shown")
  func presence() throws {
    _ = try town.checkIn("p-2")
    _ = try merge("p-1", "p-2")
    let answer = try town.checkIn("p-1")
    #expect(answer.verdict == "repeat")
    #expect(answer["present"]?.integer == 1)
  }

  @Test("Over HTTP merges are made and taken back like any act")
  func http() throws {
    let body: JSONValue = ["participants": ["p-1", "p-2"]]
    #expect(town.http(.post, "/api/v1/merges", body).status == 200)
    #expect(town.http(.post, "/api/v1/merges", body).status == 409)
    #expect(town.http(.post, "/api/v1/unmerges", ["participant": "p-1"]).status == 200)
    #expect(town.http(.post, "/api/v1/differences", body).status == 409)
    let twins: JSONValue = ["participants": ["p-1", .string(try twin())]]
    #expect(town.http(.post, "/api/v1/differences", twins).status == 200)
  }
}
