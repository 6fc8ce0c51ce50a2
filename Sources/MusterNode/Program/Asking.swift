import MusterCommand
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync

/// Has commands done: by the daemon of a folder, or on its files while none runs.
final class Asking {
  let folder: NodeFolder
  private var direct: (lock: InstanceLock, commands: NodeCommands)?

  init(_ folder: NodeFolder) { self.folder = folder }

  /// Does what the command line asks for and prints it.
  func perform(_ invocation: Invocation, _ printing: Printing) throws(Failure) -> ExitCode {
    switch invocation.command {
    case "checkin" where invocation.words == ["-"]: return try scanning(invocation, printing)
    case "checkin": return try comingIn(invocation, printing)
    case "checkout": return try leaving(invocation, printing)
    case "roster print": return try printRoster(invocation, printing)
    case "rehearse": return try rehearsing(invocation, printing)
    case "verify" where Files.isReadOnly(folder.path):
      return printing.show("verify", try verifyDisk())
    default:
      if let (command, body) = try Self.desk(invocation) {
        return printing.show(command, try ask(command, body))
      }
      let answer = try ask(invocation.command, try Self.body(invocation))
      return printing.show(invocation.command, answer)
    }
  }

  private func comingIn(_ invocation: Invocation, _ printing: Printing) throws(Failure) -> ExitCode
  {
    try comingIn(invocation, invocation.words, printing)
  }

  /// Judges one after the other who is named on standard input, a line each, as scanners type them; a
  /// line with which something is wrong stops no other.
  private func scanning(_ invocation: Invocation, _ printing: Printing) throws(Failure) -> ExitCode
  {
    var exit = ExitCode.done
    while let line = readLine() {
      let word = RequestBody.trimmed(line)
      guard !word.isEmpty else { continue }
      do throws(Failure) {
        if try comingIn(invocation, [word], printing) != .done { exit = .refused }
      } catch {
        Terminal.error("muster-node: \(Terminal.plain(error.message))")
        exit = error.exitCode
      }
    }
    return exit
  }

  private func comingIn(
    _ invocation: Invocation, _ words: [String], _ printing: Printing
  ) throws(Failure) -> ExitCode {
    let answer = try ask("checkin", try Self.arrival(invocation, of: words))
    let answers = answer["checkins"]?.array ?? [answer]
    if printing.isJSON {
      Terminal.print((answers.count == 1 ? answers[0] : .array(answers)).compact)
    } else {
      _ = printing.show("checkin", answer)
    }
    return answers.contains { $0["verdict"]?.string == "refused" } ? .refused : .done
  }

  private func leaving(_ invocation: Invocation, _ printing: Printing) throws(Failure) -> ExitCode {
    var answers: [JSONValue] = []
    for word in invocation.words {
      var body = Self.options(invocation, ["door", "by", "lang"])
      body.append(Visitor.isTicket(word) ? "ticket" : "participant", .string(word))
      let answer = try ask("checkout", body)
      answers.append(answer)
      if !printing.isJSON { _ = printing.show("checkout", answer) }
    }
    if printing.isJSON {
      Terminal.print((answers.count == 1 ? answers[0] : .array(answers)).compact)
    }
    return .done
  }

  /// No node can be opened where nothing can be written; what is on the disk can be read all the same.
  private func verifyDisk() throws(Failure) -> JSONValue {
    let event = try folder.readEnrolment().event
    return NodeCommands.json(
      try Failure.storing { () throws(StoreError) in
        try Replica.verify(at: folder.database, event: event)
      })
  }

  func ask(_ command: String, _ body: JSONValue) throws(Failure) -> JSONValue {
    if let direct { return try direct.commands.perform(command, body) }
    if let answer = try Control.ask(socket: folder.socket, command, body) { return answer }
    _ = try folder.readEnrolment()
    let lock = try lock()
    let node = try DiskReserve(at: folder.reserve).using {
      () throws(Failure) in
      try folder.open()
    } released: {
      Terminal.error("muster-node: \(NodeFolder.reserveWords)")
    }
    let commands = NodeCommands(node)
    direct = (lock, commands)
    return try commands.perform(command, body)
  }

  /// Takes the folder, or says that the daemon holds it and does not answer yet.
  private func lock() throws(Failure) -> InstanceLock {
    do throws(NetError) { return try InstanceLock(path: folder.lock) } catch {
      guard case .locked = error else { throw Failure(error) }
      throw Failure(
        .tryLater, status: 503,
        "The node of \(folder.path) is just starting or ending: try again in a moment.")
    }
  }

  private static func body(_ invocation: Invocation) throws(Failure) -> JSONValue {
    switch invocation.command {
    case "void":
      var body = options(invocation, ["by"])
      body.append("ops", .array(invocation.words.map { .string($0) }))
      return body
    case "search":
      var body = try numbers(invocation, upTo: 200)
      body.append("q", .string(invocation.words.joined(separator: " ")))
      return body
    case "ops": return try numbers(invocation, upTo: 500)
    case "walkin":
      _ = try Failure.commanding { () throws(CommandError) in try invocation.required("name") }
      var body = options(
        invocation, ["name", "kind", "email", "phone", "body", "language", "by", "door", "lang"])
      if invocation.has("checkin") { body.append("checkin", true) }
      try appendWish(invocation, to: &body)
      return body
    default: return options(invocation, ["by"])
    }
  }

  static func options(_ invocation: Invocation, _ names: [String]) -> JSONValue {
    .object(
      names.compactMap { name in
        invocation.value(name).map { JSONMember(name: name, value: .string($0)) }
      })
  }

  private static func numbers(_ invocation: Invocation, upTo most: Int) throws(Failure) -> JSONValue
  {
    let limit = try Failure.commanding { () throws(CommandError) in
      try invocation.number("limit", in: 1...most)
    }
    return .present(["limit": limit.map { .number($0) }])
  }
}
