import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import Testing

@testable import MusterNode

@Suite("Visitors from another country")
struct VisitorTests {
  let centre: Centre
  let home: Town
  let town: Town

  init() throws {
    centre = try Centre()
    try centre.register("p-1", name: "Amina Haddad")
    try centre.register("p-2", name: "Amina H")
    home = try Town(centre)
    town = try Town(centre, point: "fr-1", country: "FR")
  }

  private func names(_ text: String) throws -> [String] {
    (try town.ask("search", ["q": .string(text)])["participants"]?.array ?? [])
      .compactMap { $0["name"]?.string }
  }

  @Test("A visitor comes in by ticket; the name arrives once the check-in has reached the hub")
  func visitor() throws {
    let answer = try town.scan(centre.ticket("p-1"))
    #expect(answer.verdict == "admitted")
    #expect(answer["participant"]?["id"]?.string == "p-1")
    #expect(answer["participant"]?["name"] == nil)
    #expect(try names("amina") == [])
    try town.sync()
    #expect(try names("amina") == ["Amina Haddad"])
    #expect(try town.scan(centre.ticket("p-1"))["participant"]?["name"]?.string == "Amina Haddad")
  }

  @Test("A correction that is made at home reaches the visitor's desk")
  func correction() throws {
    _ = try town.scan(centre.ticket("p-1"))
    try town.sync()
    _ = try home.ask("edit", ["participant": "p-1", "set": ["name": "Amina Idrissi"]])
    try home.sync()
    try town.sync()
    #expect(try names("idrissi") == ["Amina Idrissi"])
    #expect(try names("haddad") == [])
  }

  @Test("Of a visitor who is merged at home all names come, whichever is first")
  func merged() throws {
    _ = try town.scan(centre.ticket("p-2"))
    try town.sync()
    #expect(try names("haddad") == [])
    _ = try home.ask("merge", ["participants": ["p-1", "p-2"]])
    try home.sync()
    try town.sync()
    #expect(try names("haddad") == ["Amina Haddad"])
    #expect(try names("amina") == ["Amina Haddad"])
    try town.reopen()
    #expect(town.node.replica.missingPrivateCount == 0)
    #expect(try names("haddad") == ["Amina Haddad"])
  }

  @Test("A visitor's check-in that is given to another person brings that one's name")
  func reassigned() throws {
    let op = try town.scan(centre.ticket("p-2")).op ?? ""
    try town.sync()
    let id = try #require(OpID(op))
    try centre.append(Draft(.reassign(ops: [id]), participant: "p-1"))
    try town.sync()
    #expect(try names("haddad") == ["Amina Haddad"])
  }
}
