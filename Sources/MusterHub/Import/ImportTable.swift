import MusterCommand
import MusterDaemon

/// A CSV file of exactly the wanted columns, in any order.
struct ImportTable {
  /// Line and fields, in the order of the wanted columns.
  struct Row {
    let line: Int
    fileprivate let fields: [String]
    fileprivate let places: [Int]

    /// The field in the wanted column of this number.
    subscript(column: Int) -> String { fields[places[column]] }
  }

  let rows: [Row]

  /// Reads a file; its form must be right as a whole before its lines are looked at.
  init(_ bytes: [UInt8], columns: [String]) throws(Failure) {
    let table = try Failure.commanding { () throws(CommandError) in
      try CSVTable(bytes, required: columns)
    }
    if let other = table.columns.first(where: { !columns.contains($0) }) {
      throw .badData(
        "line 1: there is no column \(Terminal.plain(other)): write \(columns.joined(separator: ","))"
      )
    }
    let places = columns.map { column in table.columns.firstIndex(of: column) ?? 0 }
    rows = table.records.map { Row(line: $0.line, fields: $0.fields, places: places) }
  }
}
