import MusterCommand
import MusterDaemon
import MusterSync

/// What is printed of people who want to come in, for a volunteer who reads one line and no more.
///
/// The verdict comes first: it is what counts, and a line that begins with an Arabic name would be set
/// from right to left as a whole.
enum DoorPrint {
  /// The lines of an answer about one person, or about a group.
  static func lines(_ answer: JSONValue) -> [String] {
    guard let group = answer["checkins"]?.array else {
      return one(answer, withPresent: true) + closed(answer)
    }
    var lines = group.flatMap { one($0, withPresent: false) }
    var counts = ["\(count(answer, "admitted")) may come in"]
    if count(answer, "repeated") > 0 {
      counts.append("\(count(answer, "repeated")) inside already")
    }
    if count(answer, "refused") > 0 { counts.append("\(count(answer, "refused")) may NOT") }
    lines.append(counts.joined(separator: ", ") + ". \(count(answer, "present")) inside now.")
    return lines + closed(answer)
  }

  /// The lines of an answer about somebody who was registered at the door.
  static func walkIn(_ answer: JSONValue) -> [String] { registered(answer) + alike(answer) }

  private static func registered(_ answer: JSONValue) -> [String] {
    let who = "\(text(answer["name"])), \(text(answer["participant"]))"
    switch answer["verdict"]?.string {
    case nil: return ["Registered: \(who)."]
    case "admitted":
      let lines = ["Registered and inside: \(who). \(count(answer, "present")) inside now."]
      return lines + questions(answer) + closed(answer)
    default:
      let reason = text(answer["reason"])
      let again =
        "muster-node checkin \(text(answer["participant"])) --door \(text(answer["door"]))"
      let asked = (answer["questions"]?.array ?? []).filter { $0["required"]?.bool == true }
      var lines =
        ["Registered: \(who).", "May NOT come in (\(meaning(of: reason))). \(text(answer["say"]))"]
        + questions(answer)
      if !asked.isEmpty {
        let answers = asked.map { " --answer '\(text($0["id"]))=…'" }.joined()
        lines.append("  Then: \(again)\(answers)")
      } else if answer["anyway"]?.bool == true {
        lines.append("  To let this person in all the same: \(again) --anyway; the centre sees it.")
      }
      return lines
    }
  }

  /// Who may have been on the list already, so that nobody counts twice.
  private static func alike(_ answer: JSONValue) -> [String] {
    (answer["alike"]?.array ?? []).map { person in
      let id = text(person["id"])
      return "  Perhaps on the list already: \(name(person)), \(id). If it is the same person: "
        + "muster-node merge \(id) \(text(answer["participant"]))"
    }
  }

  private static func one(_ answer: JSONValue, withPresent: Bool) -> [String] {
    let who = name(answer["participant"])
    let say = text(answer["say"])
    switch answer["verdict"]?.string {
    case "admitted":
      var note = ""
      if answer["unknowns"]?["unlisted"]?.bool == true {
        note = " (a good ticket, but not on this node's list yet)"
      }
      if let despite = answer["despite"]?.string {
        note = " all the same (\(meaning(of: despite)))"
      }
      let present = withPresent ? " \(count(answer, "present")) inside now." : ""
      return ["May come in\(note): \(who).\(present)"] + questions(answer)
    case "repeat": return ["Is inside already: \(who). \(say)"]
    default:
      let reason = text(answer["reason"])
      var lines = ["May NOT come in (\(meaning(of: reason))): \(who). \(say)"]
      if let point = answer["used_point"]?.string {
        let by = answer["used_by"]?.string.map { ", by \(Terminal.plain($0))" } ?? ""
        lines.append("  The entry was used at \(Terminal.plain(point))\(by).")
      }
      lines += questions(answer)
      if answer["anyway"]?.bool == true, reason != "questions-open" {
        lines.append("  To let this person in all the same, say --anyway: the centre sees it.")
      }
      return lines
    }
  }

  /// A word for a desk that goes on at a point that has said that it is closed.
  private static func closed(_ answer: JSONValue) -> [String] {
    answer["closed"]?.bool == true
      ? ["  This point has said that it is closed. If it is open: muster-node open"] : []
  }

  private static func questions(_ answer: JSONValue) -> [String] {
    (answer["questions"]?.array ?? []).map { question in
      var form = ""
      switch question["type"]?.string {
      case "number": form = "NUMBER"
      case "yes-no": form = "yes|no"
      case "choice":
        form = (question["choices"]?.array ?? []).map { text($0) }.joined(separator: "|")
      default: form = "TEXT"
      }
      let must = question["required"]?.bool == true ? "Ask" : "Ask if you like"
      return "  \(must): \(text(question["title"]))  --answer '\(text(question["id"]))=\(form)'"
    }
  }

  /// A reason in a few words for the desk; what the person is told is another text.
  private static func meaning(of reason: String) -> String {
    switch reason {
    case "unknown": "not on the list"
    case "wrong-event": "a ticket of another event"
    case "bad-signature": "not a true ticket"
    case "blocked": "blocked by the centre"
    case "cancelled": "registration cancelled"
    case "pending": "registration not confirmed"
    case "not-yet-valid": "registration not valid yet"
    case "no-longer-valid": "registration no longer valid"
    case "wrong-door": "this door was withdrawn"
    case "wrong-kind": "this door is for others"
    case "wrong-day": "this door is not open today"
    case "too-early": "this door opens later"
    case "too-late": "this door has closed"
    case "already-used": "entry used already"
    case "questions-open": "a question is open"
    case "full": "the point is full"
    default: Terminal.plain(reason)
    }
  }

  private static func count(_ answer: JSONValue, _ name: String) -> Int64 {
    answer[name]?.integer ?? 0
  }

  private static func text(_ value: JSONValue?) -> String { Terminal.plain(value?.string ?? "") }

  private static func name(_ person: JSONValue?) -> String {
    guard let person else { return "This ticket" }
    guard let erased = person["erased"] else { return text(person["name"] ?? person["id"]) }
    return "\(text(person["id"])) (\(text(erased)))"
  }
}
