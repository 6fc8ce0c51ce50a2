import Foundation
import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterHub

@Suite("Somebody is erased at the centre")
struct ErasureTests {
  let stage: Stage

  init() throws {
    stage = try Stage()
    try stage.importRoster(
      Stage.rosterHeader + "p-1,Ada Weberknecht,guest,FR,fr-1,,fr,ada@web.example,\n"
        + "p-2,Bo Lind,guest,FR,fr-1,,fr,,\n")
  }

  /// Whether the words can be read in the hub's folder, in whichever file.
  private func isReadable(_ words: String...) throws -> Bool {
    try Files.names(in: stage.folder.hub.path).contains { name in
      let file = URL(filePath: stage.folder.hub.path + "/" + name)
      guard let bytes = try? Data(contentsOf: file) else { return false }
      return words.contains { bytes.range(of: Data($0.utf8)) != nil }
    }
  }

  private var erasedLines: [String] {
    let text = (try? Files.read(stage.folder.hub.erased)).map {
      String(decoding: $0, as: UTF8.self)
    }
    return text?.split(separator: "\n").map { String($0) } ?? []
  }

  private var backup: String { stage.folder.path + "/backup/muster.db" }

  private func restore() throws {
    let files = FileManager.default
    try files.removeItem(atPath: stage.folder.hub.database)
    try files.copyItem(atPath: backup, toPath: stage.folder.hub.database)
  }

  @Test("First it is said what would be erased, then it is, and nothing public changes")
  func asksFirst() throws {
    let machine = try Machine(stage, "fr-1", "FR")
    try machine.checkIn("p-1")
    let place = stage.place
    #expect(stage.failure("erase", ["participant": "p-1"])?.exitCode == .usage)
    let asked = try stage.ask("erase", ["participant": "p-1", "dry_run": true])
    #expect(asked["done"]?.bool == false && asked["op"]?.isNull == true)
    #expect(asked["lines"]?.array?.count == 1)
    #expect(asked["lines"]?.array?[0]["fields"] == ["email", "name"])
    #expect(stage.place == place && erasedLines.isEmpty)
    #expect(try isReadable("Weberknecht"))

    let before = try stage.ask("coverage")["rows"]
    let done = try stage.ask("erase", ["participant": "p-1", "yes": true])
    #expect(done["done"]?.bool == true)
    #expect(done["op"]?.string == stage.replica.reading { $0.countingErasures() }.first?.hex)
    #expect(try !isReadable("Weberknecht", "weberknecht", "ada@web"))
    #expect(try isReadable("Bo Lind"))
    #expect(try stage.ask("coverage")["rows"] == before)
    let shown = try stage.ask("participant-show", ["id": "p-1"])
    #expect(shown["erased"]?.bool == true && shown["registered"]?.bool == true)
    #expect(shown["erased_fields"] == ["email", "name"])
    #expect(shown["fields"]?["name"] == nil && shown["fields"]?["kind"]?.string == "guest")
    #expect(PersonWords.lines(shown).contains("  name: (erased)"))
    #expect(try stage.ask("search", ["text": "weberknecht"]) == [])
    let found = try stage.ask("search", ["text": "p-1"]).array
    #expect(found?.map { $0["erased"]?.bool } == [true])
    #expect(stage.failure("erase", ["participant": "p-1", "yes": true])?.exitCode == .refused)
    #expect(stage.failure("erase", ["participant": "p-9", "yes": true])?.exitCode == .refused)
    // Who is erased can come in, and leave.
    try machine.checkOut("p-1")
    let checkIn = try machine.checkIn("p-1")
    #expect(stage.info(checkIn)?.ignored == nil && stage.info(checkIn)?.isRepeat == false)
  }

