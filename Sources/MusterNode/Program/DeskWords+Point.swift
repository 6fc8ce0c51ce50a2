import MusterCommand
import MusterDaemon
import MusterSync

/// Answers about the point as a whole.
extension DeskWords {
  static func point(_ command: String, _ answer: JSONValue) -> [String]? {
    switch command {
    case "readiness", "ready": checklist(answer)
    case "indicators": indicators(answer)
    case "count": count(answer)
    case "announcements", "show-announcements": announcements(answer)
    case "programme": programme(answer)
    case "paper": paper(answer)
    case "seen": ["Noted: the centre sees that this announcement was read here."]
    default: nil
    }
  }

  private static func checklist(_ answer: JSONValue) -> [String] {
    let items = answer["items"]?.array ?? []
    guard !items.isEmpty else { return ["The event has no checklist."] }
    let columns = ["ITEM", "WHAT", "DUE HERE", ""].map { TextTable.Column($0) }
    let rows = items.map { item in
      var state = "missing"
      if item["late"]?.bool == true { state = "MISSING, and late" }
      if item["ready"]?.bool == true { state = "ready" }
      return [text(item["item"]), text(item["title"]), text(item["due"]), state]
    }
    let missing = texts(answer["missing"]).count
    let end =
      missing == 0
      ? "Everything is ready."
      : "\(missing) of \(items.count) missing. When one is there: muster-node ready ITEM"
    return TextTable(columns, rows: rows).lines() + [end]
  }

  private static func indicators(_ answer: JSONValue) -> [String] {
    let found = answer["indicators"]?.array ?? []
    guard !found.isEmpty else { return ["The event has nothing that points count."] }
    let columns = [
      TextTable.Column("INDICATOR"), TextTable.Column("WHAT"),
      TextTable.Column("HERE", isNumber: true), TextTable.Column("EVERYWHERE", isNumber: true),
      TextTable.Column("GOAL", isNumber: true), TextTable.Column("UNIT"),
    ]
    return TextTable(
      columns,
      rows: found.map { one in
        [
          text(one["indicator"]), text(one["title"]), number(one["value"]) ?? "not counted",
          number(one["total"]) ?? "", number(one["goal"]) ?? "", text(one["unit"]),
        ]
      }
    ).lines()
  }

  private static func count(_ answer: JSONValue) -> [String] {
    let before = number(answer["before"]).map { " (before: \($0))" } ?? ""
    return [
      "\(text(answer["indicator"])): \(number(answer["value"]) ?? "0") here\(before).",
      "If that was a mistake: muster-node void \(text(answer["op"]))",
    ]
  }

  private static func announcements(_ answer: JSONValue) -> [String] {
    let found = answer["announcements"]?.array ?? []
    guard !found.isEmpty else { return ["Nothing is announced."] }
    var lines: [String] = []
    for one in found {
      let id = text(one["announcement"]).prefix(8)
      let isRead = one["acknowledged_ms"] != nil
      lines.append("\(text(one["time"]))  \(id)\(isRead ? "" : "  NOT ACKNOWLEDGED")")
      lines.append("  \(text(one["text"]))")
    }
    if let open = found.first(where: { $0["acknowledged_ms"] == nil }) {
      let id = text(open["announcement"]).prefix(8)
      lines.append("Tell the centre that you have read it: muster-node announcements ack \(id)")
    }
    return lines
  }

  private static func number(_ value: JSONValue?) -> String? { value?.integer.map { String($0) } }
}
