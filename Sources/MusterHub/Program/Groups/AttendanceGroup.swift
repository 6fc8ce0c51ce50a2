import MusterCommand
import MusterCore
import MusterDaemon
import MusterSync

/// Who was there, and whether all that was recorded is here, at the command line.
enum AttendanceGroup {
  private typealias Option = Command.Option

  static let commands = [
    Command(
      "attendance", "how many are registered, have attended and are present",
      options: [
        Option(
          "by", value: "WHAT",
          AttendanceGrouping.allCases.map(\.rawValue).joined(separator: ", ") + " (day)"),
        Option("day", value: "ID", "only who has attended this day; by session: only its sessions"),
        Option("session", value: "ID", "only who has attended this session"),
        Option("country", value: "CC", "only at points of this country, or at home there"),
        Option("lang", value: "LANG", "language of the titles (en)"),
      ],
      notes: [
        "A day is attended by who was inside while it lasted; a session, for a minute or more.",
        "Everybody counts once, at one point; nobody has attended what lies ahead.",
      ]),
    Command(
      "answers", "what people answered to the questions of the doors",
      options: [Option("door", value: "ID", "only to the questions of this door")]),
    Command(
      "statement", "whether all that the points recorded on a day is here",
      options: [Option("date", value: "DATE", "YYYY-MM-DD (today)")],
      notes: ["Ends with 0 when all is here, and with 1 when something may be missing."]),
  ]

  static let table: [String: HubCommand] = [
    "attendance": HubCommand(send: question, tell: attendance),
    "answers": HubCommand(
      send: { given in [("door", given.optional("door"))] }, tell: answers),
    "statement": HubCommand(
      send: { given in [("date", given.optional("date"))] }, tell: statement,
      ends: { $0["complete"]?.bool == true ? .done : .refused }),
  ]

  private static func question(_ given: Invocation) -> HubCommand.Arguments {
    ["by", "day", "session", "country", "lang"].map { ($0, given.optional($0)) }
  }

  private static func attendance(_ answer: JSONValue) {
    let by = HubWords.text(answer["by"]).uppercased()
    HubWords.table(
      answer["rows"] ?? .null, ("key", by), ("title", "TITLE"), ("registered", "LISTED"),
      ("attended", "ATTENDED"), ("present", "PRESENT"))
    Terminal.print(
      "In all: \(HubWords.grouped(answer["registered"])) registered,"
        + " \(HubWords.grouped(answer["attended"])) have attended,"
        + " \(HubWords.grouped(answer["present"])) present.")
  }

  private static func answers(_ answer: JSONValue) {
    guard answer.array?.isEmpty == false else {
      return _ = Terminal.print("Nobody has answered a question at a door.")
    }
    HubWords.table(
      answer, ("participant", "PARTICIPANT"), ("name", "NAME"), ("question", "QUESTION"),
      ("answer", "ANSWER"))
  }

  private static func statement(_ answer: JSONValue) {
    let rows = answer["rows"]?.array ?? []
    let shown = rows.map { row in
      var row = row
      row.append("heard", row["last_heard_ms"]?.integer == nil ? .null : heard(row))
      return row
    }
    if !rows.isEmpty {
      HubWords.table(
        .array(shown), ("point", "POINT"), ("state", "STATE"), ("made", "MADE"),
        ("durable", "HERE"), ("whole", "WHOLE"), ("difference", "MISSING"),
        ("heard", "HEARD (UTC)"))
    }
    let awaited = rows.filter { row in
      ["waiting", "silent", "never"].contains(row["state"]?.string ?? "")
    }
    for row in awaited {
      let contact = row["contact"]?.string ?? ""
      let call = contact.isEmpty ? "no telephone number" : "telephone \(contact)"
      Terminal.print(
        Terminal.plain("\(HubWords.text(row["point"])): \(reason(row)); \(call)."))
    }
    let without = answer["without_node"]?.array ?? []
    if !without.isEmpty {
      Terminal.print("Points without a node, which can have recorded nothing: \(without.count).")
    }
    let date = HubWords.text(answer["date"])
    Terminal.print(
      awaited.isEmpty
        ? "All is in for \(date): every op of every node is on this disk."
        : "Not all is in for \(date): \(awaited.count) of \(rows.count) may have more.")
  }

  private static func reason(_ row: JSONValue) -> String {
    switch row["state"]?.string {
    case "waiting":
      row["difference"]?.integer ?? 0 > 0
        ? "\(HubWords.text(row["difference"])) ops are missing" : "private lines are missing"
    case "silent": "all that it said is here, but it was not heard since"
    default: "it was never heard"
    }
  }

  private static func heard(_ row: JSONValue) -> JSONValue {
    .string(String(HubWords.time(row["last_heard_ms"]).dropFirst(5).dropLast(4)))
  }
}
