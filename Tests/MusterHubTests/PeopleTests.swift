import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterHub

@Suite("Blocks and tickets")
struct PeopleTests {
  let stage: Stage

  init() throws { stage = try Stage(people: ["p-1", "p-2"]) }

  private func tickets(_ country: String? = nil) throws -> [String: JSONValue] {
    let body: JSONValue = country.map { ["country": .string($0)] } ?? [:]
    let list = try stage.ask("tickets", body).array ?? []
    return Dictionary(uniqueKeysWithValues: list.map { ($0["participant"]?.string ?? "", $0) })
  }

  private func ticket(of id: String) throws -> String {
    try #require(try tickets()[id]?["ticket"]?.string)
  }

  @Test("Everybody has a ticket that verifies by a key on the log")
  func verifies() throws {
    let all = try tickets()
    #expect(Set(all.keys) == ["p-1", "p-2"])
    let keys = stage.replica.reading { fold in fold.ticketKeys() }
    for (id, ticket) in all {
      let read = try Ticket(ticket["ticket"]?.string ?? "", event: stage.event)
      #expect(read.participant == id)
      #expect(read.serial == 1)
      #expect(keys.contains { read.isSigned(by: $0.key) })
    }
    #expect(try tickets("FR").count == 2)
    #expect(try tickets("MA").isEmpty)
    #expect(stage.failure("tickets", ["country": "XX"])?.exitCode == .refused)
  }

  @Test("A person is blocked by id, and unblocked")
  func byID() throws {
    let answer = try stage.ask("block", ["who": "p-1", "why": "asked to"])
    #expect(answer["op"]?.string?.utf8.count == 32)
    let blocks = try #require(stage.participant("p-1")?.blocks)
    #expect(blocks.map(\.why) == ["asked to"])
    #expect(blocks.map(\.serials) == [nil])
    try stage.ask("block", ["who": "p-1", "why": "again"])
    try stage.ask("unblock", ["who": "p-1"])
    #expect(stage.participant("p-1")?.blocks.isEmpty == true)
    #expect(stage.failure("unblock", ["who": "p-1"])?.exitCode == .refused)
  }

  @Test("A ticket blocks itself, and the next one given out is another")
  func byTicket() throws {
    let first = try ticket(of: "p-1")
    let answer = try stage.ask("block", ["who": .string(first), "why": "lost"])
    #expect(answer["participant"]?.string == "p-1")
    #expect(stage.participant("p-1")?.blocks.map(\.serials) == [1])
    #expect(try tickets()["p-1"]?["serial"]?.integer == 2)
    #expect(try tickets()["p-2"]?["serial"]?.integer == 1)
    let machine = try Machine(stage, "fr-1", "FR")
    try machine.checkIn("p-1", serial: 2)
    #expect(try stage.conflicts().isEmpty)
    try machine.checkOut("p-1")
    try machine.checkIn("p-1", serial: 1)
    #expect(try stage.conflicts().map { $0["type"]?.string } == ["admitted-unentitled"])
    try stage.ask("unblock", ["who": .string(try ticket(of: "p-1"))])
    #expect(try tickets()["p-1"]?["serial"]?.integer == 1)
  }

  @Test("What nobody is cannot be blocked, and a forged ticket blocks nobody")
  func failures() throws {
    let place = stage.place
    let good = try ticket(of: "p-1")
    let forged = try #require(
      Ticket(event: stage.event, serial: 1, participant: "p-1", key: SigningKey())?.text)
    let stranger = try #require(
      Ticket(event: Randomness.identifier(), serial: 1, participant: "p-1", key: SigningKey())?.text
    )
    let wrong: [(who: JSONValue, why: JSONValue, code: ExitCode)] = [
      ("p-9", "x", .refused), ("\u{1B}[2J", "x", .refused), (.string(forged), "x", .badData),
      (.string(stranger), "x", .badData), (.string(String(good.dropLast())), "x", .badData),
      ("MUSTER1:", "x", .badData), ("", "x", .usage), (.null, "x", .usage), ("p-1", "", .usage),
      ("p-1", .null, .usage), ("p-1", "a\nb", .usage),
      ("p-1", .string(String(repeating: "w", count: 401)), .usage),
    ]
    for (who, why, code) in wrong {
      let failure = stage.failure("block", ["who": who, "why": why])
      #expect(failure?.exitCode == code, "\(failure?.message ?? "done")")
      #expect(failure?.message.contains("\u{1B}") == false)
    }
    #expect(stage.place == place)
  }
}
