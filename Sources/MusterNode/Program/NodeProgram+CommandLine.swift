import MusterCommand

/// The command line of `muster-node`.
extension NodeProgram {
  static let command = Command(
    "muster-node", "checks people in at one gathering point, with the hub or without it",
    options: [.data, .json],
    commands: [
      Command(
        "join", "enrols this machine with a join code from the hub",
        arguments: [.init("CODE", "the join code, as the hub shows it")],
        options: [.init("hub", value: "HOST:PORT", "the hub's address, if not the code's")]),
      Command(
        "serve", "runs the node",
        options: [
          .init("http", value: "HOST:PORT", "where HTTP for the desk listens (127.0.0.1:7590)"),
          .init("https", value: "HOST:PORT", "where HTTPS for desks listens as well"),
          .init("hub", value: "HOST:PORT", "where to look for the hub first"),
          .init(
            "host", value: "NAME", "a name by which browsers reach this machine", repeats: true),
        ]),
      Command(
        "checkin", "checks people in, by ticket or id", arguments: [who],
        options: [door, answer, anyway, by, lang],
        notes: [
          "Several are judged one after the other and recorded together; who is refused stops",
          "nobody else, and the program ends with 1. With - alone, they are read from standard input,",
          "a line each, as a scanner types them, and each is judged and recorded as it comes.",
        ]),
      Command(
        "checkout", "checks people out, by ticket or id", arguments: [who],
        options: [door, by, lang]),
      Command(
        "void", "takes back what was recorded here by mistake",
        arguments: [.init("OP", "id of the op to take back", count: .many)], options: [by]),
      Command(
        "search", "finds people by name, in any script, or by id",
        arguments: [
          .init("TEXT", "a name, the beginning of one, an id, or the number in one", count: .many)
        ],
        options: [.init("limit", value: "N", "show at most so many (20)")]),
      Command(
        "walkin", "registers somebody who is on no list",
        options: [
          .init("name", value: "NAME", "the person's name"),
          .init("kind", value: "KIND", "delegate, guest, press, staff… (guest)"),
          .init("email", value: "EMAIL", "the email address"),
          .init("phone", value: "PHONE", "the telephone number"),
          .init("body", value: "BODY", "the organisation that the person belongs to"),
          .init("language", value: "LANGUAGE", "the person's language, as in fr"),
          .init("checkin", "check the person in as well"), by, door, answer,
          anyway, lang,
        ]),
      Command("open", "says that the point is open", options: [by]),
      Command("close", "says that the point has closed", options: [by]),
      Command("status", "shows how the node is"),
      Command("conflicts", "shows what contradicts itself and who decides"),
      Command(
        "ops", "shows what was recorded here, newest first",
        options: [.init("limit", value: "N", "show at most so many (50)")]),
      Command("verify", "reads everything on the disk and checks it"),
      Command(
        "bundle", "carries what was recorded here to the hub as a file, where there is no network",
        commands: [
          Command(
            "export", "writes all that was recorded here, sealed to the hub",
            arguments: [.init("FILE", "where to")],
            options: [
              .init(
                "for", value: "KEY", "another hub that may read it: muster-hub bundle key",
                repeats: true)
            ],
            notes: ["Carry it to the centre: muster-hub bundle import FILE --reply ANSWER."]),
          Command(
            "import", "takes in the hub's answer",
            arguments: [.init("FILE", "made by muster-hub bundle import --reply")]),
        ]),
      Command(
        "backup", "copies what was recorded, and the keys, into a new folder",
        arguments: [.init("FOLDER", "where to; must not be there yet")],
        notes: ["It holds names and the node's keys: keep it as you keep the node."]),
      Command(
        "restore", "makes this machine the node of a backup",
        arguments: [.init("FOLDER", "a folder made by backup")],
        options: [.init("replace", "put data that are there aside")],
        notes: [
          "The machine that it was made on must not go on as this node, or the hub sees two.",
          "Desks are to be added again.",
        ]
      ),
    ] + people + point)

  private static let who = Command.Argument(
    "TICKET_OR_ID", "the text of a ticket's QR code, or a participant's id", count: .many)
  private static let door = Command.Option("door", value: "DOOR", "by which door")
  private static let answer = Command.Option(
    "answer", value: "QUESTION=TEXT", "the answer to a question of the door", repeats: true)
  private static let anyway = Command.Option(
    "anyway", "let in whom the door refuses; the centre sees it")
  static let by = Command.Option("by", value: "NAME", "which desk or person acts (desk)")
  static let lang = Command.Option("lang", value: "LANGUAGE", "the language to speak")
}
