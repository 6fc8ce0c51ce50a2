public import MusterCommand
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync

/// `muster-hub`: from the command line to the exit code.
public enum HubProgram {
  /// Where HTTP listens unless said otherwise.
  static let standardHTTP = "127.0.0.1:7580"

  /// The command line, as data.
  public static var description: Command { HubCommandLine.program }

  /// Runs the program.
  ///
  /// - Parameters:
  ///   - line: the command line without the program's own name.
  ///   - environment: the process's environment.
  public static func run(_ line: [String], environment: [String: String]) -> ExitCode {
    Program.run(
      description, line, environment: environment, version: MusterHub.software
    ) { invocation throws(Failure) in try HubInvocation(invocation).run() }
  }
}

/// One invocation: what it asks for, where it is done, how it is shown.
private struct HubInvocation {
  private let given: Invocation
  private let isJSON: Bool

  init(_ given: Invocation) {
    self.given = given
    isJSON = given.has("json")
  }

  func run() throws(Failure) -> ExitCode {
    if !isShowing { Progress.begin("muster-hub: \(given.command)") }
    defer { Progress.end() }
    return try perform()
  }

  /// Whether it goes on for as long as somebody wants it to, and says itself how it is.
  private var isShowing: Bool {
    ["serve", "follow"].contains(given.command) || given.has("watch")
  }

  private func perform() throws(Failure) -> ExitCode {
    if let table = ExportProgram.table(of: given) {
      return try ExportProgram.run(table, given, existingFolder())
    }
    return switch given.command {
    case "init": try initialise()
    case "serve": try serve()
    case "event check": try checkEvent()
    case "tickets" where given.has("out"): try printTickets()
    case "verify": try verify()
    case "backup": try backup()
    case "standby make": try makeStandby()
    case "follow": try follow()
    case "promote": try promote()
    case "restore": try restore()
    case "coverage" where given.has("watch"): try watchCoverage()
    default: try command()
    }
  }

  private func watchCoverage() throws(Failure) -> ExitCode {
    let folder = try existingFolder()
    let body = try body()
    return try CoverageWatch(
      socket: folder.socket,
      ask: { () throws(Failure) in
        if let answer = try Control.ask(
          socket: folder.socket, "coverage", body, timeoutMs: CoverageWatch.askMs)
        {
          return (answer, true)
        }
        return (try onFiles(folder, "coverage", body, []), false)
      }, isJSON: isJSON
    ).run()
  }

  private func folder() throws(Failure) -> HubFolder {
    guard let path = given.value("data") else {
      throw .usage("name the data folder: --data DIR, or MUSTER_DATA in the environment")
    }
    return HubFolder(path)
  }

  private func existingFolder() throws(Failure) -> HubFolder {
    let folder = try folder()
    guard let missing = [folder.hubKey, folder.database].first(where: { !Files.exists($0) }) else {
      return folder
    }
    let words =
      if FolderOwner.of(folder.path) == nil {
        "\(folder.path) holds no hub: make one with muster-hub init"
      } else if Files.exists(folder.standby), missing == folder.database {
        "this standby holds nothing yet: muster-hub follow brings it the hub's data"
      } else {
        "\(missing) is missing: put it back from a copy of the folder, or restore a backup with"
          + " muster-hub restore"
      }
    throw .wrongFolder(folder.path, for: .hub, else: words)
  }

  /// A standby's folder may be looked at, and no life of a hub may begin in it.
  private func checkIsHub(_ folder: HubFolder) throws(Failure) {
    guard Files.exists(folder.standby) else { return }
    throw .configuration(
      "\(folder.path) is a standby's: muster-hub follow keeps it up to date, muster-hub promote makes"
        + " it the hub.")
  }

  private func required(_ option: String) throws(Failure) -> String {
    try Failure.commanding { () throws(CommandError) in try given.required(option) }
  }

  private func show(_ value: JSONValue) { Terminal.print(value.compact) }

  // MARK: Set up, serve, export

  private func initialise() throws(Failure) -> ExitCode {
    let folder = try folder()
    let made = try Initialising(
      folder: folder, eventPath: required("event"), address: required("address"),
      start: given.value("start")
    ).run()
    if isJSON { show(made) } else { HubWords.initialised(made) }
    return .done
  }

