import MusterCommand
import MusterDaemon
import MusterSync

/// Answers to what a desk does beside the doors, in its words.
enum DeskWords {
  /// The lines of an answer; nil for a command that has its words elsewhere.
  static func lines(_ command: String, _ answer: JSONValue) -> [String]? {
    switch command {
    case "show": return person(answer)
    case "edit":
      let changed = texts(answer["changed"])
      guard !changed.isEmpty else { return ["Nothing to change: it is so already."] }
      return ["Changed of \(text(answer["participant"])): \(changed.joined(separator: ", "))."]
    case "merge":
      return [
        "\(texts(answer["members"]).joined(separator: ", ")) are one person now, named "
          + "\(text(answer["participant"])).",
        "If that was a mistake: muster-node unmerge \(text(answer["op"]))",
      ]
    case "unmerge":
      return ["Merged by this no more: \(texts(answer["parted"]).joined(separator: ", "))."]
    case "different":
      return [
        "Noted for good: \(texts(answer["participants"]).joined(separator: " and ")) are "
          + "different people."
      ]
    case "bundle-export":
      return [
        "Entries in \(text(answer["path"])): \(text(answer["ops"])). At the centre: muster-hub bundle"
          + " import FILE --reply ANSWER"
      ]
    case "bundle-import": return taken(answer)
    case "desk-add", "desk-list", "desk-remove": return desks(answer)
    default: return point(command, answer)
    }
  }

  private static func desks(_ answer: JSONValue) -> [String] {
    guard let desks = answer["desks"]?.array else { return LoginWords.lines(answer) }
    return LoginWords.table(desks)
  }

  private static func counted(_ entries: JSONValue?) -> String {
    "\(Counted(entries?.integer ?? 0, "entry", "entries"))"
  }

  private static func taken(_ answer: JSONValue) -> [String] {
    if answer["outgrown"]?.bool == true {
      return [
        "The hub holds other entries under this node's numbers: it was put back from a backup, or"
          + " copied. It has begun anew: export once more, and carry that to the centre."
      ]
    }
    var lines = [
      "\(counted(answer["entries"])) from the centre; of what was recorded here"
        + " \(text(answer["durable"])) are there, and \(text(answer["pending"])) wait."
    ]
    if answer["old"]?.bool == true {
      lines.append("This node knows more of the centre than this answer does: export a new bundle.")
    } else if answer["missing"]?.integer ?? 0 > 0 {
      lines.append(
        "Of the centre, \(counted(answer["missing"])) more to come: export a new bundle.")
    }
    if answer["revoked"]?.bool == true {
      lines.append(Node.revokedWords)
    }
    return lines
  }

  private static func person(_ answer: JSONValue) -> [String] {
    var rows: [[String]] = []
    func row(_ title: String, _ value: String) {
      if !value.isEmpty { rows.append([title, value]) }
    }
    row("id", text(answer["id"]))
    row("name", text(answer["name"] ?? answer["erased"]))
    for name in ["kind", "country", "point", "body", "language", "email", "phone"] {
      row(name, text(answer[name]))
    }
    for name in ["pending", "cancelled"] where answer[name]?.bool == true { row(name, "yes") }
    row("valid from", text(answer["valid_from"]))
    row("valid until", text(answer["valid_until"]))
    row("other doors too", texts(answer["extra_doors"]).joined(separator: ", "))
    row("not these doors", texts(answer["withdrawn_doors"]).joined(separator: ", "))
    for member in answer["fields"]?.members ?? [] { row(member.name, text(member.value)) }
    for one in answer["answers"]?.array ?? [] {
      row(
        "answer to \(text(one["question"]))",
        one["answer"]?.string == nil ? "(not held here)" : text(one["answer"]))
    }
    let members = texts(answer["members"])
    if members.count > 1 { row("one person", members.joined(separator: ", ")) }
    for block in answer["blocks"]?.array ?? [] {
      let reach = block["serials"]?.integer.map { "tickets up to \($0): " } ?? ""
      row("blocked", reach + text(block["why"]))
    }
    if answer["registered"]?.bool == false { row("list", "not on this node's list") }
    if answer["inside"]?.bool == true { row("now", "inside here") }
    row("elsewhere", text(answer["elsewhere"]))
    for conflict in answer["conflicts"]?.array ?? [] {
      if conflict["people"] != nil {
        for line in duplicate(conflict) { row("to decide", line) }
        continue
      }
      row("to decide", "\(text(conflict["type"])) \(texts(conflict["subject"]).last ?? "")")
    }
    return TextTable([.init(""), .init("")], rows: rows).lines().filter { !$0.isEmpty }
  }

  /// Two people who look like one, and what to type of them.
  static func duplicate(_ conflict: JSONValue) -> [String] {
    let people = (conflict["people"]?.array ?? []).map { person in
      let name = text(person["name"])
      return name.isEmpty ? text(person["id"]) : "\(text(person["id"])) (\(name))"
    }
    let who = people.joined(separator: " and ")
    guard conflict["open"]?.bool == true else { return ["Different people: \(who)."] }
    let alike = (conflict["alike"]?.members ?? []).map { "\($0.name) \(text($0.value))" }
    let ids = texts(conflict["subject"]).joined(separator: " ")
    return [
      "Perhaps one person: \(who); the same \(alike.joined(separator: ", ")).",
      "  If so: muster-node merge \(ids); if not: muster-node different \(ids)",
    ]
  }

  // MARK: Pieces

  static func text(_ value: JSONValue?) -> String {
    Terminal.plain(value?.string ?? value?.integer.map(String.init) ?? "")
  }

  static func texts(_ value: JSONValue?) -> [String] { (value?.array ?? []).map { text($0) } }
}
