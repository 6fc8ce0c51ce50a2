import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import Testing

@testable import MusterNode

@Suite("Corrections of people")
struct EditTests {
  let centre: Centre
  let town: Town

  init() throws {
    centre = try Centre()
    try centre.register("p-1", name: "Amina Hadad")
    try centre.register("p-fr", name: "Zoé Martin", country: "FR", point: "fr-1")
    try centre.append(
      Draft(
        .participantPut(ParticipantChange(country: "MA", point: "ma-1")), participant: "p-2",
        privates: [.init(name: "diet", value: "none"), .init(name: "name", value: "Omar")]))
    town = try Town(centre)
  }

  private func edit(_ id: String, _ set: JSONValue, at town: Town? = nil) throws -> JSONValue {
    try (town ?? self.town).ask("edit", ["participant": .string(id), "set": set])
  }

  private func show(_ id: String, at town: Town? = nil) throws -> JSONValue {
    try (town ?? self.town).ask("show", ["participant": .string(id)])
  }

  @Test("A corrected name and telephone number stand at once, are found, and reach the hub")
  func corrects() throws {
    let answer = try edit("p-1", ["name": "Amina Haddad", "phone": "+212 5", "language": "AR"])
    #expect(answer["changed"] == ["language", "name", "phone"])
    #expect(answer["ops"]?.array?.count == 1)
    let person = try show("P-1")
    #expect(person["name"]?.string == "Amina Haddad")
    #expect(person["phone"]?.string == "+212 5")
    #expect(person["language"]?.string == "ar")
    #expect(person["kind"]?.string == "delegate")
    let found = try town.ask("search", ["q": "haddad"])["participants"]?.array
    #expect(found?.first?["id"]?.string == "p-1")
    try town.sync()
    #expect(try centre.replica.contact(of: "p-1")?.name == "Amina Haddad")
    #expect(try centre.replica.search("hadad").isEmpty)
  }

