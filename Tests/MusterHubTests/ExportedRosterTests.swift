import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import Testing

@testable import MusterHub

@Suite("Rosters that this program has exported")
struct ExportedRosterTests {
  private static let header =
    "id,person,name,email,phone,kind,country,point,body,language,registered,walk_in,pending,cancelled"
    + ",blocked,attended_days"

  let stage: Stage

  init() throws {
    stage = try Stage()
    try stage.importRoster(
      Stage.rosterHeader + "p-1,Zoë,guest,FR,fr-1,Choir,fr,zoe@example.net,+971 000 1\n"
        + "p-2,Aïcha,staff,MA,ma-1,,ar,,\n")
  }

  private func counts(_ report: JSONValue) -> [Int64?] {
    ["added", "changed", "same", "error_count"].map { report[$0]?.integer }
  }

  private func privates(_ id: String) throws -> [String: String] {
    try stage.replica.privateValues(of: try #require(stage.participant(id)))
  }

  @Test(
    "What an export puts before a formula is taken off again, and nothing else",
    arguments: [
      "+971 000", "=1+1", "@a", "-x", "a", "O'Brien", "'", "''", "'a", "a,+b;-c", " =x", "a-b'+c",
      "",
      "'O', -x", "\u{FF1D}1", "x;\u{200B}@y",
    ])
  func guarded(text: String) {
    #expect(CSV.undefused(CSV.defused(text)) == text)
  }

  @Test("An export of the participants is read back, and changes nobody")
  func readBack() throws {
    let report = try stage.importRoster(
      Self.header + ",field:person\n"
        + "p-1,p-1,Zoë,zoe@example.net,'+971 000 1,guest,FR,fr-1,Choir,fr,true,false,false,false,false"
        + ",2025-11-07,\n"
        + "p-2,p-2,Aïcha,,,staff,MA,ma-1,,ar,true,false,false,false,false,,\n")
    #expect(counts(report) == [0, 0, 2, 0])
    #expect(report["passed_over"]?.array?.map(\.string) == ExportedRoster.computed)
    #expect(report["extra_columns"]?.array?.map(\.string) == ["person"])
    #expect(try privates("p-1")["phone"] == "+971 000 1")
    #expect(try privates("p-1")["registered"] == nil)
  }

  @Test("Where one of the columns is missing it is a list as any other")
  func otherList() throws {
    let report = try stage.importRoster("id,name,country,person,blocked\np-1,Zoë,FR,x,no\n")
    #expect(report["passed_over"]?.array?.count == 0)
    #expect(try privates("p-1")["person"] == "x")
    #expect(try privates("p-1")["blocked"] == "no")
  }

  @Test("A private field that is called as a column is written with its mark")
  func marked() throws {
    try stage.importRoster("id,name,country,field:person\np-1,Zoë,FR,Ann\n")
    #expect(try privates("p-1")["person"] == "Ann")
    for column in ["field:", "field:name", "field:kind", "field:id", "hotel,field:hotel"] {
      let cells = column.contains(",") ? "a,b" : "a"
      let failure = stage.failure(
        "roster-import", [:],
        file: Array("id,name,country,\(column)\np-1,Zoë,FR,\(cells)\n".utf8))
      #expect(failure?.exitCode == .badData, "\(column)")
    }
  }

  @Test("Who was erased, and who is on no list, stay as they are")
  func erased() throws {
    try stage.ask("erase", ["participant": "p-1", "why": "asked", "yes": true])
    let report = try stage.importRoster(
      Self.header + "\n"
        + "p-1,p-1,,,,guest,FR,fr-1,Choir,fr,true,false,false,false,false,\n"
        + "p-9,p-9,,,,,,,,,false,false,false,false,false,2025-11-07\n")
    #expect(counts(report) == [0, 0, 2, 0])
    #expect(stage.participant("p-9") == nil)
    let nameless = try stage.importRoster("id,name,country\np-2,,MA\n")
    #expect(counts(nameless) == [0, 0, 0, 1])
  }
}
