import MusterCommand
import MusterDaemon
import MusterSync

/// One person at a time, at the command line: looking, correcting, joining.
enum PeopleGroup {
  private typealias Argument = Command.Argument
  private typealias Option = Command.Option

  private static let ops = Argument(
    "OP", "ids of ops: participant show names stays, export log all", count: .many)

  static let commands = [
    Command(
      "participant", "one participant",
      commands: [
        Command(
          "show", "all that is known of somebody",
          arguments: [Argument("ID", "id of the participant")]),
        Command(
          "edit", "correct fields of somebody",
          arguments: [
            Argument("ID", "id of the participant"),
            Argument("FIELD=VALUE", "new values; an empty one takes a value back", count: .many),
          ],
          options: [Option("new-field", "make a private field of a name that nobody knows")],
          notes: [
            "Public: kind, country, point, body, language, valid_from, valid_until, pending,",
            "cancelled, extra_doors, withdrawn_doors (lists with commas). All others are private.",
          ]),
      ]),
    Command(
      "search", "find people by name, in any script; \(HubCommands.mostFound) at most",
      arguments: [
        Argument("TEXT", "a name, the beginning of one, an id, or the number in one", count: .many)
      ]),
    Command(
      "merge", "say that participants are one person",
      arguments: [Argument("ID", "ids of two participants or more", count: .many)]),
    Command(
      "unmerge", "make a participant a person of its own again",
      arguments: [Argument("ID", "its id; or that of a merge, to take back that one alone")]),
    Command(
      "reassign", "give check-ins, with their check-outs, to somebody else", arguments: [ops],
      options: [Option("to", value: "PARTICIPANT", "whose they are")]),
    Command(
      "retime", "say when ops happened", arguments: [ops],
      options: [
        Option("time", value: "TIME", "with an offset, or YYYY-MM-DD HH:MM in the event's zone")
      ]),
    Command("void", "take ops back", arguments: [ops]),
  ]

  static let table: [String: HubCommand] = [
    "participant-show": HubCommand(send: id, tell: PersonWords.show),
    "participant-edit": HubCommand(send: edit) { answer in
      let changed = HubWords.text(answer["changed"])
      Terminal.print(
        changed.isEmpty
          ? "Nothing to change: it is so already."
          : "Changed of \(HubWords.text(answer["participant"])): \(changed).")
    },
    "search": HubCommand(
      send: { given in [("text", .string(given.words.joined(separator: " ")))] }, tell: found),
    "merge": HubCommand(send: { given in [("participants", given.list)] }) { answer in
      Terminal.print("They are one person now: \(HubWords.text(answer["person"])).")
      Terminal.print("If that was a mistake: muster-hub unmerge \(HubWords.text(answer["op"]))")
    },
    "unmerge": HubCommand(send: { given in [("participant", .string(given.words[0]))] }) { answer in
      Terminal.print("Merged by this no more: \(HubWords.text(answer["participants"])).")
    },
    "reassign": HubCommand(send: reassignment) { Terminal.print(reassigned($0)) },
    "retime": HubCommand(send: retiming) { Terminal.print(retimed($0)) },
    "void": HubCommand(send: { given in [("ops", given.list)] }) { answer in
      Terminal.print("Taken back: \(HubWords.text(answer["ops"])).")
    },
  ]

  private static func id(_ given: Invocation) -> HubCommand.Arguments {
    [("id", .string(given.words[0]))]
  }

  private static func edit(_ given: Invocation) throws(Failure) -> HubCommand.Arguments {
    var fields: [JSONMember] = []
    for word in given.words.dropFirst() {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw .usage("participant edit: write FIELD=VALUE, not \(Terminal.plain(word))")
      }
      fields.append(JSONMember(name: String(parts[0]), value: .string(String(parts[1]))))
    }
    guard !fields.isEmpty else { throw .usage("participant edit: say what to change: FIELD=VALUE") }
    guard Set(fields.map(\.name)).count == fields.count else {
      throw .usage("participant edit: name each field once")
    }
    return [
      ("id", .string(given.words[0])), ("set", .object(fields)),
      ("new_field", .bool(given.has("new-field"))),
    ]
  }

  private static func reassignment(_ given: Invocation) throws(Failure) -> HubCommand.Arguments {
    [("ops", given.list), ("to", try given.needed("to"))]
  }

  private static func retiming(_ given: Invocation) throws(Failure) -> HubCommand.Arguments {
    [("ops", given.list), ("time", try given.needed("time"))]
  }

  static func reassigned(_ answer: JSONValue) -> String {
    let count = answer["ops"]?.array?.count ?? 0
    let verb = count == 1 ? "is" : "are"
    let owner = HubWords.text(answer["participant"])
    return "\(Counted(count, "op")) \(verb) \(owner)'s now."
  }

  static func retimed(_ answer: JSONValue) -> String {
    let who = answer["ops"]?.array?.count == 1 ? "It" : "They"
    return "\(who) happened at \(HubWords.time(answer["time_ms"]))."
  }

  /// That a search has come to its end before the list has; nil where it has not.
  static func mayBeMore(than found: Int) -> String? {
    found < HubCommands.mostFound
      ? nil : "There may be more than these \(found): write more of the name."
  }

  private static func found(_ answer: JSONValue) {
    guard answer.array?.isEmpty == false else { return _ = Terminal.print("Nobody found.") }
    let rows = (answer.array ?? []).map { row in
      var row = row
      row.append("shown", row["erased"]?.bool == true ? "(erased)" : row["name"] ?? .null)
      return row
    }
    HubWords.table(
      .array(rows), ("id", "ID"), ("shown", "NAME"), ("kind", "KIND"), ("country", "CC"),
      ("point", "POINT"), ("inside", "INSIDE"))
    if let words = mayBeMore(than: rows.count) { Terminal.print(words) }
  }
}
