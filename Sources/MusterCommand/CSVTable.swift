/// A CSV file whose first record names the columns.
public nonisolated struct CSVTable: Sendable {
  /// The names of the columns, in order, without spaces around them.
  public let columns: [String]
  /// The records after the first.
  public let records: [CSV.Record]

  /// Reads a file in which every record has a field for every column.
  ///
  /// - Parameter required: columns that must be there; others are kept as well.
  public init(
    _ bytes: [UInt8], separator: Character = ",", required: [String] = []
  ) throws(CommandError) {
    var records = try CSV.read(bytes, separator: separator)[...]
    guard let header = records.popFirst() else {
      throw .badCSV(1, "the file is empty: its first line names the columns")
    }
    columns = header.fields.map(CSVTable.trimmed)
    for (index, name) in columns.enumerated() where columns[..<index].contains(name) {
      throw .badCSV(header.line, "the column \(Terminal.plain(name)) is there twice")
    }
    for name in required where !columns.contains(name) {
      throw .badCSV(header.line, "the column \(name) is missing")
    }
    for record in records where record.fields.count != columns.count {
      throw .badCSV(
        record.line,
        "\(record.fields.count) fields instead of \(columns.count): is a comma missing?")
    }
    self.records = Array(records)
  }

  /// The field of a record in a column; nil when there is no such column.
  public func field(_ column: String, of record: CSV.Record) -> String? {
    columns.firstIndex(of: column).map { record.fields[$0] }
  }

  private static func trimmed(_ text: String) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
