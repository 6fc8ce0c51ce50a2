import MusterCommand
import MusterDaemon
import MusterSync

extension Asking {
  /// `roster print`: the list of the point, as a document or, with `--json`, as data.
  func printRoster(_ invocation: Invocation, _ printing: Printing) throws(Failure) -> ExitCode {
    let path = invocation.value("out")
    if let path { try OwnFolder.check(path, isOutside: folder.path) }
    let answer = try ask("roster-print", Self.options(invocation, ["lang"]))
    let text = printing.isJSON ? answer.compact + "\n" : RosterSheet(answer).text
    let rows = answer["rows"]?.array ?? []
    let nameless = rows.count { $0["name"] == nil }
    if nameless > 0 {
      Terminal.error(
        "muster-node: the names of \(nameless) of \(rows.count) are not here: if this node has only just"
          + " joined, print it again in a minute.")
    }
    guard let path else {
      guard Terminal.write(Array(text.utf8)) else {
        throw .inputOutput("standard output takes no more: is the disk full?")
      }
      return .done
    }
    try Failure.commanding { () throws(CommandError) in
      try Files.write(Array(text.utf8), to: path)
    }
    if printing.isJSON {
      let written: JSONValue = ["path": .string(path), "people": .number(rows.count)]
      Terminal.print(written.compact)
    } else {
      Terminal.print(
        "\(rows.count) \(rows.count == 1 ? "person" : "people") in \(Terminal.plain(path)): open it in a browser"
          + " to print it. It holds names.")
    }
    return .done
  }
}
