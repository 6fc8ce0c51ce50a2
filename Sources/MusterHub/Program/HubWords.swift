import MusterCommand
import MusterDaemon
import MusterSync

/// Answers for people: tables and sentences.
enum HubWords {
  /// So many mistakes of a file are shown.
  private static let mistakesShown = 20
  /// So many changes of a file are shown.
  private static let changesShown = 40

  /// Shows the answer to a command.
  static func say(_ answer: JSONValue, to command: String) {
    switch command {
    case "points-import", "roster-import": imported(answer)
    case "points-list":
      table(
        answer, ("point", "POINT"), ("country", "COUNTRY"), ("zone", "ZONE"),
        ("language", "LANGUAGE"), ("capacity", "CAPACITY"), ("open", "OPEN"),
        ("has_node", "NODE"), ("name", "NAME"))
    case "invite":
      if let code = answer["code"]?.string { return _ = Terminal.print(code) }
      table(answer, ("point", "POINT"), ("code", "CODE"))
    case "nodes":
      guard answer.array?.isEmpty == false else {
        return _ = Terminal.print("No node has joined yet: make join codes with muster-hub invite.")
      }
      table(
        nodes(answer), ("point", "POINT"), ("standing", "STATE"), ("heard", "HEARD (UTC)"),
        ("pending", "WAITING"), ("rehearsed", "REHEARSED (UTC)"), ("node", "NODE"))
    case "tickets": table(answer, ("participant", "PARTICIPANT"), ("ticket", "TICKET"))
    case "coverage": coverage(answer)
    case "verify": verified(answer)
    case "status": status(answer)
    case "block": blocked(answer)
    case "unblock": Terminal.print("\(text(answer["participant"])) is blocked no more.")
    case "revoke":
      Terminal.print("Node \(text(answer["node"])) of \(text(answer["point"])) is revoked.")
    default: HubCommand.all[command]?.tell(answer)
    }
  }

  /// Says what tickets were written for print.
  static func printed(_ answer: JSONValue) {
    let count = answer["tickets"]?.array?.count ?? 0
    let tickets = count == 1 ? "1 ticket" : "\(count) tickets"
    Terminal.print(
      "\(tickets) in \(text(answer["folder"])): open \(text(answer["sheet"])) in a browser to print them."
    )
    if let out = answer["left_out"]?.integer, out > 0 {
      Terminal.print("Left out, because they were erased or come no more: \(out).")
    }
  }

  static func text(_ value: JSONValue?) -> String {
    switch value {
    case .string(let text): text
    case .integer(let number): String(number)
    case .bool(let truth): truth ? "yes" : "no"
    case .array(let elements): elements.map { text($0) }.joined(separator: ", ")
    case .object, .null, nil: "–"
    }
  }

  /// A moment as people read it.
  static func time(_ value: JSONValue?) -> String {
    guard let ms = value?.integer, ms >= 0 else { return text(nil) }
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let second = ms / 1000
    return LocalDate(day: Int(second / 86_400)).text + " " + two(second / 3600 % 24) + ":"
      + two(second / 60 % 60) + ":" + two(second % 60) + " UTC"
  }

  /// The rows with the moment at which each was last heard, without its year: a row fits into 80
  /// columns.
  private static func nodes(_ answer: JSONValue) -> JSONValue {
    .array(
      (answer.array ?? []).map { row in
        var row = row
        let heard = row["last_heard_ms"]
        if let waiting = row["to_accept"]?.integer {
          row.append("standing", .string("revoked, \(waiting) to accept"))
        } else {
          let copies = row["copied"]?.bool == true ? ", on two machines" : ""
          row.append("standing", .string(text(row["state"]) + copies))
        }
        row.append(
          "heard",
          heard?.integer == nil ? .null : .string(short(heard)))
        if let outcome = row["rehearsal"]?.string {
          row.append(
            "rehearsed", .string(Terminal.plain("\(outcome), \(short(row["rehearsed_ms"]))")))
        }
        return row
      })
  }

  /// A moment without its year.
  private static func short(_ time: JSONValue?) -> String {
    String(Self.time(time).dropFirst(5).dropLast(4))
  }

  static func table(_ rows: JSONValue, _ columns: (name: String, title: String)...) {
    for line in lines(of: rows, columns) { Terminal.print(line) }
  }

