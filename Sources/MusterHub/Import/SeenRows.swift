import MusterCommand
import MusterDaemon

/// The rows of a file by their id, to find those that stand there twice.
struct SeenRows {
  /// What stood there before under an id.
  enum Before {
    case nothing
    /// A row with the very same cells.
    case same
    /// A row with others, in this line.
    case different(line: Int)
  }

  private var places: [String: CSV.Place] = [:]

  /// Looks at a row, and keeps it in mind when its id is new.
  mutating func look(
    at row: CSVTable.Row, _ id: String, in table: CSVTable
  ) throws(Failure) -> Before {
    guard let place = places[id] else {
      places[id] = row.place
      return .nothing
    }
    // A row is kept as its place: half a million of them would fill the memory.
    var table = table
    let first = try Failure.commanding { () throws(CommandError) in try table.row(at: place) }
    let isSame = first.map {
      zip($0.cells, row.cells).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    }
    return isSame ?? false ? .same : .different(line: place.line)
  }
}
