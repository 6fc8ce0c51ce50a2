import MusterCommand
import MusterDaemon
import MusterSync

extension Asking {
  /// `roster print`: the list of the point, as a document or, with `--json`, as data.
  func printRoster(_ invocation: Invocation, _ printing: Printing) throws(Failure) -> ExitCode {
    let path = invocation.value("out")
    if let path, Files.isInside(path, folder.path) {
      throw .usage(
        "--out: \(Terminal.plain(path)) is in the node's data folder: write it somewhere else")
    }
    let answer = try ask("roster-print", Self.options(invocation, ["lang"]))
    let text = printing.isJSON ? answer.compact + "\n" : RosterSheet(answer).text
    guard let path else {
      guard Terminal.write(Array(text.utf8)) else {
        throw .inputOutput("standard output takes no more: is the disk full?")
      }
      return .done
    }
    try Failure.commanding { () throws(CommandError) in
      try Files.write(Array(text.utf8), to: path)
    }
    let count = answer["rows"]?.array?.count ?? 0
    if !printing.isJSON {
      Terminal.print(
        "\(count) \(count == 1 ? "person" : "people") in \(Terminal.plain(path)): open it in a browser"
          + " to print it. It holds names.")
    }
    return .done
  }
}