  @Test("Single lines are erased, and what an operator may not expect to be left is said")
  func linesAndRest() throws {
    let machine = try Machine(stage, "fr-1", "FR")
    let answered = try machine.hand([
      Draft(
        .checkin(CheckIn(door: "main", base: [])), by: "desk", point: "fr-1", participant: "p-2",
        privates: [.init(name: "diet", value: "Nothing of Weberknecht")])
    ])[0]
    try stage.ask("reassign", ["ops": [.id(answered)], "to": "p-1"])
    try stage.ask("merge", ["participants": ["p-1", "p-2"]])
    try stage.replica.close()
    try Files.write([], to: stage.folder.hub.path + "/muster.db.before-1700000000")
    try stage.reopen()
    let asked = try stage.ask("erase", ["participant": "p-1", "dry_run": true])
    #expect(asked["not_erased"]?["merged"] == ["p-2"])
    #expect(asked["not_erased"]?["given"] == [.id(answered)])
    #expect(asked["older_data"]?.array?.count == 1)
    let both = try stage.ask(
      "erase", ["participant": "p-1", "ops": [.id(answered)], "yes": true])
    #expect(both["not_erased"]?["given"] == [])
    let erased = stage.replica.reading { fold in fold.isErased(answered) }
    #expect(erased)
    #expect(
      try stage.ask("participant-show", ["id": "p-1"])["fields"]?["name"]?.string == "Bo Lind")
    let name = try #require(stage.participant("p-2")?.privateFields["name"])
    #expect(stage.failure("erase", ["ops": ["x"], "yes": true])?.exitCode == .refused)
    #expect(stage.failure("erase", ["ops": [.id(answered)], "yes": true])?.exitCode == .refused)
    #expect(stage.failure("erase", ["yes": true])?.exitCode == .usage)
    try stage.ask("erase", ["ops": [.id(name)], "yes": true])
    #expect(try !isReadable("Bo Lind", "bo lind"))
    #expect(stage.participant("p-2")?.isErased == false)
    // It is no longer what it was, and can be written anew.
    try stage.ask("participant-edit", ["id": "p-2", "set": ["name": "Bo Lund"]])
    #expect(try stage.ask("search", ["text": "lund"]).array?.count == 1)
  }

  @Test("The file has the line before the log, and a hub restored from before erases again")
  func restored() throws {
    try stage.reopen { try stage.folder.copyHub(to: "backup") }
    let op = try stage.ask("erase", ["participant": "p-1", "yes": true])["op"]?.string
    let id = try #require(Identifier(op ?? ""))
    let line = try #require(try stage.replica.line(of: id))
    #expect(erasedLines == [String(decoding: line, as: UTF8.self)])
    try stage.reopen(restore)
    // The same op, and every word is gone before anybody could ask.
    #expect(stage.replica.reading { $0.countingErasures() }.map(\.hex) == [op])
    #expect(stage.hub.renewedLines == 1)
    #expect(try !isReadable("Weberknecht", "weberknecht"))
    #expect(try stage.replica.verify().findings == [])
    try stage.reopen()
    #expect(stage.hub.renewedLines == 0)
    #expect(erasedLines.count == 1)
    // What only the log knows is noted: its folder may have been another hub's.
    try FileManager.default.removeItem(atPath: stage.folder.hub.erased)
    try stage.reopen()
    #expect(erasedLines == [String(decoding: line, as: UTF8.self)])
  }

  @Test("A crash between the file and the log erases at the next start")
  func crashedBetween() throws {
    let author = stage.hub.keys.hub.id
    let boot = try #require(try stage.replica.starts().last)
    let line = OperationWriter.write(
      Operation(
        node: author, nonce: 1, at: stage.hub.now(), boot: boot.generation, mono: 1,
        participant: "p-1", act: .erase(ops: [])), event: stage.event)
    try stage.reopen { try Files.write(line + [0x0A], to: stage.folder.hub.erased) }
    #expect(stage.participant("p-1")?.isErased == true)
    #expect(try !isReadable("Weberknecht"))
  }

  @Test("A file of erasures that is damaged lets nobody be served")
  func damagedFile() throws {
    let path = stage.folder.hub.erased
    try stage.replica.close()
    try Files.write(Array("{\"kind\":\"erase\"}\n".utf8), to: path)
    let keys = try HubKeys.read(from: stage.folder.hub)
    let failure = #expect(throws: Failure.self) { try Hub(folder: stage.folder.hub, keys: keys) }
    #expect(failure?.exitCode == .configuration)
    #expect(failure?.message.contains(path) == true)
  }

  @Test("Revocations are as lasting, and files of before their lines still shut out")
  func revocations() throws {
    let machine = try Machine(stage, "ma-1", "MA")
    let other = try Machine(stage, "tn-1", "TN")
    try stage.reopen { try stage.folder.copyHub(to: "backup") }
    let op = try stage.ask("revoke", ["node": "ma-1", "why": "it was stolen"])["op"]?.string
    let file = try String(decoding: Files.read(stage.folder.hub.revoked), as: UTF8.self)
    #expect(file.hasPrefix("\(machine.id.hex) {\"kind\":\"node.revoke\""))
    try stage.reopen {
      try restore()
      try Files.write(Array((file + other.id.hex + "\n").utf8), to: stage.folder.hub.revoked)
    }
    #expect(stage.replica.reading { $0.countingRevocations() }.map(\.hex) == [op])
    #expect(stage.hub.isRevoked(machine.id) && stage.hub.isRevoked(other.id))
    let onLog = stage.replica.reading { fold in fold.admissions(of: other.id).map(\.isRevoked) }
    #expect(onLog == [false])
  }

  @Test(
    "A list that still has the name of somebody erased does not bring it back, nor does an edit")
  func notBroughtBack() throws {
    try stage.ask("erase", ["participant": "p-1", "yes": true])
    let list =
      Stage.rosterHeader + "p-1,Ada Weberknecht,press,FR,fr-1,,fr,ada@web.example,\n"
      + "p-2,Bo Lind,guest,FR,fr-1,,fr,,\n"
    let report = try stage.importRoster(list)
    #expect(report["changed"]?.integer == 1 && report["same"]?.integer == 1)
    #expect(stage.participant("p-1")?.kind == "press")
    #expect(try stage.importRoster(list)["changed"]?.integer == 0)
    #expect(try !isReadable("Weberknecht"))
    let edit: JSONValue = ["id": "p-1", "set": ["name": "Ada W"]]
    #expect(stage.failure("participant-edit", edit)?.exitCode == .refused)
    try stage.ask("participant-edit", ["id": "p-1", "set": ["kind": "guest"]])
  }

  @Test("Over HTTP it is looked at, and done with a yes, once")
  func http() throws {
    let path = "/api/v1/participants/p-1/erasure"
    let asked = stage.http(.get, path)
    #expect(asked.status == 200 && asked.body["done"]?.bool == false)
    #expect(stage.http(.post, path, body: "{}").status == 400)
    #expect(stage.participant("p-1")?.isErased == false)
    let first = stage.http(.post, path, body: #"{"yes":true}"#, key: "k")
    #expect(first.status == 200 && first.body["done"]?.bool == true)
    #expect(stage.participant("p-1")?.isErased == true)
    let place = stage.place
    #expect(stage.http(.post, path, body: #"{"yes":true}"#, key: "k") == first)
    #expect(stage.place == place)
    #expect(stage.http(.get, path).status == 409)
    #expect(stage.http(.delete, path).status == 405)
    #expect(erasedLines.count == 1)
  }

  @Test("At the command line it ends with 0 only when it is done")
  func commandLine() throws {
    let op = try #require(stage.participant("p-2")?.privateFields["name"]).hex
    try stage.replica.close()
    func run(_ words: String...) -> ExitCode {
      HubProgram.run(["erase"] + words + ["--data", stage.folder.hub.path], environment: [:])
    }
    #expect(run() == .usage)
    #expect(run("p-1") == .refused)
    #expect(run("p-9", "--yes") == .refused)
    #expect(try isReadable("Weberknecht"))
    #expect(run("p-1", "--ops", op + ",", "--json") == .refused)
    #expect(run("p-1", "--ops", op, "--yes") == .done)
    #expect(try !isReadable("Weberknecht", "Bo Lind"))
    #expect(run("p-1", "--yes") == .refused)
  }
}
