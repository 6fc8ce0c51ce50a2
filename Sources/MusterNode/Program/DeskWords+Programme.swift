import MusterCommand
import MusterDaemon
import MusterSync

/// The programme, by the clock of the point first: that one hangs on the wall.
extension DeskWords {
  static func programme(_ answer: JSONValue) -> [String] {
    let sessions = answer["sessions"]?.array ?? []
    guard !sessions.isEmpty else { return ["The event has no programme."] }
    let now = answer["now"]
    var lines = ["It is \(clock(now, "point") ?? clock(now, "gmt") ?? "") here; \(elsewhere(now))."]
    if answer["connected"]?.bool != true {
      lines.append("No link to the hub: what was changed since is not known here.")
    }
    let titles = ["", "HERE", "EVENT", "GMT", "PLANNED HERE", "SESSION"]
    for day in answer["days"]?.array ?? [] {
      let its = sessions.filter { $0["day"] == day["day"] }
      lines += ["", "\(text(day["title"])) \(text(day["date"]))"]
      let rows = its.map { row($0, next: answer["next"]) }
      lines += TextTable(titles.map { TextTable.Column($0) }, rows: rows).lines()
      let late = (day["overrun_ms"]?.integer ?? 0) / 60_000
      if late > 0 { lines.append("This day is expected to end \(Counted(late, "minute")) late.") }
    }
    return lines
  }

  private static func row(_ session: JSONValue, next: JSONValue?) -> [String] {
    let places = ["point", "event", "gmt"].map { place in
      span(session["begin"], session["end"], place)
    }
    let isMoved = session["delay_ms"]?.integer ?? 0 > 0
    let planned =
      isMoved || places[0].isEmpty
      ? span(session["planned_begin"], session["planned_end"], "point") : ""
    return [state(session, next: next)] + places + [planned, text(session["title"])]
  }

  private static func state(_ session: JSONValue, next: JSONValue?) -> String {
    switch session["phase"]?.string {
    case "on":
      guard let left = session["left_ms"]?.integer else { return "NOW" }
      let minutes = (abs(left) + 59_999) / 60_000
      return left < 0 ? "NOW, \(minutes) min over" : "NOW, \(minutes) min left"
    case "over": return "over"
    case "skipped": return "skipped"
    case "passed": return "left out"
    default: return session["session"] == next ? "next" : ""
    }
  }

  private static func span(_ begin: JSONValue?, _ end: JSONValue?, _ place: String) -> String {
    guard let from = clock(begin, place), let to = clock(end, place) else { return "" }
    return "\(from)–\(to)"
  }

  private static func clock(_ moment: JSONValue?, _ place: String) -> String? {
    moment?[place]?["time"]?.string
  }

  private static func elsewhere(_ now: JSONValue?) -> String {
    let event = clock(now, "event").map { "\($0) \(text(now?["event"]?["zone"]))" }
    let gmt = clock(now, "gmt").map { "\($0) GMT" }
    return [event, gmt].compactMap(\.self).joined(separator: ", ")
  }
}
