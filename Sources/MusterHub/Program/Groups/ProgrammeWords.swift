import MusterCommand
import MusterDaemon
import MusterSync

/// The programme, for people.
enum ProgrammeWords {
  static func stepped(_ answer: JSONValue) {
    let state = word(HubWords.text(answer["state"]))
    Terminal.print("\(HubWords.text(answer["session"])) is \(state) now.")
  }

  /// How a session stands, in the one word that people get for it wherever they read of it.
  static func word(_ state: String) -> String {
    switch state {
    case "running": "on"
    case "ended": "over"
    case "upcoming": "planned"
    case "passed": "left out"
    default: state
    }
  }

  static func show(_ answer: JSONValue) {
    for line in lines(answer) { Terminal.print(line) }
  }

  static func lines(_ answer: JSONValue) -> [String] {
    let sessions = answer["sessions"]?.array ?? []
    let zone = answer["now"]?["point"]?["zone"]?.string
    let clocks = [("event", "EVENT"), ("gmt", "GMT")] + (zone.map { [("point", $0)] } ?? [])
    var lines: [String] = []
    for day in answer["days"]?.array ?? [] {
      let its = sessions.filter { $0["day"] == day["id"] }
      lines += table(of: its, on: day, clocks)
    }
    if sessions.contains(where: { $0["assumed"]?.bool == true }) {
      lines.append("?: nobody has said so; it is taken from the plan and the clock.")
    }
    lines.append("It is \(moment(answer["now"], clocks.map(\.0))).")
    lines += sessions.filter { $0["phase"]?.string == "on" }.map(on)
    if let next = answer["next"]?.string,
      let session = sessions.first(where: { $0["id"]?.string == next })
    {
      lines.append("Next: \(next), \(when(session["begin"], beside: answer["now"])).")
    }
    for day in answer["days"]?.array ?? [] {
      guard let overrun = day["overrun_ms"]?.integer, overrun > 0 else { continue }
      lines.append(
        "\(HubWords.text(day["id"])) ends \(minutes(overrun)) later than planned, at"
          + " \(when(day["end"], beside: answer["now"])).")
    }
    for overlap in answer["overlaps"]?.array ?? [] where overlap["planned"]?.bool != true {
      lines.append(
        "\(HubWords.text(overlap["first"])) and \(HubWords.text(overlap["second"])) are on at once:"
          + " was one not ended?")
    }
    return lines
  }

  private static func table(
    of sessions: [JSONValue], on day: JSONValue, _ clocks: [(String, String)]
  ) -> [String] {
    var columns = [
      TextTable.Column("SESSION"), TextTable.Column("TITLE"), TextTable.Column("STATE"),
      TextTable.Column("PLANNED"),
    ]
    columns += clocks.map { TextTable.Column($0.1) }
    var table = TextTable(columns)
    let date = day["date"]?.string
    table.rows = sessions.map { session in
      [
        HubWords.text(session["id"]), HubWords.text(session["title"]), state(session),
        span(session["from"], session["to"], "event", date),
      ] + clocks.map { span(session["begin"], session["end"], $0.0, date) }
    }
    let title = [day["id"], day["title"], day["date"]].compactMap { $0?.string }
    return [title.joined(separator: ", ")] + table.lines() + [""]
  }

  private static func state(_ session: JSONValue) -> String {
    let phase = HubWords.text(session["phase"])
    let assumed = session["assumed"]?.bool == true ? "?" : ""
    guard phase == "upcoming", let delay = session["delay_ms"]?.integer, delay >= 60_000 else {
      return word(phase) + assumed
    }
    return "\(word(phase)) +\(minutes(delay))"
  }

  private static func on(_ session: JSONValue) -> String {
    var line = "Now: \(HubWords.text(session["id"]))"
    if let rest = session["left_ms"]?.integer { line += ", \(left(rest))" }
    if let index = session["slot"]?["index"]?.integer,
      let rest = session["slot"]?["left_ms"]?.integer
    {
      line += "; slot \(index + 1): \(left(rest))"
    }
    return line + "."
  }

  private static func left(_ ms: Int64) -> String {
    ms < 0 ? "\(minutes(-ms)) over" : "\(minutes(ms)) left"
  }

  private static func minutes(_ ms: Int64) -> String { "\((ms + 30_000) / 60_000) min" }

  /// - Parameter date: that of the day to which it belongs; what is on another says so.
  private static func span(
    _ from: JSONValue?, _ to: JSONValue?, _ clock: String, _ date: String?
  ) -> String {
    guard let begin = from?[clock], let end = to?[clock] else { return "–" }
    return "\(time(begin, date))–\(time(end, date))"
  }

  private static func time(_ reading: JSONValue, _ date: String?) -> String {
    let clock = HubWords.text(reading["time"])
    guard let day = reading["date"]?.string, day != date else { return clock }
    return "\(clock) (\(day.dropFirst(5)))"
  }

  /// A moment by the event's clock; with its date where that is not today's.
  private static func when(_ moment: JSONValue?, beside now: JSONValue?) -> String {
    let reading = moment?["event"]
    let time = HubWords.text(reading?["time"])
    guard let date = reading?["date"]?.string, date != now?["event"]?["date"]?.string else {
      return time
    }
    return "\(date) \(time)"
  }

  private static func moment(_ value: JSONValue?, _ clocks: [String]) -> String {
    clocks.compactMap { clock in
      guard let reading = value?[clock] else { return nil }
      let date = clock == "event" ? HubWords.text(reading["date"]) + " " : ""
      return "\(date)\(HubWords.text(reading["time"])) \(HubWords.text(reading["zone"]))"
    }.joined(separator: ", ")
  }
}
