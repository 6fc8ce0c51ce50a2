import Glibc
import MusterCommand
import MusterDaemon
import MusterSync

/// A rehearsal at the command line: it runs in the daemon, and is told here step by step.
extension Asking {
  /// How often the daemon is asked, µs.
  private static let lookEveryMicroseconds: UInt32 = 200_000

  func rehearsing(_ invocation: Invocation, _ printing: Printing) throws(Failure) -> ExitCode {
    let patience = try Failure.commanding { () throws(CommandError) in
      try invocation.number("patience", in: 1...Int(Rehearsals.mostPatience))
    }
    var body = Self.options(invocation, ["by", "lang"])
    if let patience { body.append("patience", .number(patience)) }
    let language = Self.options(invocation, ["lang"])
    var answer = try daemon("rehearse", body)
    var told = 0
    while true {
      if !printing.isJSON { told = Self.tell(answer, from: told) }
      guard answer["running"]?.bool == true else { break }
      usleep(Self.lookEveryMicroseconds)
      answer = try daemon("rehearsal", language)
    }
    let isWell = answer["outcome"]?.string == "well"
    if printing.isJSON {
      Terminal.print(answer.compact)
    } else {
      for line in Self.end(answer) { Terminal.print(line) }
    }
    return isWell ? .done : .refused
  }

  private func daemon(_ command: String, _ body: JSONValue) throws(Failure) -> JSONValue {
    _ = try folder.readEnrolment()
    guard let answer = try Control.ask(socket: folder.socket, command, body) else {
      throw .unavailable(
        command == "rehearse"
          ? "A rehearsal needs the running node: start it with muster-node serve, then rehearse."
          : "The node has ended in the midst: start it again, then rehearse. Nothing of the real"
            + " event was touched.")
    }
    return answer
  }

  /// Prints the steps that were not told yet.
  private static func tell(_ answer: JSONValue, from told: Int) -> Int {
    let steps = answer["steps"]?.array ?? []
    for step in steps.dropFirst(told) {
      let isGood = step["ok"]?.bool == true
      Terminal.print("\(isGood ? "✓" : "✗") \(DeskWords.text(step["text"]))")
      if !isGood { Terminal.print("  → \(DeskWords.text(step["advice"]))") }
    }
    return steps.count
  }

  private static func end(_ answer: JSONValue) -> [String] {
    var lines: [String]
    switch answer["outcome"]?.string {
    case "well": lines = ["The rehearsal went well."]
    case "failed": lines = ["The rehearsal FAILED."]
    default: lines = ["The rehearsal could not be brought to its end."]
    }
    switch answer["marked"]?.bool {
    case true: lines.append("The checklist says so: muster-node ready")
    case false: lines.append("The checklist could not be marked: look at the node's log.")
    case nil: break
    }
    return lines
  }
}