  private static func lines(
    of rows: JSONValue, _ columns: [(name: String, title: String)],
    isolates: Bool = Terminal.isInteractive
  ) -> [String] {
    let rows = rows.array ?? []
    var table = TextTable(
      columns.map { column in
        TextTable.Column(column.title, isNumber: rows.contains { $0[column.name]?.integer != nil })
      })
    table.rows = rows.map { row in columns.map { text(row[$0.name]) } }
    return table.lines(isolates: isolates)
  }

  // MARK: Set up

  static func initialised(_ made: JSONValue) {
    Terminal.print(
      "Event \(text(made["event"])), on \(text(made["dates"])); nodes reach it at"
        + " \(text(made["address"])).")
    warnings(made)
    Terminal.print(
      "Put \(text(made["root_key"])) away now, offline and in two places: the hub runs without it,"
        + " and only with it can another hub take this event over.")
  }

  static func checked(_ answer: JSONValue) {
    for error in answer["errors"]?.array ?? [] { Terminal.error(finding(error)) }
    if answer["days"] != nil {
      Terminal.print(
        "\(counted(answer["days"], "day")), \(counted(answer["sessions"], "session")),"
          + " \(counted(answer["doors"], "door")), \(counted(answer["items"], "item")) to be ready,"
          + " \(counted(answer["countries"], "country", "countries")).")
    }
    warnings(answer)
  }

  private static func warnings(_ answer: JSONValue) {
    for warning in answer["warnings"]?.array ?? [] {
      Terminal.print("Does not add up: \(EventFinding.sentence(finding(warning)))")
    }
  }

  /// Place and words of something about an event file.
  private static func finding(_ finding: JSONValue) -> String {
    let place = finding["path"]?.string ?? ""
    return (place.isEmpty ? "" : place + ": ") + text(finding["message"])
  }

  private static func blocked(_ answer: JSONValue) {
    let who = text(answer["participant"])
    guard let serial = answer["serials"]?.integer else {
      return _ = Terminal.print("\(who) is blocked.")
    }
    Terminal.print("Tickets of \(who) up to number \(serial) are blocked; tickets gives the next.")
  }

  private static func imported(_ report: JSONValue) {
    let isDryRun = report["dry_run"]?.bool == true
    if isDryRun { changes(in: report) }
    guard report["error_count"]?.integer ?? 0 == 0 else { return mistakes(in: report) }
    var words =
      "\(counted(report["lines"], "line")): \(grouped(report["added"])) added,"
      + " \(grouped(report["changed"])) changed, \(grouped(report["same"])) as they were"
    if let count = report["duplicates"]?.integer, count > 0 {
      words += ", \(Counted.grouped(count)) said the same twice"
    }
    words += "."
    if isDryRun { words += " Nothing was changed: a dry run." }
    Terminal.print(words)
    if let extras = report["extra_columns"]?.array, !extras.isEmpty {
      Terminal.print("Kept as private fields: \(extras.map { text($0) }.joined(separator: ", ")).")
    }
    if let columns = report["passed_over"]?.array, !columns.isEmpty {
      Terminal.print(
        "Passed over, for exports compute them anew: \(columns.map { text($0) }.joined(separator: ", "))."
      )
    }
  }

  /// What a file makes otherwise.
  private static func changes(in report: JSONValue) {
    let changes = report["changes"]?.array ?? []
    guard !changes.isEmpty else { return }
    table(
      .array(Array(changes.prefix(changesShown))), ("line", "LINE"), ("id", "ID"),
      ("field", "FIELD"), ("from", "FROM"), ("to", "TO"))
    let count = report["change_count"]?.integer ?? 0
    if count > Int64(changesShown) {
      Terminal.print("… and \(count - Int64(changesShown)) more.")
    }
  }

  /// What is wrong in a file, on standard error.
  private static func mistakes(in report: JSONValue) {
    let mistakes = report["errors"]?.array ?? []
    for mistake in mistakes.prefix(mistakesShown) {
      let column = mistake["column"]?.string.map { ", \($0)" } ?? ""
      Terminal.error("line \(text(mistake["line"]))\(column): \(text(mistake["message"]))")
    }
    nothingImported(report)
  }

  /// That a file was not imported, and why, in one line on standard error.
  static func nothingImported(_ report: JSONValue) {
    Terminal.error(
      "muster-hub: nothing was imported: mistakes in it: \(text(report["error_count"]))")
  }

  // MARK: What is known

  private static func coverage(_ answer: JSONValue) {
    for line in coverageTable(answer["rows"]?.array ?? []) { Terminal.print(line) }
    for line in coverageSum(answer) { Terminal.print(line) }
  }

