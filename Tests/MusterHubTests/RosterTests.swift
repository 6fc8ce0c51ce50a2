import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import Testing

@testable import MusterHub

@Suite("Rosters of any shape")
struct RosterTests {
  let stage: Stage

  init() throws {
    stage = try Stage()
    try stage.importRoster(
      "id,name,kind,country,point,email\np-1,Zoë,guest,FR,fr-1,zoe@example.net\n"
        + "p-2,عائشة,staff,MA,ma-1,\n")
  }

  private func counts(_ report: JSONValue) -> [Int64?] {
    ["lines", "added", "changed", "same", "duplicates", "error_count"].map { report[$0]?.integer }
  }

  private func changes(_ report: JSONValue) -> [[String]] {
    (report["changes"]?.array ?? []).map { change in
      ["id", "field", "from", "to"].map { change[$0]?.string ?? "–" }
    }
  }

  private func errors(_ report: JSONValue) -> [String] {
    (report["errors"]?.array ?? []).map { error in
      "\(error["line"]?.integer ?? 0) \(error["column"]?.string ?? "–")"
    }
  }

  private func privates(_ id: String) throws -> [String: String] {
    try stage.replica.privateValues(of: try #require(stage.participant(id)))
  }

  // MARK: Columns

  @Test("An absent column changes nothing, an empty cell takes the value back")
  func absent() throws {
    let report = try stage.importRoster("Country;ID;Name\nFR;p-1;Zoé\nMA;p-2;عائشة\n")
    #expect(counts(report) == [2, 0, 1, 1, 0, 0])
    #expect(stage.participant("p-1")?.kind == "guest")
    #expect(try privates("p-1") == ["name": "Zoé", "email": "zoe@example.net"])
    try stage.importRoster("id,name,country,kind,email\np-1,Zoé,FR,,\n")
    #expect(stage.participant("p-1")?.kind == "")
    #expect(stage.participant("p-1")?.point == "fr-1")
    #expect(try privates("p-1") == ["name": "Zoé", "email": ""])
  }

  @Test("Columns of other names are private fields, compared and taken back as the others")
  func extras() throws {
    let text = "id,name,country,Hotel,Régime\np-1,Zoë,FR,Atlas,végan\np-3,New,TN,,\n"
    let first = try stage.importRoster(text)
    #expect(counts(first) == [2, 1, 1, 0, 0, 0])
    #expect(first["extra_columns"]?.array?.map(\.string) == ["hotel", "régime"])
    #expect(try privates("p-1")["hotel"] == "Atlas")
    #expect(try privates("p-1")["régime"] == "végan")
    #expect(counts(try stage.importRoster(text)) == [2, 0, 0, 2, 0, 0])
    try stage.reopen()
    #expect(counts(try stage.importRoster(text)) == [2, 0, 0, 2, 0, 0])
    let other = try stage.importRoster(
      text.replacing("Atlas", with: "").replacing("Hotel", with: "HOTEL"))
    #expect(changes(other) == [["p-1", "hotel", "Atlas", "–"]])
    #expect(try privates("p-1")["hotel"] == "")
    #expect(try stage.replica.contact(of: "p-1")?.name == "Zoë")
    let put = try #require(stage.participant("p-1")?.privateFields["hotel"])
    let line = try #require(try stage.replica.line(of: put))
    #expect(try JSONValue.read(line)["fields"]?.array?.map(\.string) == ["hotel"])
    #expect(stage.info(put)?.ignored == nil)
  }

  @Test("Who is cancelled, and by which doors people come in, are columns as the others are")
  func admission() throws {
    let header = "id,name,country,pending,cancelled,extra_doors,withdrawn_doors\n"
    let text = header + "p-1,Zoë,FR,yes,yes,\"side, main\",main\np-6,New,MA,,,side;main,\n"
    let report = try stage.importRoster(text)
    #expect(counts(report) == [2, 1, 1, 0, 0, 0])
    #expect(report["extra_columns"]?.array?.count == 0)
    let person = try #require(stage.participant("p-1"))
    #expect(person.isPending == true && person.isCancelled == true)
    #expect(person.extraDoors == ["side", "main"] && person.withdrawnDoors == ["main"])
    #expect(stage.participant("p-6")?.extraDoors == ["side", "main"])
    #expect(person.privateFields["cancelled"] == nil)
    #expect(counts(try stage.importRoster(text)) == [2, 0, 0, 2, 0, 0])
    let other = try stage.importRoster(header + "p-1,Zoë,FR,,no,main,\n")
    #expect(
      changes(other) == [
        ["p-1", "pending", "yes", "–"], ["p-1", "cancelled", "yes", "no"],
        ["p-1", "extra_doors", "side,main", "main"], ["p-1", "withdrawn_doors", "main", "–"],
      ])
    #expect(stage.participant("p-1")?.isCancelled == false)
    #expect(stage.participant("p-1")?.withdrawnDoors == [])
    let wrong = try stage.importRoster(header + "p-1,Zoë,FR,x,x,press,press\n")
    #expect(
      errors(wrong) == ["2 pending", "2 cancelled", "2 extra_doors", "2 withdrawn_doors"])
  }

  @Test("Private fields that do not fit into one line are refused by line, and not repeated")
  func tooLong() throws {
    let names = (1...20).map { "x\($0)" }
    let cells = names.map { _ in String(repeating: "s", count: 999) }
    let text =
      "id,name,country,\(names.joined(separator: ","))\n"
      + "p-8,New,FR,\(cells.prefix(10).joined(separator: ","))\(String(repeating: ",", count: 10))\n"
      + "p-9,New,FR,\(cells.joined(separator: ","))\n"
    let report = try stage.importRoster(text)
    #expect(errors(report) == ["3 –"])
    #expect(report["errors"]?.array?.first?["message"]?.string?.contains("sss") == false)
    let long = try stage.importRoster("id,name,country,x\np-9,New,FR,\(cells[0])ss\n")
    #expect(errors(long) == ["2 x"])
  }

  @Test("Validity is a moment with an offset, or a day of the event's zone")
  func validity() throws {
    func read(_ from: String, _ until: String) throws -> [Int64?] {
      let report = try stage.importRoster(
        "id,name,country,valid_from,valid_until\np-1,Zoë,FR,\(from),\(until)\n")
      #expect(report["error_count"]?.integer == 0, "\(from) \(until)")
      return [stage.participant("p-1")?.validFrom, stage.participant("p-1")?.validUntil]
    }
    let noon: Int64 = 1_604_750_400_000
    #expect(try read("2020-11-07T14:00+02:00", "2020-11-07T12:00:00Z") == [noon, noon])
    #expect(
      try read("2020-11-07 12:00:00.5Z", "2020-11-07t17:30:01+0530") == [noon + 500, noon + 1000])
    // Jerusalem was two hours ahead of UTC on that day, and three the day before the clocks went back.
    #expect(
      try read("2020-11-07", "2020-11-07") == [noon - 14 * 3_600_000, noon + 10 * 3_600_000 - 1])
    #expect(
      try read("2020-10-24", "2020-10-24")
        == [1_603_486_800_000, 1_603_486_800_000 + 24 * 3_600_000 - 1])
    #expect(
      try read("2020-10-25", "2020-10-25")
        == [1_603_573_200_000, 1_603_573_200_000 + 25 * 3_600_000 - 1])
    #expect(try read("", "") == [0, JSONTape.maximumInteger])
    let again = try stage.importRoster(
      "id,name,country,valid_from,valid_until\np-1,Zoë,FR,,\np-2,عائشة,MA,,\n")
    #expect(counts(again) == [2, 0, 0, 2, 0, 0])
  }

  @Test(
    "What is no moment is refused",
    arguments: [
      "2020-11-07T14:00", "2020-11-31", "07.11.2020", "2020-11-07T25:00Z", "2020-11-07T14:60Z",
      "2020-11-07T14:00+2", "2020-11-07T14:00+02:0", "2020-11-07T14:00:00.Z", "2020-11-07Z", "T",
      "2020-11-07T14:00Zulu", "2020-1-7", "2020-11-07T1:00Z", "2020-11-07T14:00+24:00",
    ])
  func noMoment(text: String) throws {
    let report = try stage.importRoster(
      "id,name,country,valid_from\np-1,Zoë,FR,\(text)\n")
    #expect(errors(report) == ["2 valid_from"])
  }

  @Test("Nobody's validity ends before it begins, in one file or over two")
  func order() throws {
    let header = "id,name,country,valid_from,valid_until\n"
    #expect(
      errors(try stage.importRoster(header + "p-1,Zoë,FR,2020-11-08,2020-11-07\n"))
        == ["2 valid_until"])
    try stage.importRoster(header + "p-1,Zoë,FR,2020-11-07,2020-11-07\n")
    #expect(
      errors(try stage.importRoster("id,name,country,valid_from\np-1,Zoë,FR,2020-11-08\n"))
        == ["2 valid_until"])
  }

  @Test("Pending is yes or no, in words")
  func pending() throws {
    func read(_ word: String) throws -> [Int64?] {
      counts(try stage.importRoster("id,name,country,pending\np-1,Zoë,FR,\(word)\n"))
    }
    #expect(try read("no") == [1, 0, 0, 1, 0, 0])
    #expect(try read("Yes") == [1, 0, 1, 0, 0, 0])
    #expect(stage.participant("p-1")?.isPending == true)
    #expect(try read("TRUE") == [1, 0, 0, 1, 0, 0])
    #expect(try read("1") == [1, 0, 0, 1, 0, 0])
    #expect(try read("") == [1, 0, 1, 0, 0, 0])
    #expect(stage.participant("p-1")?.isPending == false)
    #expect(try read("maybe") == [1, 0, 0, 0, 0, 1])
  }

  // MARK: The report

  @Test("The same line twice counts once, another one of the same id names both lines")
  func duplicates() throws {
    let text = "id,name,country,kind\np-3,New,FR,a\np-1,Zoë,FR,guest\n\np-3,New,FR,a\n"
    let dry = try stage.importRoster(text, dryRun: true)
    #expect(counts(dry) == [3, 1, 0, 1, 1, 0])
    #expect(counts(try stage.importRoster(text)) == [3, 1, 0, 1, 1, 0])
    let wrong = try stage.importRoster(text + "p-3,New,FR,b\np-3,New,FR,a\n")
    #expect(counts(wrong) == [5, 0, 0, 2, 2, 1])
    #expect(errors(wrong) == ["6 id"])
    #expect(wrong["errors"]?.array?.first?["message"]?.string?.contains("line 2") == true)
    let points = try stage.importPoints(Stage.points + "fr-1,FR,Europe/Paris,fr,40,+33 1,Salle\n")
    #expect(counts(points) == [5, 0, 0, 4, 1, 0])
  }

  @Test("Differences are listed with what was and what is, first those of who was there")
  func differences() throws {
    let text =
      "id,name,country,kind,point,pending,valid_until\np-7,New,TN,,,yes,\n"
      + "p-1,Zoe,FR,,fr-2,yes,2020-11-07T00:00Z\n"
    let dry = try stage.importRoster(text, dryRun: true)
    #expect(
      changes(dry) == [
        ["p-1", "name", "Zoë", "Zoe"], ["p-1", "kind", "guest", "–"],
        ["p-1", "point", "fr-1", "fr-2"], ["p-1", "pending", "–", "yes"],
        ["p-1", "valid_until", "–", "2020-11-07T00:00:00Z"], ["p-7", "id", "–", "p-7"],
      ])
    #expect(dry["changes"]?.array?.map { $0["line"]?.integer } == [3, 3, 3, 3, 3, 2])
    #expect(dry["change_count"]?.integer == 6)
    let done = try stage.importRoster(text)
    #expect(done["changes"] == dry["changes"])
    #expect(changes(try stage.importRoster(text)).isEmpty)
    let points = try stage.importPoints(Stage.points.replacing("fr,40,+33 1", with: "fr,41,"))
    #expect(
      changes(points) == [["fr-1", "capacity", "40", "41"], ["fr-1", "contact", "+33 1", "–"]])
  }

  @Test("Another spelling of the same letters is a difference")
  func spelling() throws {
    let report = try stage.importRoster("id,name,country\np-1,Zoe\u{308},FR\n")
    #expect(report["changed"]?.integer == 1)
    #expect(report["change_count"]?.integer == 1)
  }

  @Test("A thousand changes are listed, all are counted")
  func manyChanges() throws {
    let lines = (0..<2500).map { "q-\($0),Name,FR\n" }
    let first = try stage.importRoster("id,name,country\n" + lines.joined())
    #expect(first["changes"]?.array?.count == 1000)
    #expect(first["change_count"]?.integer == 2500)
    #expect(first["added"]?.integer == 2500)
    stage.replica.reading { fold in #expect(fold.participantIDs().count == 2502) }
    let renamed = lines.map { $0.replacing("Name", with: "Other") }
    let second = try stage.importRoster("id,name,country\n" + renamed.joined())
    #expect(second["change_count"]?.integer == 2500)
    #expect(try privates("q-2499")["name"] == "Other")
    #expect(try privates("q-0")["name"] == "Other")
  }

  // MARK: The bytes

  @Test("Windows-1256 is read when it is said, and asked for when it is not")
  func windows() throws {
    let bytes =
      Array("id;name;country\r\np-2;".utf8) + [0xE3, 0xCD, 0xE3, 0xCF] + Array(";MA".utf8)
    let failure = stage.failure("roster-import", [:], file: bytes)
    #expect(failure?.exitCode == .badData)
    #expect(failure?.message.contains("line 2") == true)
    #expect(failure?.message.contains("--encoding") == true)
    try stage.ask("roster-import", ["encoding": "windows-1256"], file: bytes)
    #expect(try privates("p-2")["name"] == "محمد")
    #expect(
      stage.failure("points-import", ["encoding": "windows-9"], file: bytes)?.exitCode == .usage)
  }

  @Test("UTF-16 with tabs, as Excel saves Unicode text, needs no word")
  func utf16() throws {
    let text = "\u{FEFF}id\tname\tcountry\r\np-2\tعائشة بنت علي\tMA\r\n"
    let bytes = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    try stage.ask("roster-import", [:], file: bytes)
    #expect(try privates("p-2")["name"] == "عائشة بنت علي")
  }
}
