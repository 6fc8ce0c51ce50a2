import Testing

@testable import MusterCommand

@Suite("Command lines")
struct CommandTests {
  let program = Command(
    "muster-hub", "the hub of an event", options: [.data, .json],
    commands: [
      Command(
        "run", "start the daemon", options: [.init("port", value: "PORT", "where to listen")]),
      Command(
        "point", "gathering points",
        commands: [
          Command(
            "add", "add a point", arguments: [.init("POINT", "its id")],
            options: [.init("language", value: "TAG", "a language", repeats: true)]),
          Command("list", "list them"),
        ]),
      Command("import", "read a roster", arguments: [.init("FILE", "CSV", count: .many)]),
      Command("show", "show one", arguments: [.init("ID", "which", count: .optional)]),
      Command(
        "plan", "the programme",
        commands: [
          Command("all", "all of it", options: [.init("zone", value: "ZONE", "whose clock")]),
          Command("start", "begin", arguments: [.init("SESSION", "which")]),
        ], standard: "all"),
    ])

  func run(_ line: String, _ environment: [String: String] = [:]) throws -> Invocation {
    let parsed = try program.parse(
      line.split(separator: " ").map(String.init), environment: environment)
    guard case .run(let invocation) = parsed else {
      throw CommandError.usage("no run: \(parsed)")
    }
    return invocation
  }

  func refusal(_ line: String) -> String {
    do {
      _ = try run(line)
      return ""
    } catch {
      return (error as? CommandError)?.message ?? ""
    }
  }

  @Test("Options stand anywhere after the command that knows them")
  func options() throws {
    for line in [
      "--data d point add p1 --json", "point --json add --data=d p1",
      "point add p1 --json --data d",
    ] {
      let invocation = try run(line)
      #expect(invocation.path == ["point", "add"])
      #expect(invocation.words == ["p1"])
      #expect(invocation.value("data") == "d")
      #expect(invocation.has("json"))
    }
  }

  @Test("An option that repeats keeps its order; another may stand once")
  func repeats() throws {
    #expect(try run("point add p --language ar --language=fr").all("language") == ["ar", "fr"])
    #expect(refusal("run --port 1 --port 2") == "run: give --port only once")
  }

  @Test(
    "A group that stands for one of its commands is that command alone, and nothing else is read so",
    arguments: [
      ("plan", ["plan", "all"]), ("plan --zone UTC", ["plan", "all"]),
      ("plan all", ["plan", "all"]),
      ("--data d plan --json", ["plan", "all"]), ("plan --data=d", ["plan", "all"]),
      ("plan --json --zone=UTC", ["plan", "all"]), ("plan start x", ["plan", "start"]),
      ("--data plan run", ["run"]), ("import plan", ["import"]),
    ])
  func standards(line: String, path: [String]) throws {
    #expect(try run(line).path == path)
    if line.contains("zone") { #expect(try run(line).value("zone") == "UTC") }
  }

  @Test(
    "Who asks for help gets it, whatever else is wrong",
    arguments: [
      ("plan --zone X --help", "muster-hub plan all:"), ("plan --help", "muster-hub plan:"),
      ("--help plan start", "muster-hub plan start:"), ("run --port --help", "muster-hub run:"),
      ("nothing --help", "muster-hub:"), ("run --nothing -h", "muster-hub run:"),
      ("point add a b --help", "muster-hub point add:"),
      ("run --port 1 --port 2 --help", "muster-hub run:"),
      ("-h point", "muster-hub point:"),
    ])
  func helps(line: String, beginning: String) throws {
    guard case .help(let text) = try program.parse(line.split(separator: " ").map(String.init))
    else {
      Issue.record("no help")
      return
    }
    #expect(text.hasPrefix(beginning))
  }

  @Test("After two hyphens a word is no request for help")
  func noHelp() throws {
    #expect(try run("import -- --help").words == ["--help"])
    #expect(refusal("point add a -- --help") != "")
  }

  @Test("The environment stands in for an absent option only")
  func environment() throws {
    #expect(try run("run", ["MUSTER_DATA": "e"]).value("data") == "e")
    #expect(try run("run --data d", ["MUSTER_DATA": "e"]).value("data") == "d")
    #expect(try run("run", ["MUSTER_DATA": ""]).value("data") == nil)
  }

  @Test("Two hyphens end the options")
  func endOfOptions() throws {
    #expect(try run("import -- --json -x").words == ["--json", "-x"])
    #expect(try run("import -").words == ["-"])
  }

  @Test("Numbers are whole and within bounds")
  func numbers() throws {
    #expect(try run("run --port 80").number("port", in: 1...65_535) == 80)
    #expect(try run("run").number("port", in: 1...65_535) == nil)
    for value in ["0", "65536", "x", "1.5"] {
      #expect(throws: CommandError.self) {
        try run("run --port \(value)").number("port", in: 1...65_535)
      }
    }
  }

  @Test(
    "A wrong line says what to do",
    arguments: [
      ("", "say what to do, one of: run, point, import, show, plan (see muster-hub --help)"),
      (
        "point", "point: say what to do, one of: add, list (see muster-hub point --help)"
      ),
      ("pont", "there is no command pont; did you mean point? (see muster-hub --help)"),
      ("xyzzy", "there is no command xyzzy (see muster-hub --help)"),
      (
        "run --jsno",
        "run: there is no option --jsno; did you mean --json? (see muster-hub run --help)"
      ),
      ("run -p", "run: there is no option -p (see muster-hub run --help)"),
      ("run --port", "run: write --port PORT"),
      ("run --port --json", "run: write --port PORT"),
      ("run --port=", "run: --port must not be empty"),
      ("run --json=1", "run: --json takes no value"),
      (
        "point add",
        "point add: POINT is missing: its id (see muster-hub point add --help)"
      ),
      (
        "point add a b",
        "point add: b is one word too many (see muster-hub point add --help)"
      ),
      ("import", "import: FILE is missing: CSV (see muster-hub import --help)"),
      ("--port 1 run", "there is no option --port (see muster-hub --help)"),
    ])
  func refusals(line: String, words: String) { #expect(refusal(line) == words) }

  @Test("Help explains each level and hides nothing that holds there")
  func help() throws {
    let help = try program.parse(["point", "add", "--help"])
    #expect(
      help
        == .help(
          """
          muster-hub point add: add a point

          Usage: muster-hub point add POINT [OPTIONS]

          Arguments:
            POINT  its id

          Options:
            --language TAG  a language
            --data DIR      the data folder (or MUSTER_DATA in the environment)
            --json          print JSON instead of text
            --help          explain this command
          """))
    #expect(try program.parse(["--version"]) == .version)
    guard case .help(let top) = try program.parse(["-h"]) else {
      Issue.record("no help")
      return
    }
    #expect(top.contains("Usage: muster-hub COMMAND [OPTIONS]"))
    #expect(top.contains("  import  read a roster"))
    #expect(top.contains("--version"))
  }
}