  /// The countries, a line each, under their titles.
  static func coverageTable(
    _ rows: [JSONValue], isolates: Bool = Terminal.isInteractive
  ) -> [String] {
    lines(
      of: .array(rows),
      [
        ("country", "CC"), ("name", "NAME"), ("state", "STATE"), ("registered", "REGISTERED"),
        ("present", "PRESENT"), ("attended", "ATTENDED"), ("pending", "WAITING"),
      ], isolates: isolates)
  }

  /// How many are there, how far that can be believed, and whom to call.
  static func coverageSum(_ answer: JSONValue) -> [String] {
    let silent = (answer["rows"]?.array ?? []).filter { $0["state"]?.string == "silent" }
    var lines = [
      "\(grouped(answer["present"])) present; \(text(answer["heard"])) of "
        + "\(counted(answer["expected"], "country", "countries")) heard within a minute."
    ]
    var words: [String] = []
    if answer["standby"]?.bool == true {
      words.append("A standby hears no node itself: ask the hub who is heard")
    }
    if !silent.isEmpty {
      let last = silent.reduce(0) { $0 + ($1["present"]?.integer ?? 0) }
      words.append("\(silent.count) silent (last known \(grouped(.integer(last))) present)")
    }
    if let never = answer["never_heard"]?.integer, never > 0, answer["standby"] == nil {
      words.append("\(never) never heard")
    }
    if !words.isEmpty { lines.append(words.joined(separator: "; ") + ".") }
    for alarm in answer["alarms"]?.array ?? [] {
      let minutes = (alarm["silent_s"]?.integer ?? 0) / 60
      let call = alarm["contact"]?.string.map { ": call \(Terminal.plain($0))" } ?? ""
      let span = Counted(minutes, "minute")
      lines.append(
        "ALARM: \(text(alarm["point"])) is open and was not heard for \(span)\(call)")
    }
    return lines
  }

  /// 4812 → 4,812.
  static func grouped(_ number: JSONValue?) -> String {
    number?.integer.map { Counted.grouped($0) } ?? text(number)
  }

  /// 1 → 1 op; 4812 → 4,812 ops.
  static func counted(_ number: JSONValue?, _ one: String, _ many: String? = nil) -> String {
    number?.integer.map { "\(Counted($0, one, many))" } ?? "\(text(number)) \(many ?? one + "s")"
  }

  private static func verified(_ answer: JSONValue) {
    for finding in answer["findings"]?.array ?? [] { Terminal.print(text(finding)) }
    let listed = answer["findings"]?.array?.count ?? 0
    if let all = answer["finding_count"]?.integer, all > listed {
      Terminal.print("… and \(all - Int64(listed)) more.")
    }
    let verdict = answer["ok"]?.bool == true ? "All is whole" : "Not whole"
    Terminal.print(
      "\(verdict): \(counted(answer["ops"], "entry", "entries")) in"
        + " \(counted(answer["segments"], "segment")) of \(counted(answer["writers"], "writer")).")
    if answer["ok"]?.bool != true {
      Terminal.print(
        "Keep a copy of the data folder; then promote the standby, or restore the newest backup.")
    }
  }

  private static func status(_ answer: JSONValue) {
    let (nodes, served) = (answer["nodes"], answer["addresses"])
    var lines = [
      "Event \(text(answer["event"])), \(time(answer["time"])).",
      served?.members == nil
        ? "No hub serves here: this is what the files say."
        : "Serving nodes at \(text(served?["sync"])), HTTP at \(text(served?["http"])).",
      "\(counted(answer["participants"], "participant")); \(counted(answer["ops"], "op")); "
        + "newest place \(grouped(answer["place"])).",
      "Nodes: \(text(nodes?["admitted"])) admitted, \(text(nodes?["connected"])) connected, "
        + "\(text(nodes?["silent"])) not connected.",
      "Open conflicts: \(text(answer["conflicts_open"])).",
    ]
    if let rules = answer["rules"]?.integer, rules > answer["rules_known"]?.integer ?? rules {
      lines.append(
        "The event's rules are of version \(rules), newer than this program knows: update it, for it"
          + " may judge otherwise than the others.")
    }
    if let missing = answer["private_missing"]?.integer, missing > 0 {
      lines.append("Private lines that have not come yet: \(grouped(.integer(missing))).")
    }
    if answer["takes_ops"]?.bool == false {
      lines.append(
        "The disk is nearly full: nodes wait with their ops, and nothing is lost. Make room.")
    }
    lines.append("State \(text(answer["state"]))")
    for line in lines { Terminal.print(line) }
  }
}
