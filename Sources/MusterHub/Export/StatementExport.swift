import MusterDaemon
import MusterSync

/// The statement of a day as a table: a row for each life of each node's storage, then one for each
/// point that no node has joined.
enum StatementExport {
  static let columns = [
    "date", "point", "country", "contact", "node", "epoch", "state", "made", "durable", "whole",
    "missing", "to_accept", "last_heard_utc",
  ]

  /// - Parameter answer: that of the command `statement`.
  static func write(_ answer: JSONValue, to writer: ExportWriter) throws(Failure) {
    let date = answer["date"] ?? .null
    for row in answer["rows"]?.array ?? [] {
      let heard = row["last_heard_ms"]?.integer.map(Exporting.utc) ?? .null
      try writer.row(
        [date]
          + ["point", "country", "contact", "node", "epoch", "state", "made", "durable", "whole"]
          .map { row[$0] ?? .null } + [
            row["difference"] ?? .null, row["to_accept"] ?? .null, heard,
          ])
    }
    for point in answer["without_node"]?.array ?? [] {
      let rest = columns.dropFirst(2).map { $0 == "state" ? JSONValue.string("no-node") : .null }
      try writer.row([date, point] + rest)
    }
    try writer.end()
  }
}
