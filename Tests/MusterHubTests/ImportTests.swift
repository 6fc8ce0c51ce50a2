import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import Testing

@testable import MusterHub

@Suite("Points and people come from files")
struct ImportTests {
  let stage: Stage

  init() throws { stage = try Stage() }

  static let roster =
    Stage.rosterHeader + #"""
      p-1,Zoë Müller,delegate,FR,fr-1,Choir,fr,zoe@example.net,+33 1
      p-2,عائشة,staff,MA,ma-1,,ar,,
      p-3,"Doe, ""Jo""",guest,TN,,Band,,,

      """#

  private func counts(_ report: JSONValue) -> [Int64?] {
    ["lines", "added", "changed", "same", "error_count"].map { report[$0]?.integer }
  }

  @Test("The first time all are added, again nothing changes")
  func again() throws {
    #expect(counts(try stage.importRoster(Self.roster)) == [3, 3, 0, 0, 0])
    let place = stage.place
    #expect(counts(try stage.importRoster(Self.roster)) == [3, 0, 0, 3, 0])
    #expect(counts(try stage.importPoints(Stage.points)) == [4, 0, 0, 4, 0])
    #expect(stage.place == place)
    try stage.reopen()
    #expect(counts(try stage.importRoster(Self.roster)) == [3, 0, 0, 3, 0])
    #expect(try stage.replica.contact(of: "p-3")?.name == #"Doe, "Jo""#)
    #expect(stage.participant("p-2")?.home == "MA")
    stage.replica.reading { fold in
      fold.forEachOperation { op in #expect(op.ignored == nil) }
    }
  }

  @Test("A dry run says the same and changes nothing")
  func dryRun() throws {
    let place = stage.place
    #expect(counts(try stage.importRoster(Self.roster, dryRun: true)) == [3, 3, 0, 0, 0])
    #expect(stage.place == place)
    #expect(stage.participant("p-1") == nil)
    let more = Stage.points + "ma-2,MA,Africa/Casablanca,ar,,,New\n"
    #expect(counts(try stage.importPoints(more, dryRun: true)) == [5, 1, 0, 4, 0])
    #expect(stage.place == place)
  }

  @Test("A changed field is one put that knows all before it")
  func changed() throws {
    try stage.importRoster(Self.roster)
    let before = try #require(stage.participant("p-1"))
    let place = stage.place
    let text = Self.roster.replacing("p-1,Zoë Müller,delegate", with: "p-1,Zoë Müller,staff")
    #expect(counts(try stage.importRoster(text)) == [3, 0, 1, 2, 0])
    #expect(stage.place == place + 1)
    let after = try #require(stage.participant("p-1"))
    #expect(after.kind == "staff")
    #expect(after.privateFields == before.privateFields)
    let put = try #require(after.puts.first { !before.puts.contains($0) })
    let line = try #require(try stage.replica.line(of: put))
    let json = try JSONValue.read(line)
    #expect(json["base"]?.array?.map(\.string) == before.puts.map { $0.hex })
    #expect(json["set"]?.members?.map(\.name) == ["kind"])
    #expect(json["private"] == nil)
  }

  @Test("A changed name is a private line with nothing else in it")
  func changedName() throws {
    try stage.importRoster(Self.roster)
    let before = try #require(stage.participant("p-1"))
    let text = Self.roster.replacing("Zoë Müller", with: "Zoë Meyer")
    #expect(counts(try stage.importRoster(text)) == [3, 0, 1, 2, 0])
    let after = try #require(stage.participant("p-1"))
    let put = try #require(after.puts.first { !before.puts.contains($0) })
    let line = try #require(try stage.replica.line(of: put))
    #expect(try JSONValue.read(line)["fields"]?.array?.map(\.string) == ["name"])
    #expect(!String(decoding: line, as: UTF8.self).contains("Meyer"))
    #expect(
      try stage.replica.contact(of: "p-1")
        == Contact(
          name: "Zoë Meyer", email: "zoe@example.net", phone: "+33 1"))
  }

  @Test("An empty field takes a value back")
  func emptied() throws {
    try stage.importRoster(Self.roster)
    let text = Self.roster.replacing("zoe@example.net,+33 1", with: ",+33 1")
      .replacing("fr-1,Choir", with: "fr-1,")
    #expect(counts(try stage.importRoster(text)) == [3, 0, 1, 2, 0])
    #expect(counts(try stage.importRoster(text)) == [3, 0, 0, 3, 0])
    #expect(try stage.replica.contact(of: "p-1")?.email ?? "" == "")
    #expect(stage.participant("p-1")?.body == "")
    let report = try stage.importRoster(text.replacing("fr-1,", with: ","))
    #expect(report["errors"]?.array?.map { $0["column"]?.string } == ["point"])
  }

  @Test("A byte order mark, CR LF, other columns' order and no last line end are all one")
  func forms() throws {
    let lines = Self.roster.split(separator: "\n")
    let crlf = "\u{FEFF}" + lines.joined(separator: "\r\n")
    #expect(counts(try stage.importRoster(crlf)) == [3, 3, 0, 0, 0])
    #expect(counts(try stage.importRoster(Self.roster)) == [3, 0, 0, 3, 0])
    let turned =
      "name,id,kind,country,point,body,language,email,phone\n"
      + "Zoë Müller,p-1,delegate,FR,fr-1,Choir,fr,zoe@example.net,+33 1\n\n"
    #expect(counts(try stage.importRoster(turned)) == [1, 0, 0, 1, 0])
  }

  nonisolated static let good = "p-9,Name,guest,FR,fr-1,Body,fr,a@b.example,+1"

  nonisolated static let people: [(line: String, column: String)] = [
    (",Name,guest,FR,fr-1,Body,fr,a@b.example,+1", "id"),
    ("p 9,Name,guest,FR,fr-1,Body,fr,a@b.example,+1", "id"),
    ("p/9,Name,guest,FR,fr-1,Body,fr,a@b.example,+1", "id"),
    ("é,Name,guest,FR,fr-1,Body,fr,a@b.example,+1", "id"),
    (String(repeating: "p", count: 65) + ",Name,guest,FR,fr-1,Body,fr,,", "id"),
    ("0123456789abcdef0123456789abcdef,Name,guest,FR,fr-1,Body,fr,,", "id"),
    ("p-1,Name,guest,FR,fr-1,Body,fr,a@b.example,+1", "id"),
    ("p-9,,guest,FR,fr-1,Body,fr,a@b.example,+1", "name"),
    ("p-9,Na\u{7}me,guest,FR,fr-1,Body,fr,,", "name"),
    ("p-9,\"Na\nme\",guest,FR,fr-1,Body,fr,,", "name"),
    ("p-9,Na\u{202E}me,guest,FR,fr-1,Body,fr,,", "name"),
    ("p-9,\(String(repeating: "é", count: 201)),guest,FR,fr-1,Body,fr,,", "name"),
    ("p-9,Name,\(String(repeating: "k", count: 65)),FR,fr-1,Body,fr,,", "kind"),
    ("p-9,Name,guest,,fr-1,Body,fr,,", "country"),
    ("p-9,Name,guest,DE,fr-1,Body,fr,,", "country"),
    ("p-9,Name,guest,fr,fr-1,Body,fr,,", "country"),
    ("p-9,Name,guest,FR,fr-9,Body,fr,,", "point"),
    ("p-9,Name,guest,FR,fr-1,\(String(repeating: "b", count: 401)),fr,,", "body"),
    ("p-9,Name,guest,FR,fr-1,Body,French,,", "language"),
    ("p-9,Name,guest,FR,fr-1,Body,fr,nobody,", "email"),
    ("p-9,Name,guest,FR,fr-1,Body,fr,a@b@c,", "email"),
    ("p-9,Name,guest,FR,fr-1,Body,fr,a b@c,", "email"),
    ("p-9,Name,guest,FR,fr-1,Body,fr,,\(String(repeating: "1", count: 65))", "phone"),
  ]

  @Test("A wrong line is named with its column, and nothing is imported", arguments: people)
  func wrongPerson(_ wrong: (line: String, column: String)) throws {
    let place = stage.place
    let report = try stage.importRoster(Self.roster + wrong.line + "\n")
    let errors = try #require(report["errors"]?.array)
    #expect(errors.count == 1)
    #expect(errors[0]["line"]?.integer == 5)
    #expect(errors[0]["column"]?.string == wrong.column)
    #expect(stage.place == place)
    #expect(stage.participant("p-2") == nil)
  }

  @Test("What is private never stands in a message")
  func discreet() throws {
    let text =
      Stage.rosterHeader
      + "p-1,Sec\u{1}ret,Sec\u{1}ret,FR,fr-1,Body,fr,Secret,Secret\u{2}\np-1,Secret,x,XX,y,,z,Secret,\n"
    let report = try stage.importRoster(text)
    #expect(report["errors"]?.array?.count == 9)
    for error in report["errors"]?.array ?? [] {
      #expect(error["message"]?.string?.contains("ecret") == false)
    }
  }

  nonisolated static let points: [(line: String, column: String)] = [
    ("FR-9,FR,Europe/Paris,fr,1,,Name", "point"),
    ("\(String(repeating: "p", count: 33)),FR,Europe/Paris,fr,1,,Name", "point"),
    ("fr-1,FR,Europe/Paris,fr,41,+33 1,Salle", "point"),
    ("fr-9,DE,Europe/Paris,fr,1,,Name", "country"),
    ("fr-9,FR,Europe/Pari,fr,1,,Name", "zone"),
    ("fr-9,FR,../etc/passwd,fr,1,,Name", "zone"),
    ("fr-9,FR,tzdata.zi,fr,1,,Name", "zone"),
    ("fr-9,FR,Europe,fr,1,,Name", "zone"),
    ("fr-9,FR,Europe/Paris,FR,1,,Name", "language"),
    ("fr-9,FR,Europe/Paris,fr,-1,,Name", "capacity"),
    ("fr-9,FR,Europe/Paris,fr,1.5,,Name", "capacity"),
    ("fr-9,FR,Europe/Paris,fr,99999999999999999999,,Name", "capacity"),
    ("fr-9,FR,Europe/Paris,fr,1,\u{1B}[2J,Name", "contact"),
    ("fr-9,FR,Europe/Paris,fr,1,,", "name"),
  ]

  @Test("A wrong point is named with its column, and nothing is imported", arguments: points)
  func wrongPoint(_ wrong: (line: String, column: String)) throws {
    let place = stage.place
    let report = try stage.importPoints(
      Stage.points + "fr-8,FR,Europe/Paris,fr,1,,Name\n" + wrong.line + "\n")
    #expect(report["errors"]?.array?.map { $0["line"]?.integer } == [7])
    #expect(report["errors"]?.array?.map { $0["column"]?.string } == [wrong.column])
    #expect(stage.place == place)
    #expect(stage.replica.reading { fold in fold.point(named: "fr-8") == nil })
  }

  @Test("A capacity that was given is never taken back in silence")
  func capacity() throws {
    let report = try stage.importPoints(Stage.points.replacing("fr,40,", with: "fr,,"))
    #expect(report["errors"]?.array?.first?["column"]?.string == "capacity")
    let raised = try stage.importPoints(Stage.points.replacing("fr,40,", with: "fr,41,"))
    #expect(counts(raised) == [4, 0, 1, 3, 0])
  }

  nonisolated static let files: [(text: String, words: String)] = [
    ("", "empty"), ("id,name\n", "missing"),
    ("id,name,country\n\n", "no lines below"),
    (ImportTests.header("id") + good, "twice"), (ImportTests.header("Nick, NICK") + good, "twice"),
    (ImportTests.header((1...33).map { "x\($0)" }.joined(separator: ",")) + good, "at most 32"),
    (ImportTests.header("\(String(repeating: "é", count: 33))") + good + ",x", "64 bytes"),
    (ImportTests.header("nick\u{7}name") + good + ",x", "control"),
    (ImportTests.header("") + "p-9,Name,guest\n", "line 2"),
    (ImportTests.header("") + "p-9,\"Name,guest,FR,fr-1,Body,fr,,\n", "line 2"),
    (ImportTests.header("") + "p-9,Na\"me,guest,FR,fr-1,Body,fr,,\n", "line 2"),
    (ImportTests.header("") + good + "\rp-8\n", "line 3"),
    (ImportTests.header("") + "p-9,Na\u{0}me,guest,FR,fr-1,Body,fr,,\n", "line 2"),
  ]

  nonisolated static func header(_ more: String) -> String {
    "id,name,kind,country,point,body,language,email,phone" + (more.isEmpty ? "\n" : ",\(more)\n")
  }

  @Test("A file whose form is wrong is refused as a whole", arguments: files)
  func wrongFile(_ file: (text: String, words: String)) throws {
    let place = stage.place
    let failure = stage.failure("roster-import", [:], file: Array(file.text.utf8))
    #expect(failure?.exitCode == .badData)
    #expect(failure?.message.contains(file.words) == true, "\(failure?.message ?? "")")
    #expect(stage.place == place)
  }

  @Test("A thousand mistakes are listed, all are counted")
  func manyMistakes() throws {
    let line = "p 9,Name,guest,FR,fr-1,Body,fr,,\n"
    let report = try stage.importRoster(
      Stage.rosterHeader + String(repeating: line, count: 1500))
    #expect(report["errors"]?.array?.count == 1000)
    #expect(report["error_count"]?.integer == 1500)
    #expect(report["lines"]?.integer == 1500)
  }
}
