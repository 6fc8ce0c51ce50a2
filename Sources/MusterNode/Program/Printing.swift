import MusterCommand
import MusterDaemon
import MusterSync

/// How answers are printed: as JSON, or in the words of a desk.
struct Printing {
  let isJSON: Bool

  /// Prints an answer; tells how the program ends with it.
  func show(_ command: String, _ answer: JSONValue) -> ExitCode {
    if command == "paper", answer["ok"]?.bool == false { return refusedPaper(answer) }
    var exit = ExitCode.done
    if command == "verify", answer["ok"]?.bool == false { exit = .inputOutput }
    if answer["verdict"]?.string == "refused" { exit = .refused }
    if isJSON {
      Terminal.print((command == "conflicts" ? answer["conflicts"] ?? [] : answer).compact)
      return exit
    }
    for line in lines(command, answer) { Terminal.print(line) }
    return exit
  }

  /// What is wrong in a file stands on standard error, as of every file; the sum of it also beside JSON.
  private func refusedPaper(_ answer: JSONValue) -> ExitCode {
    var lines = lines("paper", answer)
    let sum = lines.popLast() ?? ""
    if isJSON {
      Terminal.print(answer.compact)
    } else {
      for line in lines { Terminal.error(line) }
    }
    Terminal.error("muster-node: \(sum)")
    return .badData
  }

  func lines(_ command: String, _ answer: JSONValue) -> [String] {
    if let words = DeskWords.lines(command, answer) { return words }
    switch command {
    case "checkin": return DoorPrint.lines(answer)
    case "checkout":
      let who = name(answer["participant"])
      let end = answer["orphan"]?.bool == true ? "Nobody had checked this person in" : "Has left"
      return ["\(end): \(who). \(present(answer))"]
    case "void": return ["Taken back."]
    case "search": return people(answer)
    case "walkin": return DoorPrint.walkIn(answer)
    case "open": return ["The point is open."]
    case "close": return ["The point is closed."]
    case "conflicts": return conflicts(answer)
    case "ops": return ops(answer)
    case "verify": return verified(answer)
    default: return status(answer)
    }
  }

  private func people(_ answer: JSONValue) -> [String] {
    let found = answer["participants"]?.array ?? []
    guard !found.isEmpty else { return ["Nobody found. Try a shorter part of the name."] }
    let columns = ["ID", "NAME", "KIND", "COUNTRY", "POINT", ""].map { TextTable.Column($0) }
    return TextTable(
      columns,
      rows: found.map { person in
        var note = person["inside"]?.bool == true ? "inside" : ""
        if let last = person["tickets_blocked_to"]?.integer {
          note += (note.isEmpty ? "" : ", ") + "tickets up to \(last) blocked"
        }
        if person["blocked"]?.bool == true { note = "blocked" }
        return [
          text(person["id"]), text(person["name"] ?? person["erased"]), text(person["kind"]),
          text(person["country"]),
          text(person["point"]), note,
        ]
      }
    ).lines()
  }

  private func conflicts(_ answer: JSONValue) -> [String] {
    let found = answer["conflicts"]?.array ?? []
    guard !found.isEmpty else { return ["Nothing contradicts itself."] }
    return found.flatMap { conflict -> [String] in
      if conflict["people"] != nil { return DeskWords.duplicate(conflict) }
      let subject = (conflict["subject"]?.array ?? []).map { text($0) }.joined(separator: ", ")
      let state = conflict["open"]?.bool == true ? "the centre decides" : "decided"
      return [
        "\(ConflictWords.of(text(conflict["type"]))): \(subject): \(text(conflict["outcome"])) (\(state))"
      ]
    }
  }

