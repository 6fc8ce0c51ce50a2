import MusterCommand
import MusterDaemon
import MusterSync

/// Forgetting people, at the command line.
enum ErasureGroup {
  static let commands = [
    Command(
      "erase", "forget names, contacts and answers for good, on every machine",
      arguments: [
        Command.Argument(
          "PARTICIPANT", "whose private lines, all there are and will be", count: .optional)
      ],
      options: [
        Command.Option(
          "ops", value: "OP,…", "the private lines of these ops, whoever they are about",
          repeats: true),
        Command.Option("yes", "do it; without it, say what would be erased"),
      ],
      notes: [
        "Registrations, check-ins and totals stay: they name nobody. Nothing brings back what is",
        "erased, and what comes of it later, as from a node that is offline now, is thrown away.",
      ])
  ]

  static let table: [String: HubCommand] = [
    "erase": HubCommand(send: arguments, tell: tell) { answer in
      answer["done"]?.bool == true ? .done : .refused
    }
  ]

  private static func arguments(_ given: Invocation) throws(Failure) -> HubCommand.Arguments {
    let ops = given.all("ops").flatMap { $0.split(separator: ",") }
      .map { JSONValue.string(RequestBody.trimmed(String($0))) }
    return [
      ("participant", given.words.first.map { .string($0) }),
      ("ops", ops.isEmpty ? nil : .array(ops)), ("yes", .bool(given.has("yes"))),
      ("dry_run", .bool(!given.has("yes"))),
    ]
  }

  private static func tell(_ answer: JSONValue) {
    let lines = answer["lines"]?.array ?? []
    let isDone = answer["done"]?.bool == true
    if !isDone, !lines.isEmpty {
      HubWords.table(
        .array(lines.map(row)), ("op", "OP"), ("kind", "KIND"), ("time", "TIME"),
        ("fields", "FIELDS"))
    }
    Terminal.print(isDone ? done(answer, lines.count) : asked(answer, lines.count))
    rest(answer)
    if !isDone {
      Terminal.print("Nothing is erased yet, and nothing brings it back then: say --yes to do it.")
    }
  }

  private static func row(_ line: JSONValue) -> JSONValue {
    var row = line
    row.append("time", .string(HubWords.time(line["time_ms"])))
    return row
  }

  private static func lines(_ count: Int) -> String {
    "\(Counted(count, "private line"))"
  }

  private static func asked(_ answer: JSONValue, _ count: Int) -> String {
    guard answer["participant"]?.string != nil else { return "This would erase \(lines(count))." }
    return "This would erase \(HubWords.text(answer["participant"])): \(lines(count)), and all that"
      + " are yet to come. Registration, check-ins and totals stay."
  }

  private static func done(_ answer: JSONValue, _ count: Int) -> String {
    let what = answer["participant"]?.string.map { "\(Terminal.plain($0)) is erased: " } ?? ""
    return what + lines(count) + " gone from here, and from each node when it next hears from here."
  }

  /// What an operator may not expect to be left.
  private static func rest(_ answer: JSONValue) {
    func named(_ value: JSONValue?) -> String? {
      value?.array?.isEmpty == false ? HubWords.text(value) : nil
    }
    let left = answer["not_erased"]
    if let merged = named(left?["merged"]) {
      Terminal.print("The same person, and not erased with it: \(merged).")
    }
    if let given = named(left?["given"]) {
      Terminal.print(
        "Check-ins that were given to this participant keep their answers; erase --ops with them too:"
          + " \(given).")
    }
    if let older = named(answer["older_data"]) {
      Terminal.print("Older data hold what is erased: remove \(older).")
    }
    Terminal.print("Backups hold it too; a hub that is restored from one erases it again.")
  }
}
