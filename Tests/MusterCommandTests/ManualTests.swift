import Testing

@testable import MusterCommand

@Suite("Manual pages and completions")
struct ManualTests {
  static let program = Command(
    "muster-hub", "the hub of an event", options: [.data, .json],
    commands: [
      Command(
        "export", "tables, as \"they\" are",
        commands: [
          Command(
            "log", "everything",
            options: [
              .init("format", value: "csv|json", "how"), .init("out", value: "FILE", "it's"),
            ]
          )
        ]),
      Command(
        "programme", "what is on",
        commands: [
          Command("show", "all", options: [.init("zone", value: "ZONE", "a zone … more")]),
          Command("start", "begin", arguments: [.init("SESSION", "its id")], notes: [".so it is"]),
        ], standard: "show"),
      Command("backup", "copy", arguments: [.init("FOLDER", "where to")]),
    ])

  @Test("The manual page holds each command, argument and option, and what ends it")
  func manual() {
    let page = Manual(Self.program, version: "1.0", date: "2026-11-07", others: ["muster-node"])
      .text
    let lines = page.split(separator: "\n").map(String.init)
    #expect(lines.first == ".TH MUSTER\\-HUB 1 2026-11-07 \"1.0\" Muster")
    for line in [
      ".SS \"muster\\-hub export log\"", ".BI \"\\-\\-format \" csv|json",
      ".SS \"muster\\-hub programme start SESSION\"", ".I SESSION", "its id",
      ".SS \"muster\\-hub backup FOLDER\"", ".B \\-\\-json", ".B MUSTER_DATA",
      ".BR muster\\-node (1)",
      "Begin.",
    ] {
      #expect(lines.contains(line), "\(line)")
    }
    for code in ExitCode.allCases { #expect(lines.contains(".B \(code.rawValue)")) }
    // Nothing that people wrote is taken for a macro, and no byte is beyond ASCII.
    #expect(lines.contains("\\&.so it is"))
    #expect(page.utf8.allSatisfy { $0 < 0x80 })
    #expect(lines.contains("a zone \\[u2026] more"))
  }

  @Test("A completion knows what may stand at each place")
  func stops() throws {
    let completion = Completion(Self.program)
    #expect(
      completion.stops.map(\.path)
        == ["", "export", "export log", "programme", "programme show", "programme start", "backup"])
    func stop(_ path: String) throws -> Completion.Stop {
      try #require(completion.stops.first { $0.path == path })
    }
    #expect(try stop("").all == ["--data", "--json", "--help", "--version"])
    #expect(try stop("").offers.map(\.offer) == [.folders])
    #expect(try stop("export log").valued == ["--format", "--out", "--data"])
    #expect(
      try stop("export log").offers.map(\.offer) == [.words(["csv", "json"]), .files, .folders])
    // A group that stands for a command takes that one's options.
    #expect(try stop("programme").all.contains("--zone"))
    #expect(try !stop("programme start").all.contains("--zone"))
    #expect(try stop("backup").offer == .folders)
    #expect(try stop("programme start").offer == .nothing)
  }

  @Test("Numbers stand with the form of their noun, in groups of three")
  func counted() {
    #expect("\(Counted(1, "minute"))" == "1 minute")
    #expect("\(Counted(0, "minute"))" == "0 minutes")
    #expect(
      "\(Counted(1, "entry", "entries")), \(Counted(2, "entry", "entries"))" == "1 entry, 2 entries"
    )
    #expect("\(Counted(1_234_567, "op"))" == "1,234,567 ops")
    #expect(Counted.grouped(-1000) == "-1,000")
    #expect(Counted.grouped(100) == "100")
  }
}
