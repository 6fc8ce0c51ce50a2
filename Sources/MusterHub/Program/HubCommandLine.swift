import MusterCommand

/// The command line of `muster-hub`, as data.
enum HubCommandLine {
  private typealias Argument = Command.Argument
  private typealias Option = Command.Option

  static let program = Command(
    "muster-hub", "the centre of an event: one log, coverage, conflicts",
    options: [.data, .json],
    commands: [
      initialise, serve, event, points, roster, invite, nodes, revoke, block, unblock, tickets,
      coverage,
    ] + HubCommand.described + [status, verify, ExportProgram.command, backup, restore]
      + StandbyProgram.commands,
    notes: [
      "While the hub serves, commands reach it through its data folder; else they use the files."
    ])

  private static let initialise = Command(
    "init", "set up a hub for an event",
    options: [
      Option("event", value: "FILE", "the event file"),
      Option("address", value: "HOST:PORT", "how nodes reach this hub; part of every join code"),
      Option("start", value: "DATE", "the first day, YYYY-MM-DD; now: it began half an hour ago"),
    ])

  private static let serve = Command(
    "serve", "run the hub until SIGTERM or SIGINT",
    options: [
      Option("listen", value: "ADDR:PORT", "where nodes connect (0.0.0.0:7575)"),
      Option("http", value: "ADDR:PORT", "where boards and scripts connect (127.0.0.1:7580)"),
      Option("https", value: "ADDR:PORT", "where boards connect by HTTPS as well"),
      Option("host", value: "NAME", "a name by which browsers reach this hub", repeats: true),
      Option("keep-free", value: "MB", "with less free on the disk, nodes wait (64)"),
      Option(
        "alarm-after", value: "MINUTES", "an open point not heard for so long is an alarm (5)"),
      Option("clock-is-right", "start although the newest op is after this machine's clock"),
    ])

  private static let event = Command(
    "event", "look at event files",
    commands: [
      Command(
        "check", "read an event file and say what does not add up",
        arguments: [Argument("FILE", "the event file")])
    ])

  private static let importing = [
    Option("dry-run", "say what would change, and change nothing"),
    Option("encoding", value: "NAME", "if it is not UTF-8 or UTF-16, such as windows-1256"),
  ]

  private static let points = Command(
    "points", "gathering points",
    commands: [
      Command(
        "import", "add and change points by a CSV file",
        arguments: [Argument("FILE", "columns \(PointsImport.columns.joined(separator: ","))")],
        options: importing),
      Command("list", "all points"),
    ])

  private static let roster = Command(
    "roster", "participants",
    commands: [
      Command(
        "import", "add and change participants by a CSV file",
        arguments: [
          Argument(
            "FILE",
            "columns \(RosterColumn.required.joined(separator: ",")) and any of others:"
              + " \(RosterColumn.optional.joined(separator: ",")), or of your own, kept as private")
        ],
        options: importing)
    ])

  private static let invite = Command(
    "invite", "make a join code for a point's node",
    arguments: [Argument("POINT", "id of the point", count: .optional)],
    options: [Option("all", "codes for all points that no node has joined")])

  private static let nodes = Command("nodes", "the nodes, and when each was last heard")

  private static let revoke = Command(
    "revoke", "end a node's rights for good",
    arguments: [Argument("NODE", "id of the node, or of its point")], options: [why])

  private static let block = Command(
    "block", "let a person, or a ticket and those before it, in no more",
    arguments: [Argument("PARTICIPANT|TICKET", "an id, or the text of a ticket")], options: [why])

  private static let unblock = Command(
    "unblock", "lift the blocks of a person",
    arguments: [Argument("PARTICIPANT", "an id")])

  private static let tickets = Command(
    "tickets", "a signed ticket for everybody: its text, or QR codes to print and mail",
    options: [
      Option("country", value: "CC", "only those whose home country it is"),
      Option("out", value: "DIR", "write an SVG for each there, and sheet.html to print"),
    ],
    notes: [
      "DIR is a new folder, an empty one, or that of an earlier printing, which it replaces.",
      "The files hold names: they are for this user alone.",
    ])

  private static let coverage = Command(
    "coverage", "which countries are heard, and how many people are there",
    options: [
      Option("lang", value: "LANG", "language of the names (en)"),
      Option("group", value: "ID", "only the countries, or the people, of a group"),
      Option("watch", "show it again whenever it changes, those in trouble first, until Ctrl-C"),
    ])

  private static let status = Command("status", "how the hub is")
  private static let verify = Command("verify", "check every chain, signature and the state")

  private static let backup = Command(
    "backup", "copy log, names and keys into a new folder, while the hub goes on",
    arguments: [Argument("FOLDER", "where to; must not be there yet")],
    notes: ["It holds everybody's names and the hub's keys: keep it as you keep the hub."])

  private static let restore = Command(
    "restore", "put a backup in the place of the hub's data",
    arguments: [Argument("FOLDER", "a folder made by backup")],
    options: [Option("replace", "put data that are there aside")],
    notes: [
      "What came after the backup returns with the nodes, as each connects. Revoked nodes and",
      "erased people that this folder knows stay so. Operators are to be added again, by",
      "muster-hub operator add.",
    ])

  private static let why = Option(
    "why", value: "TEXT", "the reason; all nodes can read it, so name nobody")

  /// A command's name among ``HubCommands``: what a group stands for alone has the group's.
  static func name(of path: [String]) -> String {
    let group = program.commands.first { $0.name == path.first }
    if path.count == 2, group?.standard == path[1] { return path[0] }
    return path.joined(separator: "-")
  }
}
