import Glibc
import MusterCommand
import MusterDaemon
import MusterSync

/// Exports at the command line: read beside a running daemon, so that nobody waits for them.
enum ExportProgram {
  private typealias Option = Command.Option

  static let command = Command(
    "export", "tables for spreadsheets and programs, while the hub goes on",
    commands: ExportTable.allCases.map { table in
      Command(
        table.rawValue, table.summary,
        options: [
          Option("format", value: "csv|json", "CSV, or one JSON object a line (csv)"),
          Option("bom", "a byte order mark first, so that spreadsheets open Arabic rightly"),
          Option("out", value: "FILE", "write it there, for this user alone"),
        ] + (table == .statement ? [date] : []),
        notes: table.isPrivate
          ? ["It holds names or telephone numbers: keep it as you keep the hub."] : [])
    })

  private static let date = Option(
    "date", value: "DATE", "a day of the event, YYYY-MM-DD; else the last that has begun")

  /// The table that a command exports; nil where it is no export.
  static func table(of given: Invocation) -> ExportTable? {
    given.path.count == 2 && given.path[0] == command.name
      ? ExportTable(rawValue: given.path[1]) : nil
  }

  static func run(
    _ table: ExportTable, _ given: Invocation, _ folder: HubFolder
  ) throws(Failure) -> ExitCode {
    let name = given.value("format") ?? (given.has("json") ? "json" : "csv")
    guard let format = ExportWriter.Format(rawValue: name) else {
      throw .usage("--format must be csv or json, not \(Terminal.plain(name))")
    }
    let target = try Target(given.value("out"), outside: folder)
    func writer(_ columns: [String]) -> ExportWriter {
      ExportWriter(columns, format, marked: given.has("bom")) { (bytes) throws(Failure) in
        try target.take(bytes)
      }
    }
    do throws(Failure) {
      if table == .statement {
        let answer = try statement(given, folder)
        try StatementExport.write(answer, to: writer(StatementExport.columns))
      } else {
        let exporting = try Exporting(folder.centre())
        try exporting.write(table, to: writer(exporting.columns(of: table, format)))
      }
    } catch {
      // Whoever has read enough, as `head` does, has what was wanted.
      guard target.hasNoReader else { throw error }
    }
    try target.keep()
    return .done
  }

  /// By the daemon, which alone knows who is heard right now; from the files while none runs.
  private static func statement(
    _ given: Invocation, _ folder: HubFolder
  ) throws(Failure) -> JSONValue {
    let body = JSONValue.present(["date": given.optional("date")])
    if let answer = try Control.ask(socket: folder.socket, "statement", body) { return answer }
    return try HubCommands(centre: folder.centre()).perform("statement", body)
  }

  /// Where an export goes: a new file, or standard output.
  private final class Target {
    private let file: NewFile?
    /// Whether whoever read standard output has gone.
    private(set) var hasNoReader = false

    init(_ path: String?, outside folder: HubFolder) throws(Failure) {
      guard let path else {
        file = nil
        return
      }
      try OwnFolder.check(path, isOutside: folder.path)
      file = try Failure.commanding { () throws(CommandError) in try NewFile(path) }
    }

    func take(_ bytes: [UInt8]) throws(Failure) {
      if let file {
        try Failure.commanding { () throws(CommandError) in try file.write(bytes) }
      } else if !Terminal.write(bytes) {
        hasNoReader = errno == EPIPE
        throw .inputOutput(
          "standard output takes no more: is the disk full? The export is not whole.")
      }
    }

    func keep() throws(Failure) {
      try Failure.commanding { () throws(CommandError) in try file?.keep() }
    }
  }
}
