import MusterCommand
import MusterDaemon
import MusterSync

/// From a CSV file to the lines of a paper list.
extension Asking {
  /// Lines of the file as they stand; what they mean, the node judges.
  static func paper(_ invocation: Invocation) throws(Failure) -> JSONValue {
    let path = invocation.words[0]
    let rows = try Failure.commanding { () throws(CommandError) in
      try lines(of: try Files.read(path, atMostBytes: 16 << 20), invocation.value("encoding"))
    }
    guard !rows.isEmpty else { throw .badData("\(path) has no lines below its first.") }
    guard rows.count <= NodeCommands.mostPaperRows else {
      throw .badData("\(path) has more than \(NodeCommands.mostPaperRows) lines: split it.")
    }
    var body = options(invocation, ["by", "date"])
    body.append("rows", .array(rows))
    if invocation.has("anyway") { body.append("anyway", true) }
    if invocation.has("dry-run") { body.append("dry_run", true) }
    return body
  }

  /// The lines of a file as the members that the node's command takes.
  static func lines(
    of file: [UInt8], _ encoding: String?
  ) throws(CommandError) -> [JSONValue] {
    var table = try CSVTable(
      file, encoding: encoding, required: ["participant", "time"],
      optional: ["door", "act", "name"])
    var rows: [JSONValue] = []
    while let row = try table.next() {
      rows.append(
        .present([
          "line": .number(row.line), "participant": row["participant"].map { .string($0) },
          "time": row["time"].map { .string($0) }, "door": row["door"].map { .string($0) },
          "act": row["act"].map { .string($0) },
        ]))
    }
    return rows
  }
}
