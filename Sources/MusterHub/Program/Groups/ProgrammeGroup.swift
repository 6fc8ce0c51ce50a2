import MusterCommand
import MusterDaemon
import MusterSync

/// The programme at the command line.
enum ProgrammeGroup {
  private typealias Option = Command.Option

  private static let session = Command.Argument("SESSION", "id of the session")

  static let commands = [
    Command(
      "programme", "what is on, what comes next, and running it",
      commands: [
        Command(
          "show", "every session with its times",
          options: [
            Option("zone", value: "ZONE", "a zone more, as Africa/Casablanca"),
            Option("day", value: "ID", "only the sessions of this day"),
            Option("lang", value: "LANG", "language of the titles (en)"),
          ]),
        Command(
          "start", "a session begins now", arguments: [session],
          options: [Option("anyway", "although it is planned for another day")]),
        Command("end", "a session ends now", arguments: [session]),
        Command("skip", "a session does not take place", arguments: [session]),
        Command(
          "undo", "take back the last start, end or skip of a session", arguments: [session]),
        Command(
          "change", "plan a session otherwise", arguments: [session],
          options: [
            Option("from", value: "TIME", "HH:MM on its date in the event's zone, or with a date"),
            Option("to", value: "TIME", "likewise"),
            Option("title", value: "LANG=TEXT", "its title in a language", repeats: true),
          ]),
      ], standard: "show")
  ]

  static let table: [String: HubCommand] = [
    "programme": HubCommand(
      send: { given in ["zone", "day", "lang"].map { ($0, given.optional($0)) } },
      tell: ProgrammeWords.show),
    "programme-start": HubCommand(
      send: { given in step(given) + [("anyway", .bool(given.has("anyway")))] },
      tell: ProgrammeWords.stepped),
    "programme-end": HubCommand(send: step, tell: ProgrammeWords.stepped),
    "programme-skip": HubCommand(send: step, tell: ProgrammeWords.stepped),
    "programme-undo": HubCommand(send: step, tell: ProgrammeWords.stepped),
    "programme-change": HubCommand(send: change) { answer in
      Terminal.print("\(HubWords.text(answer["session"])) is changed.")
      if let line = AnnouncementGroup.lacking(answer) { Terminal.print(line) }
    },
  ]

  private static func step(_ given: Invocation) -> HubCommand.Arguments {
    [("session", .string(given.words[0]))]
  }

  private static func change(_ given: Invocation) throws(Failure) -> HubCommand.Arguments {
    let titles = try given.titles("title", of: "programme change")
    return [
      ("session", .string(given.words[0])), ("from", given.optional("from")),
      ("to", given.optional("to")), ("titles", titles.isEmpty ? nil : .object(titles)),
    ]
  }
}