  private func ops(_ answer: JSONValue) -> [String] {
    let columns = [
      TextTable.Column("N", isNumber: true), TextTable.Column("OP"), TextTable.Column("KIND"),
      TextTable.Column("PARTICIPANT"), TextTable.Column(""),
    ]
    return TextTable(
      columns,
      rows: (answer["ops"]?.array ?? []).map { op in
        var note = op["durable"]?.bool == true ? "" : "waits for the hub"
        if op["voided"]?.bool == true { note = "taken back" }
        return [
          String(op["n"]?.integer ?? 0), text(op["op"]), text(op["kind"]),
          text(op["participant"]), note,
        ]
      }
    ).lines()
  }

  private func verified(_ answer: JSONValue) -> [String] {
    let findings = (answer["findings"]?.array ?? []).map { text($0) }
    guard findings.isEmpty else { return findings }
    let ops = answer["ops"]?.integer ?? 0
    let own = answer["own_ops"]?.integer ?? 0
    return ["All is well: \(Counted(ops, "placed op")) and \(Counted(own, "own one")) read."]
  }

  private func status(_ answer: JSONValue) -> [String] {
    let pending = answer["pending"]?.integer ?? 0
    var lines = [
      "Point \(text(answer["point"])): \(answer["present"]?.integer ?? 0) inside, "
        + "\(answer["roster"]?.integer ?? 0) on the list."
    ]
    switch answer["open"]?.bool {
    case true?: break
    case false?: lines.append("It has said that it is closed: to open again, muster-node open.")
    case nil: lines.append("It has not said that it is open: muster-node open.")
    }
    if answer["revoked"]?.bool == true {
      lines.append(Node.revokedWords)
    }
    if let waiting = answer["unacknowledged"]?.integer, waiting > 0 {
      lines.append(
        "\(Counted(waiting, "announcement")) to acknowledge: muster-node announcements"
      )
    }
    if answer["connected"]?.bool == true, answer["revoked"]?.bool == true {
      lines.append(
        "The hub at \(text(answer["hub"]?["address"])) takes what was recorded here, and tells"
          + " nothing more.")
    } else if answer["connected"]?.bool == true {
      lines.append("Linked to the hub at \(text(answer["hub"]?["address"])).")
    } else if answer["revoked"]?.bool == true {
      lines.append(
        "No link to the hub: what was recorded here is kept, and handed in when it is back.")
    } else {
      lines.append("No link to the hub: everything is kept here and goes when it is back.")
    }
    if let why = answer["hub"]?["error"]?.string { lines.append("  \(Terminal.plain(why))") }
    lines.append(
      pending == 0
        ? "Nothing waits."
        : "\(Counted(pending, "entry", "entries")) \(pending == 1 ? "waits" : "wait")."
    )
    if answer["disk_low"]?.bool == true {
      lines.append(
        "The disk of this machine is nearly full (\((answer["disk_free_bytes"]?.integer ?? 0) / 1_000_000)"
          + " MB free): make room, or soon nothing can be recorded.")
    }
    if let offset = answer["clock_offset_ms"]?.integer, abs(offset) > 60_000 {
      lines.append(
        "This machine's clock is \(Self.span(abs(offset))) \(offset > 0 ? "ahead" : "behind"); "
          + "times are corrected.")
    }
    return lines
  }

  // MARK: Pieces

  /// A length of time in the unit in which a person would say it.
  ///
  /// - Parameter ms: a minute or more.
  private static func span(_ ms: Int64) -> String {
    let units: [(ms: Int64, one: String)] = [(86_400_000, "day"), (3_600_000, "hour")]
    let unit = units.first { ms >= 2 * $0.ms } ?? (60_000, "minute")
    return "\(Counted(ms / unit.ms, unit.one))"
  }

  private func text(_ value: JSONValue?) -> String { Terminal.plain(value?.string ?? "") }

  private func name(_ person: JSONValue?) -> String {
    guard let person else { return "This ticket" }
    guard let erased = person["erased"] else { return text(person["name"] ?? person["id"]) }
    return "\(text(person["id"])) (\(text(erased)))"
  }

  private func present(_ answer: JSONValue) -> String {
    "\(answer["present"]?.integer ?? 0) inside now."
  }
}