  private func checkEvent() throws(Failure) -> ExitCode {
    let bytes = try Failure.commanding { () throws(CommandError) in
      try Files.read(given.words[0])
    }
    let check = EventCheck(bytes)
    let (errors, warnings) = (check.errors, check.warnings)
    let event = errors.isEmpty ? try check.event() : nil
    let answer = JSONValue.present([
      "days": event.map { .count($0.days.count) },
      "sessions": event.map { .count($0.sessions.count) },
      "doors": event.map { .count($0.doors.count) },
      "items": event.map { .count($0.items.count) },
      "countries": event.map { .count($0.countries.count) },
      "errors": .array(errors.map(\.json)), "warnings": .array(warnings.map(\.json)),
    ])
    if isJSON { show(answer) } else { HubWords.checked(answer) }
    guard errors.isEmpty else {
      Terminal.error("muster-hub: no event can be set up: mistakes in it: \(errors.count)")
      return .badData
    }
    return .done
  }

  private func serve() throws(Failure) -> ExitCode {
    let listen = given.value("listen") ?? "0.0.0.0:7575"
    let web = try WebDoors.Wanted(
      http: given.value("http") ?? HubProgram.standardHTTP, https: given.value("https"),
      names: given.all("host"))
    try Failure.connecting { () throws(NetError) in _ = try HostPort(listen) }
    let megabytes = try Failure.commanding { () throws(CommandError) in
      try given.number("keep-free", in: 1...1_000_000)
    }
    let minutes = try Failure.commanding { () throws(CommandError) in
      try given.number("alarm-after", in: 1...1_440)
    }
    let folder = try existingFolder()
    try checkIsHub(folder)
    let options = HubDaemon.Options(
      folder: folder, listen: listen, web: web,
      clockIsRight: given.has("clock-is-right"),
      keepFree: megabytes.map { Int64($0) << 20 } ?? Peers.keepFree,
      alarmAfterMs: minutes.map { Int64($0) * 60_000 } ?? Coverage.alarmAfterMs, json: isJSON)
    return try HubDaemon(options).run()
  }

  /// Reads beside a running daemon, so that nobody waits for it.
  private func printTickets() throws(Failure) -> ExitCode {
    let printed = try TicketPrinting.run(
      existingFolder().reading(), country: given.value("country"), path: required("out"))
    if isJSON { show(printed) } else { HubWords.printed(printed) }
    return .done
  }

  /// Looks at the disk alone, so that it finds what no daemon could open, and keeps none from its work.
  private func verify() throws(Failure) -> ExitCode {
    let folder = try existingFolder()
    let event = try HubKeys.read(from: folder).event
    let report = try folder.opening { () throws(Failure) in
      try Failure.storing { () throws(StoreError) in
        try Replica.verify(at: folder.database, event: event)
      }
    }
    let answer = HubCommands.json(report)
    if isJSON { show(answer) } else { HubWords.say(answer, to: "verify") }
    return report.isSound ? .done : .inputOutput
  }

  /// Reads beside a running daemon, which goes on meanwhile.
  private func backup() throws(Failure) -> ExitCode {
    let folder = try existingFolder()
    let made = try Backup.make(of: folder.data, at: given.words[0])
    if isJSON { show(made) } else { HubWords.backedUp(made) }
    return .done
  }

  private func makeStandby() throws(Failure) -> ExitCode {
    let folder = try existingFolder()
    try checkIsHub(folder)
    let made = try StandbyProgram.make(given, folder)
    if isJSON { show(made) } else { StandbyProgram.made(made) }
    return .done
  }

  private func follow() throws(Failure) -> ExitCode {
    try FollowDaemon(folder(), hub: given.value("hub")).run(isJSON: isJSON)
  }

  private func promote() throws(Failure) -> ExitCode {
    let promoted = try StandbyProgram.promote(given, folder())
    if isJSON { show(promoted) } else { StandbyProgram.promoted(promoted) }
    return .done
  }

