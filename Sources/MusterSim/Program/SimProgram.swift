package import MusterCommand
import MusterDaemon
import MusterSync

/// `muster-sim`: runs seeds and says what came of them.
package enum SimProgram {
  private static let running: [Command.Option] = [
    .init("seed", value: "N", "the seed of one run"),
    .init("seeds", value: "N", "so many runs, of seeds one after the other"),
    .init("first", value: "N", "the first of them (default 1)"),
    .init("nodes", value: "N", "points that have a machine (default 5)"),
    .init("minutes", value: "M", "how long things break (default: as the seed draws, 4 to 60)"),
    .init("hours", value: "H", "the same in hours"),
    .init(
      "faults", value: "LIST", "what breaks, with commas between (default: all but flipped-bit)"),
    .init("jobs", value: "N", "runs at once (default 1)"),
    .init("no-shrink", "do not look for a smaller run that fails too"),
    .init("lines", "one line of JSON for each run as it ends, in this process"),
    .init("log", "tell each thing as it happens"),
    .init("watch", value: "OP", "tell where an op is, all the time"),
    .json,
  ]

  static let program = Command(
    "muster-sim", "Plays bad days with the real hub and node in a world that is not there",
    commands: [
      Command(
        "run", "run seeds, and look at everything when all is mended", options: running + planting,
        notes: [
          "What can break: " + Fault.allCases.map(\.rawValue).joined(separator: ", ") + ".",
          "A run that fails is named by a command that plays it again.",
        ])
    ] + plantedCommands)

  /// Runs the program to its end.
  package static func run(_ words: [String]) -> ExitCode {
    do throws(Failure) {
      switch try Failure.commanding({ () throws(CommandError) in try program.parse(words) }) {
      case .help(let text): Terminal.print(text)
      case .version: Terminal.print("muster-sim 0.1.0")
      case .run(let invocation): return try perform(invocation)
      }
      return .done
    } catch {
      Terminal.error("muster-sim: \(error.message)")
      return error.exitCode
    }
  }

  private static func perform(_ invocation: Invocation) throws(Failure) -> ExitCode {
    #if PLANTED_BUGS
      if invocation.command == "planted" { return try PlantedTable(invocation).run() }
      try Failure.commanding { () throws(CommandError) in try plant(invocation) }
    #endif
    let plan = try Failure.commanding { () throws(CommandError) in try Plan(invocation) }
    if invocation.has("lines") || plan.template.printsLog { return Runs(plan).run() }
    return try Campaign(plan).run(asJSON: invocation.has("json"))
  }
}
