import MusterCommand
import MusterDaemon
import MusterSync

/// What can be exported as a table.
enum ExportTable: String, CaseIterable {
  case attendance, participants, log, conflicts, statement

  var summary: String {
    switch self {
    case .attendance: "every stay: who, where, by which door, from when to when"
    case .participants: "everybody with name, contact and fields, registered or met at a door"
    case .log: "the whole log: every op with its place, writer, time and line"
    case .conflicts: "every conflict with its sides and what was decided"
    case .statement: "every node at the end of a day: what it made, what of it is here"
    }
  }

  /// Whether names or telephone numbers stand in it.
  var isPrivate: Bool { self != .log }
}

/// Writes rows one after another, as CSV (RFC 4180) or as one JSON object a line; never more than a few
/// rows in memory.
///
/// In CSV no text begins a formula (``CSV/defused(_:)``); what is a number here stays one.
final class ExportWriter {
  /// How rows are written.
  enum Format: String { case csv, json }

  /// Bytes that are gathered before they are handed over.
  private static let pieceBytes = 65_536

  let columns: [String]
  let format: Format
  private let sink: ([UInt8]) throws(Failure) -> Void
  private var piece: [UInt8] = []

  /// Begins with the heading, where the format has one.
  ///
  /// - Parameters:
  ///   - marked: whether a byte order mark stands first, by which spreadsheets see that it is UTF-8.
  ///   - sink: takes the bytes.
  init(
    _ columns: [String], _ format: Format, marked: Bool,
    sink: @escaping ([UInt8]) throws(Failure) -> Void
  ) {
    self.columns = columns
    self.format = format
    self.sink = sink
    guard format == .csv else { return }
    if marked { piece += CSV.byteOrderMark }
    piece += CSV.line(columns.map(CSV.defused))
  }

  /// Writes a row; its values stand in the order of the columns.
  func row(_ values: [JSONValue]) throws(Failure) {
    switch format {
    case .csv: piece += CSV.line(values.map(Self.field))
    case .json:
      let members = zip(columns, values).map { JSONMember(name: $0, value: $1) }
      piece += Array(JSONValue.object(members).compact.utf8) + [0x0A]
    }
    if piece.count >= Self.pieceBytes { try end() }
  }

  /// Hands over what was gathered; to be called after the last row.
  func end() throws(Failure) {
    let last = piece
    piece.removeAll(keepingCapacity: true)
    if !last.isEmpty { try sink(last) }
  }

  private static func field(_ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .string(let text): CSV.defused(text)
    case .array(let values): CSV.defused(values.map(plain).joined(separator: " "))
    default: value.compact
    }
  }

  private static func plain(_ value: JSONValue) -> String { value.string ?? value.compact }
}
