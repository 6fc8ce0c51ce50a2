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
  init(
    _ bytes: [UInt8], encoding: String?, columns: [String]
  ) throws(Failure) {
    var table = try Failure.commanding { () throws(CommandError) in
      try CSVTable(bytes, encoding: encoding, required: columns)
    }
    let places = columns.map { column in table.columns.firstIndex(of: column) ?? 0 }
    var rows: [Row] = []
    while let row = try Failure.commanding({ () throws(CommandError) in try table.next() }) {
      rows.append(Row(line: row.line, fields: row.cells, places: places))
    }
    self.rows = rows
  }
}
