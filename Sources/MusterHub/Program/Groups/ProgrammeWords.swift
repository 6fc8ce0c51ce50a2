import MusterCommand
import MusterSync

/// The programme, for people.
enum ProgrammeWords {
  static func stepped(_ answer: JSONValue) {
    Terminal.print("\(HubWords.text(answer["session"])) is \(HubWords.text(answer["state"])) now.")
  }

  static func show(_ answer: JSONValue) {
    let sessions = answer["sessions"]?.array ?? []
    let zone = answer["now"]?["point"]?["zone"]?.string
    let clocks = [("event", "EVENT"), ("gmt", "GMT")] + (zone.map { [("point", $0)] } ?? [])
    var columns = [
      TextTable.Column("SESSION"), TextTable.Column("TITLE"), TextTable.Column("STATE"),
      TextTable.Column("PLANNED"),
    ]
    columns += clocks.map { TextTable.Column($0.1) }
    var table = TextTable(columns)
    table.rows = sessions.map { session in
      [
        HubWords.text(session["id"]), HubWords.text(session["title"]), state(session),
        span(session["from"], session["to"], "event"),
      ] + clocks.map { span(session["begin"], session["end"], $0.0) }
    }
    for line in table.lines() { Terminal.print(line) }
    Terminal.print("It is \(moment(answer["now"], clocks.map(\.0))).")
    for session in sessions where session["phase"]?.string == "on" { Terminal.print(on(session)) }
    if let next = answer["next"]?.string,
      let session = sessions.first(where: { $0["id"]?.string == next })
    {
      Terminal.print("Next: \(next), \(HubWords.text(session["begin"]?["event"]?["text"])).")
    }
    for day in answer["days"]?.array ?? [] {
      guard let overrun = day["overrun_ms"]?.integer, overrun > 0 else { continue }
      Terminal.print(
        "\(HubWords.text(day["id"])) ends \(minutes(overrun)) later than planned, at"
          + " \(HubWords.text(day["end"]?["event"]?["text"])).")
    }
    for overlap in answer["overlaps"]?.array ?? [] where overlap["planned"]?.bool != true {
      Terminal.print(
        "\(HubWords.text(overlap["first"])) and \(HubWords.text(overlap["second"])) run at once:"
          + " was one not ended?")
    }
  }

  private static func state(_ session: JSONValue) -> String {
    let phase = HubWords.text(session["phase"])
    let assumed = session["assumed"]?.bool == true ? "?" : ""
    guard phase == "upcoming", let delay = session["delay_ms"]?.integer, delay >= 60_000 else {
      return phase + assumed
    }
    return "\(phase) +\(minutes(delay))"
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

  private static func span(_ from: JSONValue?, _ to: JSONValue?, _ clock: String) -> String {
    guard let begin = from?[clock]?["text"]?.string, let end = to?[clock]?["text"]?.string else {
      return "–"
    }
    return "\(begin)–\(end)"
  }

  private static func moment(_ value: JSONValue?, _ clocks: [String]) -> String {
    clocks.compactMap { clock in
      guard let text = value?[clock]?["text"]?.string, let zone = value?[clock]?["zone"]?.string
      else { return nil }
      return "\(text) \(zone)"
    }.joined(separator: ", ")
  }
}
