import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// The log for programs and spreadsheets, one row for each placement.
enum LogExport {
  /// Members of ``json(_:in:withLine:)``, in their order.
  static let members = [
    "place", "op", "writer", "n", "received", "kind", "point", "participant", "by", "time_ms",
    "err_ms", "counts", "voided", "line",
  ]

  /// Columns of a row for spreadsheets.
  static let columns = [
    "place", "op", "node", "epoch", "n", "received_utc", "kind", "point", "participant", "by",
    "time_utc", "uncertain_s", "counts", "voided", "line",
  ]

  /// Writes the whole log, as it is read; never more than one segment in memory.
  static func write(_ replica: Replica, to writer: ExportWriter) throws(Failure) {
    var place: Int64 = 0
    while true {
      let entries = try Failure.storing { () throws(StoreError) in
        try replica.entries(after: place)
      }
      guard let last = entries.last else { return }
      place = last.place
      for entry in entries {
        let isTable = writer.format == .csv
        let json = json(entry, in: replica, withLine: !isTable)
        try writer.row(isTable ? row(entry, json) : members.map { json[$0] ?? .null })
      }
    }
  }

  private static func row(_ entry: LogEntry, _ json: JSONValue) -> [JSONValue] {
    columns.map { column in
      switch column {
      case "node", "epoch": json["writer"]?[column] ?? .null
      case "received_utc": Exporting.utc(entry.placement.received)
      case "time_utc": json["time_ms"]?.integer.map(Exporting.utc) ?? .null
      case "uncertain_s": json["err_ms"]?.integer.map { .integer(($0 + 999) / 1_000) } ?? .null
      case "line": entry.line.map { .string(String(decoding: $0, as: UTF8.self)) } ?? .null
      default: json[column] ?? .null
      }
    }
  }

  /// One placement: where, under which writer, and how the fold judges its op.
  ///
  /// `counts` is true, or why it does not; `time_ms` and `err_ms` are `null` for what is ignored.
  static func json(_ entry: LogEntry, in replica: Replica, withLine: Bool) -> JSONValue {
    let view = replica.reading { fold in fold.operationInfo(entry.op) }
    var members: [(String, JSONValue)] = [
      ("place", .integer(entry.place)), ("op", .id(entry.op)),
      (
        "writer",
        [
          "node": .id(entry.placement.writer.node), "epoch": .id(entry.placement.writer.epoch),
        ]
      ),
      ("n", .integer(entry.placement.n)), ("received", .integer(entry.placement.received)),
      ("kind", .maybe(view?.kind)), ("point", .maybe(view?.point)),
      ("participant", .maybe(view?.participant)), ("by", .maybe(view?.by)),
      ("time_ms", .maybe(view?.time?.ms)), ("err_ms", .maybe(view?.time?.err)),
      ("counts", view?.ignored.map { .string($0) } ?? .bool(view != nil)),
      ("voided", .bool(view?.isVoided ?? false)),
    ]
    if withLine {
      members.append(("line", entry.line.map(line) ?? .null))
    }
    return .object(members.map { JSONMember(name: $0.0, value: $0.1) })
  }

  /// A line as the object that it is; what some author made otherwise, as text.
  private static func line(_ bytes: [UInt8]) -> JSONValue {
    (try? JSONValue.read(bytes)) ?? .string(String(decoding: bytes, as: UTF8.self))
  }
}
