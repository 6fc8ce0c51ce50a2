import MusterCommand
import MusterDaemon
import MusterSync

/// What the event aims at and asks of its points, at the command line.
enum ReadinessGroup {
  private typealias Option = Command.Option

  private static let language = Option("lang", value: "LANG", "language of the titles (en)")

  static let commands = [
    Command(
      "indicators", "what the event aims at, and how far it is",
      options: [language, Option("rows", "by point, session or group too")]),
    Command(
      "readiness", "which points are not ready, and whom to telephone",
      options: [language, Option("due", "only points where something is overdue")]),
  ]

  static let table: [String: HubCommand] = [
    "indicators": HubCommand(
      send: { given in [("lang", given.optional("lang")), ("rows", .bool(given.has("rows")))] },
      tell: indicators),
    "readiness": HubCommand(
      send: { given in [("lang", given.optional("lang")), ("due", .bool(given.has("due")))] },
      tell: readiness),
  ]

  private static func indicators(_ answer: JSONValue) {
    let rows = (answer["indicators"]?.array ?? []).map { row in
      var row = row
      let unit = row["unit"]?.string.map { " " + $0 } ?? ""
      row.append("value_words", .string(HubWords.grouped(row["value"]) + unit))
      row.append(
        "goal_words",
        row["goal"]?.integer == nil ? .null : .string(HubWords.grouped(row["goal"])))
      row.append(
        "from",
        .string(
          "\(HubWords.text(row["reported"])) of \(HubWords.text(row["expected"]))"
            + " \(HubWords.text(row["of"]))"))
      return row
    }
    HubWords.table(
      .array(rows), ("id", "INDICATOR"), ("title", "TITLE"), ("value_words", "VALUE"),
      ("goal_words", "GOAL"), ("from", "FROM"))
    guard answer["with_rows"]?.bool == true else { return }
    for row in rows where row["rows"]?.array?.isEmpty == false {
      Terminal.print("")
      HubWords.table(
        row["rows"] ?? .null, ("key", HubWords.text(row["id"]).uppercased()),
        ("title", "TITLE"), ("value", "VALUE"))
    }
  }

  private static func readiness(_ answer: JSONValue) {
    let items = answer["items"]?.array ?? []
    guard !items.isEmpty else {
      return _ = Terminal.print("The event has no checklist: there is nothing to be ready with.")
    }
    let due = items.map { item in
      var item = item
      item.append(
        "due", item["due_ms"]?.integer == nil ? .null : .string(HubWords.time(item["due_ms"])))
      return item
    }
    HubWords.table(
      .array(due), ("id", "ITEM"), ("title", "TITLE"), ("due", "DUE"), ("ready", "READY"))
    for line in lacking(answer) { Terminal.print(Terminal.plain(line)) }
    Terminal.print(
      "\(HubWords.text(answer["ready"])) of \(HubWords.counted(answer["points"], "point")) have it all."
    )
  }

  /// The points that lack something, each with its telephone number and under it what it lacks.
  static func lacking(_ answer: JSONValue) -> [String] {
    let late = (answer["rows"]?.array ?? []).filter { $0["missing"]?.array?.isEmpty == false }
    let lines = late.flatMap { row -> [String] in
      let overdue = row["overdue"]?.array ?? []
      let others = (row["missing"]?.array ?? []).filter { !overdue.contains($0) }
      let contact = row["contact"]?.string ?? ""
      let call = contact.isEmpty ? "no telephone number" : "telephone \(contact)"
      return ["\(HubWords.text(row["point"])): \(call)"]
        + list("overdue", overdue) + list("missing, not due yet", others)
    }
    return lines.isEmpty ? [] : [""] + lines + [""]
  }

  private static func list(_ what: String, _ items: [JSONValue]) -> [String] {
    items.isEmpty ? [] : ["  \(what): \(HubWords.text(.array(items)))"]
  }
}
