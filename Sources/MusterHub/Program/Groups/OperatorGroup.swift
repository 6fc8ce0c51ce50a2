import MusterCommand
import MusterDaemon
import MusterSync

/// Who may log in to the hub in a browser, at the command line.
enum OperatorGroup {
  static let commands = [
    Command(
      "operator", "who may log in to the hub in a browser",
      commands: [
        Command(
          "add", "make a link by which somebody logs in, once and within a day",
          arguments: [Command.Argument("NAME", "what the record calls them")],
          options: [Command.Option("role", value: "view|run|admin", "what they may do")],
          notes: [
            "view reads, of people no contacts and no fields of the roster's own; run sees those too,",
            "runs the programme, announces and resolves conflicts; admin may do everything. Of",
            "somebody who is there, another role and a link for one more browser.",
          ]),
        Command("list", "all operators"),
        Command(
          "remove", "log somebody out everywhere, for good",
          arguments: [Command.Argument("NAME", "as it is listed")]),
      ])
  ]

  static let table: [String: HubCommand] = [
    "operator-add": HubCommand(
      send: { (given) throws(Failure) in
        [("name", .string(given.words[0])), ("role", try given.needed("role"))]
      }, tell: { answer in tell(LoginWords.lines(answer)) }),
    "operator-list": HubCommand { answer in
      tell(LoginWords.table(answer.array ?? [], withRoles: true))
    },
    "operator-remove": HubCommand(
      send: { given in [("name", .string(given.words[0]))] },
      tell: { answer in tell(LoginWords.lines(answer)) }),
  ]

  private static func tell(_ lines: [String]) {
    for line in lines { Terminal.print(line) }
  }
}
