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
          "by", value: AttendanceGrouping.allCases.map(\.rawValue).joined(separator: "|"),
          "what the rows are (day)"),
        Option("day", value: "ID", "only who has attended this day; by session: only its sessions"),
        Option("session", value: "ID", "only who has attended this session"),
        Option("country", value: "CC", "only at points of this country, or at home there"),
        Option("lang", value: "LANG", "language of the titles (en)"),
      ],
      notes: [
        "A day is attended by who was inside while it lasted; a session, for a minute or more, from",
        "its start to its end where somebody has said them, else by its planned times, also while",
        "the programme runs late. Everybody counts once, at one point.",
      ]),
    Command(
      "answers", "what people answered to the questions of the doors",
      options: [Option("door", value: "ID", "only to the questions of this door")]),
    Command(
      "statement", "whether all that the points recorded on a day is here",
      options: [
        Option("date", value: "DATE", "YYYY-MM-DD, a day of the event (the last that has begun)")
      ],
      notes: [
        "Ends with 0 when all is here, with 1 when something may be missing, and with 75 when all",
        "is here so far and the day is not over.",
      ]),
  ]

  static let table: [String: HubCommand] = [
    "attendance": HubCommand(send: question, tell: attendance),
    "answers": HubCommand(
      send: { given in [("door", given.optional("door"))] }, tell: answers),
    "statement": HubCommand(
      send: { given in [("date", given.optional("date"))] }, tell: statement,
      ends: { answer in
        guard answer["complete"]?.bool == true else { return .refused }
        return answer["over"]?.bool == true ? .done : .tryLater
      }),
  ]

  private static func question(_ given: Invocation) -> HubCommand.Arguments {
    ["by", "day", "session", "country", "lang"].map { ($0, given.optional($0)) }
  }

  private static func attendance(_ answer: JSONValue) {
    let by = HubWords.text(answer["by"]).uppercased()
    let rows = (answer["rows"]?.array ?? []).map { row in
      var row = row
      let key = HubWords.text(row["key"])
      row.append("shown", .string(key.isEmpty ? "(none)" : key))
      return row
    }
    HubWords.table(
      .array(rows), ("shown", by), ("title", "TITLE"), ("registered", "REGISTERED"),
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
    for line in lines(answer) { Terminal.print(Terminal.plain(line)) }
  }

  /// Under the table: whom to call, whose ops are left out, and the sum of it.
  static func lines(_ answer: JSONValue) -> [String] {
    let rows = answer["rows"]?.array ?? []
    func states(_ states: String...) -> [JSONValue] {
      rows.filter { states.contains($0["state"]?.string ?? "") }
    }
    let awaited = states("waiting", "silent", "never")
    var lines = awaited.map { row in
      let contact = row["contact"]?.string ?? ""
      let call = contact.isEmpty ? "no telephone number" : "telephone \(contact)"
      return "\(HubWords.text(row["point"])): \(reason(row)); \(call)."
    }
    let revoked = states("revoked")
    lines += revoked.map { "\(HubWords.text($0["point"])): \(rest($0))." }
    let without = answer["without_node"]?.array ?? []
    if !without.isEmpty {
      lines.append("Points without a node, which can have recorded nothing: \(without.count).")
    }
    let date = HubWords.text(answer["date"])
    guard awaited.isEmpty else {
      return lines + ["Not all is in for \(date): \(awaited.count) of \(rows.count) may have more."]
    }
    guard answer["over"]?.bool == true else {
      return lines + [
        "All is in for \(date) so far; the day ends at \(HubWords.time(answer["end_ms"]))."
      ]
    }
    let whose = revoked.isEmpty ? "every node" : "every node that is not revoked"
    return lines + ["All is in for \(date): every op of \(whose) is on this disk."]
  }

  /// What is known of a node that nobody waits for any more.
  private static func rest(_ row: JSONValue) -> String {
    let node = HubWords.text(row["node"])
    var words = "its node \(node) is revoked"
    if let made = row["made"]?.integer {
      words +=
        ", and last said that it had made \(made), of which"
        + " \(HubWords.text(row["durable"])) are here"
    }
    if let waiting = row["to_accept"]?.integer, waiting > 0 {
      words += "; \(waiting) of them wait to be accepted: muster-hub accept"
    }
    return words
  }

  private static func reason(_ row: JSONValue) -> String {
    switch row["state"]?.string {
    case "waiting":
      let missing = row["difference"]?.integer ?? 0
      guard missing > 0 else { return "private lines are missing" }
      return "\(Counted(missing, "op")) \(missing == 1 ? "is" : "are") missing"
    case "silent": return "all that it said is here, but it was not heard since"
    default: return "it was never heard"
    }
  }

  private static func heard(_ row: JSONValue) -> JSONValue {
    .string(String(HubWords.time(row["last_heard_ms"]).dropFirst(5).dropLast(4)))
  }
}
