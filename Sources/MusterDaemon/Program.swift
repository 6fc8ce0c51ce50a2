public import MusterCommand

/// From a program's words to its exit code, alike for both daemons.
public enum Program {
  /// Parses the words, and prints the help or the version, or has the invocation done; a failure is
  /// told on standard error after the program's name. What was done and could not be told is a failure
  /// too.
  ///
  /// - Parameters:
  ///   - command: the program's command line.
  ///   - words: the command line without the program's own name.
  ///   - environment: the environment variables that stand in for options.
  ///   - version: what `--version` prints.
  public static func run(
    _ command: Command, _ words: [String], environment: [String: String], version: String,
    perform: (Invocation) throws(Failure) -> ExitCode
  ) -> ExitCode {
    do throws(Failure) {
      var code = ExitCode.done
      let line = try Failure.commanding { () throws(CommandError) in
        try command.parse(words, environment: environment)
      }
      switch line {
      case .help(let text): Terminal.print(text)
      case .version: Terminal.print(version)
      case .run(let invocation): code = try perform(invocation)
      }
      if let why = Terminal.outputFailure {
        throw .inputOutput("standard output did not take all that there was to tell: \(why)")
      }
      return code
    } catch {
      Terminal.error("\(command.name): \(Terminal.plain(error.message))")
      return error.exitCode
    }
  }
}