  @Test("What the centre has said of when and where somebody may come in is shown")
  func terms() throws {
    var change = ParticipantChange()
    change.pending = true
    change.cancelled = true
    change.validFrom = 1_762_517_100_000
    change.validUntil = 1_762_520_700_000
    change.extraDoors = ["side"]
    change.withdrawnDoors = ["main"]
    try centre.append(Draft(.participantPut(change), participant: "p-1"))
    try town.sync()
    let shown = try show("p-1")
    #expect(shown["pending"]?.bool == true)
    #expect(shown["valid_from_ms"]?.integer == 1_762_517_100_000)
    let lines = (DeskWords.lines("show", shown) ?? []).map { line in
      line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
    for line in [
      "pending yes", "cancelled yes", "valid from 2025-11-07 13:05",
      "valid until 2025-11-07 14:05", "other doors too side", "not these doors main",
    ] { #expect(lines.contains(line), "\(lines)") }
    #expect(try show("p-2")["valid_until_ms"] == nil)
  }

  @Test("A block of old tickets is shown as one, and only a block of the person as such")
  func blocks() throws {
    try centre.append(
      Draft(.participantBlock(why: "lost", serials: 1), participant: "p-1"))
    try town.sync()
    let shown = try show("p-1")
    #expect(shown["blocked"]?.bool == false)
    #expect(shown["tickets_blocked_to"]?.integer == 1)
    let lines = DeskWords.lines("show", shown) ?? []
    #expect(lines.contains { $0.hasPrefix("blocked") && $0.hasSuffix("tickets up to 1: lost") })
    let failure = #expect(throws: Failure.self) { try town.ask("search", ["q": "a\nb"]) }
    #expect(failure?.message.hasPrefix("The search holds a line end") == true)
    let found = try town.ask("search", ["q": "p-1"])
    #expect(
      Printing(isJSON: false).lines("search", found).last?.hasSuffix("tickets up to 1 blocked")
        == true)
    try centre.append(Draft(.participantBlock(why: "banned", serials: nil), participant: "p-1"))
    try town.sync()
    #expect(try show("p-1")["blocked"]?.bool == true)
  }

  @Test("What is so already is no change, and records nothing")
  func sameAgain() throws {
    _ = try edit("p-1", ["name": "Amina Haddad", "body": "Atlas"])
    let made = town.made
    #expect(try edit("p-1", ["name": "Amina Haddad", "body": "Atlas"])["changed"] == [])
    #expect(town.made == made)
  }

  @Test("A second correction has seen the first, before the hub has: nothing is in dispute")
  func seesItsOwn() throws {
    for name in ["Amina Haddad", "Amina Haddad-Idrissi", "Amina Idrissi"] {
      _ = try edit("p-1", ["name": .string(name)])
    }
    try town.sync()
    #expect(try show("p-1")["name"]?.string == "Amina Idrissi")
    #expect(try town.ask("conflicts")["conflicts"] == [])
  }

  @Test("Corrections that did not see each other are shown to people, and a third settles them")
  func dispute() throws {
    let other = try Town(centre, point: "ma-2")
    try town.sync()
    _ = try edit("p-1", ["name": "Amina Haddad"])
    _ = try edit("p-1", ["name": "Amina Hadade"], at: other)
    for place in [town, other, town] { try place.sync() }
    #expect(try show("p-1")["conflicts"]?.array?.count == 1)
    _ = try edit("p-1", ["name": "Amina El Haddad"])
    for place in [town, other] { try place.sync() }
    for place in [town, other] {
      #expect(try show("p-1", at: place)["conflicts"] == [])
      #expect(try show("p-1", at: place)["name"]?.string == "Amina El Haddad")
    }
  }

  @Test("An organiser's own column can be corrected, and emptied; a slip of the pen makes none")
  func ownFields() throws {
    #expect(try show("p-2")["fields"] == ["diet": "none"])
    _ = try edit("p-2", ["diet": "vegetarian"])
    #expect(try show("p-2")["fields"] == ["diet": "vegetarian"])
    _ = try edit("p-2", ["diet": ""])
    #expect(try show("p-2")["fields"] == [:])
    _ = try edit("p-1", ["diet": "none"])
    let failure = #expect(throws: Failure.self) { try edit("p-1", ["nmae": "Amina"]) }
    #expect(failure?.message.contains("name, email") == true)
  }

  @Test(
    "What a desk may not change is refused in words",
    arguments: [
      ["name": ""], ["kind": ""], ["point": "fr-1"], ["point": "x"], ["language": "français"],
      ["pending": "no"], ["country": "FR"], ["email": "a\u{202E}b"],
    ] as [JSONValue])
  func refuses(set: JSONValue) throws {
    let made = town.made
    #expect(throws: Failure.self) { try edit("p-1", set) }
    #expect(town.made == made)
  }

  @Test("People of another country are changed there, and the refusal names the desks")
  func elsewhere() throws {
    _ = try Town(centre, point: "fr-1", country: "FR")
    try town.sync()
    let failure = #expect(throws: Failure.self) { try edit("p-fr", ["name": "Zoé"]) }
    #expect(failure?.exitCode == .refused)
    #expect(failure?.message.contains("FR") == true)
    #expect(failure?.message.contains("fr-1") == true)
    #expect(throws: Failure.self) { try edit("p-9", ["name": "Zoé"]) }
  }

  @Test("Over HTTP a person is read and changed at an address of its own, once for each key")
  func http() throws {
    let path = "/api/v1/participants/p-1"
    #expect(town.http(.get, path).body["name"]?.string == "Amina Hadad")
    let first = town.http(.patch, path, ["set": ["name": "Amina"]], key: "k")
    #expect(first.status == 200)
    #expect(town.http(.patch, path, ["set": ["name": "Amina"]], key: "k") == first)
    #expect(town.http(.patch, path, ["participant": "p-2", "set": ["body": "X"]]).status == 400)
    #expect(town.http(.patch, path, ["set": ["body": "X"]]).status == 200)
    #expect(town.http(.get, path).body["body"]?.string == "X")
    #expect(town.http(.patch, path, [:]).status == 400)
    #expect(town.http(.get, "/api/v1/participants/p-9").status == 404)
    #expect(town.http(.post, path, [:]).status == 405)
    #expect(town.http(.get, path + "/x").status == 404)
  }
}
