import MusterCommand
import MusterDaemon

/// How a roster is read that was exported by this program, and perhaps mended in a spreadsheet: what an
/// export adds for its readers is taken off again.
enum ExportedRoster {
  /// Columns that an export computes anew. A file that has all of them is one, and says nothing by them.
  static let computed = ["person", "registered", "walk_in", "blocked", "attended_days"]

  /// Stands before the name of a private field that is called as one of the export's columns.
  private static let fieldMark = "field:"

  /// Longer cells are refused, whatever stands in them, bytes.
  private static let longestCell = 4_096

  /// The private field of a column; nil where its name is no field's.
  static func field(of column: String) -> String? {
    guard column.hasPrefix(fieldMark) else { return column }
    let name = String(column.dropFirst(fieldMark.count))
    let isTaken = name == RosterColumn.id || RosterColumn.all.contains { $0.name == name }
    return name.isEmpty || isTaken ? nil : name
  }

  /// A cell without the apostrophes by which an export keeps spreadsheets from taking it for a formula.
  static func unguarded(_ cell: String) -> String {
    guard cell.utf8.contains(UInt8(ascii: "'")), cell.utf8.count <= longestCell else { return cell }
    var text = ""
    var rest = cell.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar == "'", let next = rest.first, isGuarded(next, behind: text) { continue }
      text.unicodeScalars.append(scalar)
    }
    return text
  }

  /// Whether an export would put an apostrophe between the two.
  private static func isGuarded(_ scalar: Unicode.Scalar, behind text: String) -> Bool {
    let end = String(scalar)
    let both = CSV.defused(text + end)
    return both.utf8.count > CSV.defused(text).utf8.count + end.utf8.count
  }
}
