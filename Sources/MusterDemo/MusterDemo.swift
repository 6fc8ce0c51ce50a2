internal import MusterCommand

/// # The room of the demo
///
/// ``Demo`` plays a bad day with real processes; this is its command line.
public enum MusterDemo {
  /// Runs `muster-demo`.
  ///
  /// - Parameter arguments: those after the program's name.
  /// - Returns: the exit code.
  public static func run(_ arguments: [String], environment: [String: String]) -> Int32 {
    do throws(CommandError) {
      switch try Options.command.parse(arguments, environment: environment) {
      case .help(let text): _ = Terminal.print(text)
      case .version: _ = Terminal.print("muster-demo 1")
      case .run(let invocation):
        return Demo(try Options(invocation, environment: environment)).run()
      }
      return ExitCode.done.rawValue
    } catch {
      _ = Terminal.error("muster-demo: \(error.message)")
      return error.exitCode.rawValue
    }
  }
}
