import MusterCommand
import MusterDaemon
import MusterStore
import MusterSync
import Testing

@testable import MusterHub

@Suite("The command line of the hub")
struct CommandLineTests {
  @Test("A group that stands for a command alone has its name among the commands")
  func names() {
    let named = [
      ["conflicts", "list"]: "conflicts", ["programme", "show"]: "programme",
      ["announcements", "list"]: "announcements", ["addresses", "list"]: "addresses",
      ["conflicts", "resolve"]: "conflicts-resolve", ["operator", "list"]: "operator-list",
      ["points", "list"]: "points-list", ["status"]: "status",
    ]
    for (path, name) in named { #expect(HubCommandLine.name(of: path) == name) }
  }

  @Test("Every command that is described is done by somebody")
  func everyCommand() throws {
    let own: Set<String> = [
      "init", "serve", "event-check", "export-log", "export-attendance", "export-participants",
      "export-conflicts", "verify", "backup", "restore", "standby-make", "follow", "promote",
    ]
    let stage = try Stage()
    func walk(_ command: Command, _ path: [String]) {
      guard command.commands.isEmpty else {
        for inner in command.commands { walk(inner, path + [inner.name]) }
        return
      }
      let name = HubCommandLine.name(of: path)
      guard !own.contains(path.joined(separator: "-")) else { return }
      do throws(Failure) { _ = try stage.ask(name) } catch {
        #expect(!error.message.contains("There is no command"), "\(name)")
      }
    }
    walk(HubProgram.description, [])
  }

  nonisolated static let mistakes: [(line: [String], code: ExitCode)] = [
    ([], .usage), (["nothing"], .usage), (["status"], .usage), (["points"], .usage),
    (["status", "--nothing"], .usage), (["status", "more", "--data", "HUB"], .usage),
    (["status", "--data", "/nowhere"], .configuration),
    (["serve", "--data", "/nowhere"], .configuration),
    (["verify", "--data", "/nowhere"], .configuration),
    (["serve", "--data", "HUB", "--listen", "nonsense"], .usage),
    (["invite", "--data", "HUB"], .usage), (["invite", "x", "--all", "--data", "HUB"], .usage),
    (["invite", "x", "--data", "HUB"], .refused), (["block", "p-1", "--data", "HUB"], .usage),
    (["block", "p-1", "--why", "x", "--data", "HUB"], .refused),
    (["revoke", "x", "--why", "x", "--data", "HUB"], .refused),
    (["conflicts", "resolve", "x", "--choose", "x", "--data", "HUB"], .refused),
    (["coverage", "--group", "x", "--data", "HUB"], .refused),
    (["tickets", "--country", "XX", "--data", "HUB"], .refused),
    (["participant", "show", "p-9", "--data", "HUB"], .refused),
    (["participant", "edit", "p-9", "--data", "HUB"], .usage),
    (["participant", "edit", "p-9", "kind", "--data", "HUB"], .usage),
    (["participant", "edit", "p-9", "kind=a", "kind=b", "--data", "HUB"], .usage),
    (["participant", "edit", "p-9", "kind=a", "--data", "HUB"], .refused),
    (["search", "nobody", "--data", "HUB"], .done), (["merge", "p-9", "--data", "HUB"], .usage),
    (["unmerge", "p-9", "--data", "HUB"], .refused), (["void", "x", "--data", "HUB"], .refused),
    (["reassign", "x", "--data", "HUB"], .usage), (["retime", "x", "--data", "HUB"], .usage),
    (["conflicts", "--data", "HUB"], .done), (["announcements", "--data", "HUB"], .done),
    (["announce", "--data", "HUB"], .usage),
    (["announce", "--lang", "x", "--data", "HUB"], .usage),
    (["announce", "--lang", "en=x", "--to", "XX", "--data", "HUB"], .refused),
    (["announce", "--lang", "en=x", "--for", "0", "--data", "HUB"], .usage),
    (["announcements", "withdraw", "x", "--data", "HUB"], .refused),
    (["programme", "--zone", "Asia/Tokyo", "--data", "HUB"], .done),
    (["programme", "--zone", "x", "--data", "HUB"], .badData),
    (["programme", "end", "a", "--data", "HUB"], .refused),
    (["programme", "undo", "a", "--data", "HUB"], .refused),
    (["programme", "change", "a", "--title", "x", "--data", "HUB"], .usage),
    (["indicators", "--rows", "--data", "HUB"], .done), (["readiness", "--data", "HUB"], .done),
    (["roster", "import", "/nowhere", "--data", "HUB"], .inputOutput),
    (["roster", "import", "HUB/hub.key", "--data", "HUB"], .badData),
    (["event", "check", "HUB/hub.key"], .badData),
    (["init", "--data", "HUB", "--event", "HUB/../event.json", "--address", "a:1"], .cannotCreate),
  ]

  @Test("Every mistake ends with the code for it", arguments: mistakes)
  func exitCodes(_ mistake: (line: [String], code: ExitCode)) throws {
    let stage = try Stage()
    try stage.replica.close()
    let line = mistake.line.map { $0.replacing("HUB", with: stage.folder.hub.path) }
    #expect(HubProgram.run(line, environment: [:]) == mistake.code)
  }

  @Test("Who works on the folder shuts out whoever would write, and nobody who reads")
  func locked() throws {
    let stage = try Stage()
    let data = stage.folder.hub.path
    // Nobody answers at the socket, and the database is open: reading goes on beside it.
    let centre = try Centre(reading: stage.folder.hub)
    #expect(HubCommands(centre: centre).status()["participants"]?.integer == 0)
    #expect(throws: Failure.self) { try centre.writing() }
    try stage.replica.close()
    let block = ["block", "p-1", "--why", "x"]
    #expect(HubProgram.run(block, environment: ["MUSTER_DATA": data]) == .refused)
  }
}
