import MusterCommand
import MusterDaemon
import MusterSync

/// What only a person can decide, at the command line.
enum ConflictGroup {
  static let commands = [
    Command(
      "conflicts", "what only a person can decide",
      commands: [
        Command("list", "all conflicts with both sides, open ones first"),
        Command(
          "resolve", "decide a conflict",
          arguments: [Command.Argument("ID", "id of the conflict")],
          options: [
            Command.Option("choose", value: "CHOICE", "one of its choices"),
            Command.Option("participant", value: "ID", "with match: whose check-in it is"),
            Command.Option(
              "note", value: "TEXT", "why; all nodes can read it, so name nobody"),
            Command.Option("anew", "decide once more what is closed already"),
          ],
          notes: [
            "void takes the check-ins back, match gives one to a participant, confirm lets them",
            "stand, point:ID and op:ID say which side is right.",
          ]),
      ], standard: "list")
  ]

  static let table: [String: HubCommand] = [
    "conflicts": HubCommand(tell: list),
    "conflicts-resolve": HubCommand(send: resolution) { answer in
      Terminal.print("Decided, by op \(HubWords.text(answer["op"])).")
    },
  ]

  private static func resolution(_ given: Invocation) throws(Failure) -> HubCommand.Arguments {
    [
      ("id", .string(given.words[0])), ("choice", try given.needed("choose")),
      ("participant", given.optional("participant")), ("note", given.optional("note")),
      ("anew", .bool(given.has("anew"))),
    ]
  }

  private static func list(_ answer: JSONValue) {
    let conflicts = answer.array ?? []
    if conflicts.isEmpty { Terminal.print("No conflicts.") }
    for conflict in conflicts { show(conflict) }
    if conflicts.contains(where: { $0["open"]?.bool == true }) {
      Terminal.print("To decide one: muster-hub conflicts resolve ID --choose CHOICE")
    }
  }

  /// One conflict, with its sides under it.
  static func show(_ conflict: JSONValue) {
    for line in lines(conflict) { Terminal.print(Terminal.plain(line)) }
  }

  static func lines(_ conflict: JSONValue) -> [String] {
    let text = HubWords.text
    let state = conflict["open"]?.bool == true ? "open" : "closed"
    let people = conflict["people"]?.array
    let name = people == nil ? conflict["name"]?.string.map { " (\($0))" } ?? "" : ""
    let head =
      [
        "\(text(conflict["id"]))  \(state)  \(text(conflict["type"])): "
          + "\(text(conflict["subject"]))\(name)",
        "  now: \(text(conflict["outcome"])); choices: \(text(conflict["choices"]))",
      ]
    guard let people else { return head + (conflict["sides"]?.array ?? []).flatMap(side) }
    let alike = (conflict["alike"]?.members ?? []).map { "\($0.name) \(text($0.value))" }
    return head + people.map { "  \(text($0["id"]))  \(text($0["name"]))" }
      + ["  the same: \(alike.joined(separator: ", "))"]
  }

  private static func side(_ side: JSONValue) -> [String] {
    let text = HubWords.text
    let place = side["point"]?.string.map { " at \($0)" } ?? ""
    let door = side["door"]?.string.map { ", door \($0)" } ?? ""
    let who = side["by"]?.string.map { " by \($0)" } ?? ""
    var lines = [
      "  \(text(side["kind"]))\(place)\(door), \(HubWords.time(side["time_ms"]))"
        + " ± \(text(side["err_ms"])) ms\(who)"
    ]
    if side["private"] != nil {
      let isHere = side["value"].map { !$0.isNull } ?? false
      let what = side["erased"]?.bool == true ? "what was erased" : "what is not held here"
      lines.append("    says: \(isHere ? text(side["value"]) : what)")
    }
    if let serial = side["serial"]?.integer { lines.append("    ticket number \(serial)") }
    if let faults = side["faults"]?.array, !faults.isEmpty {
      lines.append("    against it: \(text(.array(faults)))")
    }
    return lines + ["    op \(text(side["op"]))"]
  }
}
