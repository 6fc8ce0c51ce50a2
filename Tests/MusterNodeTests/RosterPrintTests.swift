import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import Testing

@testable import MusterNode

@Suite("The list for paper")
struct RosterPrintTests {
  let centre: Centre
  let town: Town

  init() throws {
    centre = try Centre()
    try centre.register("p-4", name: "Zoé")
    try centre.register("p-3", name: "ياسين")
    try centre.register("p-2", name: "أحمد")
    try centre.register("p-1", name: "<i>Émile</i>")
    try centre.register("q-1", name: "Elsewhere", point: "ma-2")
    try centre.register("q-2", name: "Abroad", country: "TN", point: "tn-1")
    try centre.register("q-3", name: "Cancelled")
    var change = ParticipantChange()
    change.cancelled = true
    try centre.append(Draft(.participantPut(change), participant: "q-3"))
    try centre.append(
      Draft(.participantBlock(why: "left", serials: nil), participant: "p-4"))
    try centre.register("q-4", name: "Forgotten")
    try centre.append(Draft(.erase(ops: []), participant: "q-4"))
    town = try Town(centre)
  }

  private func ids(_ answer: JSONValue) -> [String] {
    (answer["rows"]?.array ?? []).compactMap { $0["participant"]?.string }
  }

  @Test("It has everybody of the point who may come, as the language orders names")
  func people() throws {
    #expect(ids(try town.ask("roster-print")) == ["p-1", "p-4", "p-2", "p-3"])
    #expect(ids(try town.ask("roster-print", ["lang": "ar"])) == ["p-2", "p-3", "p-1", "p-4"])
    let rows = try town.ask("roster-print")["rows"]?.array ?? []
    #expect(rows.map { $0["blocked"]?.bool } == [false, true, false, false])
    #expect(rows.first?["name"]?.string == "<i>Émile</i>")
  }

  @Test("Somebody registered at the desk is on the next one, by as much of the id as one can write")
  func walkIn() throws {
    let made = try town.ask("walkin", ["name": "Bilal"])
    let id = try #require(made["participant"]?.string)
    let row = try town.ask("roster-print")["rows"]?.array?.first { $0["participant"]?.string == id }
    let code = try #require(row?["code"]?.string)
    #expect(code == String(id.prefix(8)))
    let time = try #require(town.node.localTime(centre.now))
    let taken = try town.ask(
      "paper", ["rows": [["participant": .string(code.uppercased()), "time": .string(time)]]])
    #expect(taken["rows"]?.array?.first?["participant"]?.string == id)
    #expect(try town.checkIn(code).verdict == "repeat")
    // Too little of it, or what is no beginning, means nobody.
    #expect(town.node.meant(by: String(id.prefix(7))) == String(id.prefix(7)))
    #expect(town.node.meant(by: "00000000") == "00000000")
  }

  @Test("Of ids that a roster has given, all is meant")
  func rosterIDs() throws {
    try centre.register("1234567890", name: "Ten digits")
    try town.sync()
    #expect(town.node.meant(by: "12345678") == "12345678")
    #expect(Node.shortID(of: "1234567890") == "1234567890")
  }

  @Test("The document is written as its language is, runs nothing, and keeps names from its markup")
  func document() throws {
    let french = RosterSheet(try town.ask("roster-print")).text
    #expect(french.contains("<html lang=\"fr\" dir=\"ltr\">"))
    let arabic = RosterSheet(try town.ask("roster-print", ["lang": "ar"])).text
    #expect(arabic.contains("<html lang=\"ar\" dir=\"rtl\">"))
    for text in [french, arabic] {
      #expect(text.contains("&lt;i&gt;Émile&lt;/i&gt;"))
      #expect(!text.contains("<i>") && !text.contains("<script") && !text.contains("src="))
      #expect(text.contains("Africa/Casablanca"))
    }
    #expect(french.contains("bloqué"))
  }

  @Test("Whoever stands on it is taken back by the paper list")
  func backAgain() throws {
    let time = try #require(town.node.localTime(centre.now - 3_600_000))
    let rows = ids(try town.ask("roster-print")).map { id -> JSONValue in
      ["participant": .string(id), "time": .string(time)]
    }
    let taken = try town.ask("paper", ["rows": .array(rows)])
    #expect(taken["ok"]?.bool == true)
    #expect(taken["recorded"]?.integer == 4)
  }

  @Test("A node that knows nobody yet says what to do")
  func empty() throws {
    let new = try Town(centre, point: "ma-3", synced: false)
    #expect(throws: Failure.self) { try new.ask("roster-print") }
  }
}
