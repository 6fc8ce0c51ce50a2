// Measures; asserts nothing. Figures are ratios against what the same machine does in the same run.
import MusterCommand

do {
  switch try BenchOptions.program.parse(Array(CommandLine.arguments.dropFirst())) {
  case .help(let text): Terminal.print(text)
  case .version: Terminal.print("muster-bench 0.1.0")
  case .run(let invocation):
    let options = try BenchOptions(invocation)
    let figures: any Figures =
      switch invocation.command {
      case "desk": try Desk(options: options).run()
      case "fold": try FoldCost(ops: options.ops).run()
      case "idle": try Idle(options: options).run()
      case "search": try Search(options: options).run()
      default: try Drain(options: options).run()
      }
    Terminal.print(options.json ? figures.json : figures.words)
  }
} catch let error as CommandError {
  Terminal.error("muster-bench: \(error.message)")
  error.exitCode.leave()
} catch {
  Terminal.error("muster-bench: \(error)")
  ExitCode.unavailable.leave()
}