  private func restore() throws(Failure) -> ExitCode {
    let folder = try folder()
    let backup = HubFolder(given.words[0]).data
    try Backup.check(backup, of: .hub)
    try FolderOwner.hub.check(folder.path)
    try Failure.commanding { () throws(CommandError) in try Files.makeFolder(folder.path) }
    let lock = try Failure.connecting { () throws(NetError) in
      try InstanceLock(path: folder.lock)
    }
    defer { withExtendedLifetime(lock) {} }
    let restored = try Backup.restore(
      backup, into: folder.data, replaces: given.has("replace"),
      stamp: String(BootClock.wallMilliseconds() / 1000))
    if isJSON { show(restored) } else { HubWords.restored(restored) }
    return .done
  }

  // MARK: Commands

  private func command() throws(Failure) -> ExitCode {
    let folder = try existingFolder()
    let name = HubCommandLine.name(of: given.path)
    let body: JSONValue
    if let command = HubCommand.all[name] {
      body = try command.send(given)
    } else {
      body = try self.body()
    }
    let answer = try answer(folder, name, body, file())
    if isJSON { show(answer) } else { HubWords.say(answer, to: name) }
    return exitCode(of: answer, to: name)
  }

  private func exitCode(of answer: JSONValue, to name: String) -> ExitCode {
    switch name {
    case "points-import", "roster-import":
      guard let count = answer["error_count"]?.integer, count > 0 else { return .done }
      if isJSON { HubWords.nothingImported(answer) }
      return .badData
    default: return HubCommand.all[name]?.ends(answer) ?? .done
    }
  }

  /// What would keep a daemon from its nodes for long reads the files beside it.
  private func answer(
    _ folder: HubFolder, _ name: String, _ body: JSONValue, _ file: [UInt8]?
  ) throws(Failure) -> JSONValue {
    if name != "tickets",
      let answer = try Control.ask(socket: folder.socket, name, body, file: file)
    {
      return answer
    }
    return try onFiles(folder, name, body, file ?? [])
  }

  /// No daemon runs: the same function works on the files.
  private func onFiles(
    _ folder: HubFolder, _ name: String, _ body: JSONValue, _ file: [UInt8]
  ) throws(Failure) -> JSONValue {
    guard HubCommands.writes(name), try !body.flag("dry_run") else {
      return try HubCommands(centre: folder.reading()).perform(name, body, file: file)
    }
    try checkIsHub(folder)
    let lock = try Failure.connecting { () throws(NetError) in
      try InstanceLock(path: folder.lock)
    }
    defer { withExtendedLifetime(lock) {} }
    let hub = try folder.opening { () throws(Failure) in
      try Hub(folder: folder, keys: HubKeys.read(from: folder))
    }
    let answer = try HubCommands(centre: Centre(hub: hub)).perform(name, body, file: file)
    try Failure.storing { () throws(StoreError) in try hub.replica.close() }
    return answer
  }

  private func body() throws(Failure) -> JSONValue {
    var members: [(String, JSONValue)] = []
    func add(_ name: String, _ text: String?) {
      if let text { members.append((name, .string(text))) }
    }
    switch given.command {
    case "points import", "roster import":
      add("encoding", given.value("encoding"))
      members.append(("dry_run", .bool(given.has("dry-run"))))
    case "invite":
      guard given.has("all") == given.words.isEmpty else {
        throw .usage("invite: name a point, or give --all")
      }
      members.append(("all", .bool(given.has("all"))))
      add("point", given.words.first)
    case "block", "unblock":
      add("who", given.words[0])
      if given.command == "block" { add("why", try required("why")) }
    case "revoke":
      add("node", given.words[0])
      add("why", try required("why"))
    case "tickets": add("country", given.value("country"))
    case "coverage":
      add("lang", given.value("lang"))
      add("group", given.value("group"))
    default: break
    }
    return .object(members.map { JSONMember(name: $0.0, value: $0.1) })
  }

  /// The file that the command reads, as a person made it; nil where it reads none.
  private func file() throws(Failure) -> [UInt8]? {
    // A bundle is read where the hub's keys are.
    guard given.path.last == "import", given.path.first != "bundle" else { return nil }
    return try Failure.commanding { () throws(CommandError) in
      try Files.read(given.words[0], atMostBytes: 200 << 20)
    }
  }
}
