/// How a roster is read that was exported by this program, and perhaps mended in a spreadsheet: what an
/// export adds for its readers is taken off again.
enum ExportedRoster {
  /// Columns that an export computes anew. A file that has all of them is one, and says nothing by them.
  static let computed = Exporting.fixed.filter { !isOfRoster($0) }

  /// Stands before the name of a private field that is called as one of the export's columns.
  private static let fieldMark = "field:"

  /// The column in which an export shows a private field, beside the fixed columns.
  static func column(of field: String) -> String {
    Exporting.fixed.contains(field) || field.hasPrefix(fieldMark) ? fieldMark + field : field
  }

  /// A column's name without the mark.
  static func unmarked(_ column: String) -> String {
    column.hasPrefix(fieldMark) ? String(column.dropFirst(fieldMark.count)) : column
  }

  /// The private field of a column; nil where its name is no field's.
  static func field(of column: String) -> String? {
    guard column.hasPrefix(fieldMark) else { return column }
    let name = unmarked(column)
    return name.isEmpty || isOfRoster(name) ? nil : name
  }

  private static func isOfRoster(_ column: String) -> Bool {
    column == RosterColumn.id || RosterColumn.all.contains { $0.name == column }
  }
}
