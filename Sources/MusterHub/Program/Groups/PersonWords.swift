import MusterCommand
import MusterSync

/// All that is known of somebody, for people.
enum PersonWords {
  static func show(_ answer: JSONValue) {
    for line in lines(answer) { Terminal.print(Terminal.plain(line)) }
    for conflict in answer["conflicts"]?.array ?? [] { ConflictGroup.show(conflict) }
  }

  static func lines(_ answer: JSONValue) -> [String] {
    let text = HubWords.text
    var lines = [
      "\(text(answer["id"])): \(answer["registered"]?.bool == true ? "registered" : "on no roster")"
        + (answer["walk_in"]?.bool == true ? " at a door" : "")
        + (answer["inside"]?.string.map { "; inside now at \($0)" } ?? "")
        + (answer["erased"]?.bool == true ? "; erased" : "")
    ]
    for field in answer["fields"]?.members ?? [] {
      lines.append("  \(field.name): \(held(field.value))")
    }
    for one in answer["answers"]?.array ?? [] {
      lines.append("  answer to \(text(one["question"])): \(held(one["answer"] ?? .null))")
    }
    lines += (answer["erased_fields"]?.array ?? []).map { "  \(text($0)): (erased)" }
    let members = answer["members"]?.array ?? []
    if members.count > 1 {
      lines.append("One person, of these participants:")
      lines += members.map { member in
        let name = member["erased"]?.bool == true ? "(erased)" : text(member["name"])
        return "  \(text(member["id"]))  \(name)"
      }
    }
    for block in answer["blocks"]?.array ?? [] {
      let reach = block["serials"]?.integer.map { "tickets up to \($0)" } ?? "the person"
      lines.append("Blocked: \(reach), \(text(block["why"]))")
    }
    for stay in answer["stays"]?.array ?? [] {
      let end = HubWords.time(stay["end_ms"])
      let ending = stay["assumed"]?.bool == true ? "\(end), assumed" : end
      lines.append(
        "Stay at \(text(stay["point"])), door \(text(stay["door"])): "
          + "\(HubWords.time(stay["begin_ms"])) to \(ending)")
      lines.append("  check-in \(text(stay["checkin"]))")
      if let op = stay["checkout"]?.string { lines.append("  check-out \(op)") }
    }
    lines += (answer["others"]?.array ?? []).map(other)
    for member in members {
      for change in member["changes"]?.array ?? [] {
        let isVoided = change["voided"]?.bool == true ? ", taken back" : ""
        lines.append(
          "Changed \(HubWords.time(change["time_ms"]))\(isVoided): op \(text(change["op"]))")
      }
    }
    return lines
  }

  /// What was done at a door and made no stay.
  private static func other(_ other: JSONValue) -> String {
    let what =
      switch other["what"]?.string {
      case "repeat": "Checked in again while inside"
      case "orphan": "Checked out without having been inside"
      case "refusal": "Turned away (\(HubWords.text(other["reason"])))"
      case "checkin": "Checked in"
      default: "Checked out"
      }
    let isVoided = other["voided"]?.bool == true ? ", taken back" : ""
    return
      "\(what)\(isVoided): \(HubWords.text(other["point"])), door \(HubWords.text(other["door"])),"
      + " \(HubWords.time(other["time_ms"])): op \(HubWords.text(other["op"]))"
  }

  private static func held(_ value: JSONValue) -> String {
    value.isNull ? "(its line is not held here)" : HubWords.text(value)
  }
}
