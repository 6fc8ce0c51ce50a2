import MusterCommand
import MusterDaemon
import MusterSync

/// What the centre tells the points, at the command line.
enum AnnouncementGroup {
  private typealias Option = Command.Option

  /// So many points are named in one line.
  private static let pointsNamed = 12

  static let commands = [
    Command(
      "announce", "tell the points something",
      options: [
        Option("lang", value: "LANG=TEXT", "the text in a language, as ar=…", repeats: true),
        Option(
          "to", value: "COUNTRY|GROUP", "only for points of these (all points)", repeats: true),
        Option("until", value: "TIME", "shown until then: with an offset, or YYYY-MM-DD HH:MM"),
        Option("for", value: "MINUTES", "shown for so long"),
      ]),
    Command(
      "announcements", "what was announced, and where it has come",
      commands: [
        Command("list", "all announcements, the newest first"),
        Command(
          "withdraw", "take an announcement back",
          arguments: [Command.Argument("ID", "id of the announcement")]),
      ], standard: "list"),
  ]

  static let table: [String: HubCommand] = [
    "announce": HubCommand(send: announcement) { answer in
      Terminal.print("Announced: \(HubWords.text(answer["id"])).")
      if let line = lacking(answer) { Terminal.print(line) }
    },
    "announcements": HubCommand(tell: list),
    "announcements-withdraw": HubCommand(
      send: { given in [("id", .string(given.words[0]))] }
    ) { _ in Terminal.print("The announcement is taken back.") },
  ]

  /// In which languages of those who read it there is nothing; nil where there is something in all.
  static func lacking(_ answer: JSONValue) -> String? {
    guard let missing = answer["missing_languages"]?.array, !missing.isEmpty else { return nil }
    return "There is no text in \(HubWords.text(.array(missing))): there another one is shown."
  }

  private static func announcement(_ given: Invocation) throws(Failure) -> HubCommand.Arguments {
    let texts = try given.titles("lang", of: "announce")
    guard !texts.isEmpty else { throw .usage("announce: say something: --lang ar=TEXT") }
    let minutes = try Failure.commanding { () throws(CommandError) in
      try given.number("for", in: 1...44_640)
    }
    let to = given.all("to")
    return [
      ("texts", .object(texts)),
      ("to", to.isEmpty ? nil : .array(to.map { .string($0) })),
      ("until", given.optional("until")), ("minutes", minutes.map { .count($0) }),
    ]
  }

  private static func list(_ answer: JSONValue) {
    let all = answer.array ?? []
    if all.isEmpty { Terminal.print("Nothing was announced.") }
    for announcement in all {
      for line in lines(announcement) { Terminal.print(Terminal.plain(line)) }
    }
  }

  private static func lines(_ announcement: JSONValue) -> [String] {
    let text = HubWords.text
    let to =
      (announcement["countries"]?.array ?? []) + (announcement["groups"]?.array ?? [])
    var head = "\(text(announcement["id"]))  \(HubWords.time(announcement["time_ms"]))"
    head += to.isEmpty ? ", to all" : ", to \(text(.array(to)))"
    if announcement["over"]?.bool == true {
      head += ", over"
    } else if announcement["until_ms"]?.integer != nil {
      head += ", until \(HubWords.time(announcement["until_ms"]))"
    }
    var lines = [head]
    for member in announcement["texts"]?.members ?? [] {
      lines.append("  \(member.name): \(text(member.value))")
    }
    let of = text(announcement["audience"])
    lines.append(
      "  delivered \(text(announcement["delivered"])) of \(of), shown"
        + " \(text(announcement["shown"])), acknowledged \(text(announcement["acknowledged"]))")
    let points = announcement["points"]?.array ?? []
    lines += missing("not delivered", points.filter { $0["delivered"]?.bool != true })
    lines += missing(
      "not acknowledged",
      points.filter { $0["delivered"]?.bool == true && $0["acknowledged_ms"]?.integer == nil })
    return lines
  }

  private static func missing(_ what: String, _ points: [JSONValue]) -> [String] {
    guard !points.isEmpty else { return [] }
    let names = points.prefix(pointsNamed).map { HubWords.text($0["point"]) }
    let more = points.count > names.count ? " and \(points.count - names.count) more" : ""
    return ["  \(what): \(names.joined(separator: ", "))\(more)"]
  }
}

extension Invocation {
  /// The values of an option of the form `ar=TEXT`.
  func titles(_ option: String, of command: String) throws(Failure) -> [JSONMember] {
    var titles: [JSONMember] = []
    for word in all(option) {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw .usage("\(command): write --\(option) ar=TEXT, not \(Terminal.plain(word))")
      }
      guard !titles.contains(where: { $0.name == parts[0] }) else {
        throw .usage("\(command): give --\(option) \(Terminal.plain(String(parts[0]))) only once")
      }
      titles.append(JSONMember(name: String(parts[0]), value: .string(String(parts[1]))))
    }
    return titles
  }
}
