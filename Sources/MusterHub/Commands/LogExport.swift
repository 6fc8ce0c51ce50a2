import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// The log as JSON, one object for each placement.
enum LogExport {
  /// Writes the whole log, a line each, as it is read; never more than one segment in memory.
  static func run(_ replica: Replica, write: ([UInt8]) -> Bool) throws(Failure) {
    var place: Int64 = 0
    while true {
      let entries = try Failure.storing { () throws(StoreError) in
        try replica.entries(after: place)
      }
      guard let last = entries.last else { return }
      place = last.place
      var json = JSONWriter()
      for entry in entries {
        json = JSONWriter(json.bytes)
        json.value(self.json(entry, in: replica, withLine: true))
        json.bytes.append(0x0A)
      }
      guard write(json.bytes) else { return }
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
