import MusterCommand

/// Lines on standard error: what happened, in one line each, never a person's name.
///
/// No time of its own stands in a line: journald and Docker give each line theirs.
public nonisolated struct DaemonLog: Sendable {
  private let program: String

  /// Makes a log whose lines begin with the program's name.
  public init(_ program: String) { self.program = program }

  /// Writes a line, whatever others have put into it.
  public func callAsFunction(_ text: String) {
    Terminal.error("\(program): \(Terminal.plain(text))")
  }
}
