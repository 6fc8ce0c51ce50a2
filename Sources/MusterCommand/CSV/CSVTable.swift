/// A CSV file whose first record names the columns, read row by row.
///
/// The form is looked at as a whole when the table is made: which columns must be there, which may. A
/// row then has a cell for every column, or is refused with its line. Names of columns are compared
/// without the white space around them and without case.
///
/// ```swift
/// var table = try CSVTable(bytes, required: ["participant", "time"], optional: ["door", "act"])
/// while let row = try table.next() { … row["participant"], row["door"] … }
/// ```
public nonisolated struct CSVTable: Sendable {
  /// One row.
  public struct Row: Sendable {
    /// Where it begins, to come back to.
    public let place: CSV.Place
    /// Its cells, in the order of ``CSVTable/columns``.
    public let cells: [String]
    fileprivate let columns: [String]

    /// The line on which it begins, from 1.
    public var line: Int { place.line }

    /// The cell in a column; nil when the file has no such column.
    public subscript(column: String) -> String? {
      columns.firstIndex(of: column).map { cells[$0] }
    }
  }

  /// The names of the columns, in order, in lower case; empty for a column that has none.
  public let columns: [String]
  /// Those that are neither required nor optional, in order.
  public let others: [String]
  /// The line of the names, from 1.
  public let line: Int
  private var reader: CSVReader

  /// Reads the names of the columns.
  ///
  /// - Parameters:
  ///   - encoding: what the file is written in; nil: what it looks like.
  ///   - separator: what parts the fields; nil: what the first line shows.
  ///   - required: columns that must be there.
  ///   - optional: columns that may be there.
  ///   - takesOthers: whether columns of any other name may be there too.
  public init(
    _ bytes: [UInt8], encoding: String? = nil, separator: Character? = nil,
    required: [String] = [], optional: [String] = [], takesOthers: Bool = false
  ) throws(CommandError) {
    reader = try CSVReader(TextEncoding.utf8(bytes, named: encoding), separator: separator)
    guard let header = try reader.next() else {
      throw .badCSV(1, "the file is empty: its first line names the columns")
    }
    var columns = header.fields.map { CSVTable.trimmed($0).lowercased() }
    while columns.last?.isEmpty == true { columns.removeLast() }
    for (index, name) in columns.enumerated()
    where !name.isEmpty && columns[..<index].contains(name) {
      throw .badCSV(header.line, "the column \(Terminal.plain(name)) is there twice")
    }
    for name in required where !columns.contains(name) {
      throw .badCSV(header.line, "the column \(name) is missing")
    }
    let known = required + optional
    others = columns.filter { !$0.isEmpty && !known.contains($0) }
    if let other = others.first, !takesOthers {
      throw .badCSV(
        header.line,
        "there is no column \(Terminal.plain(other)): write \(known.joined(separator: ","))")
    }
    self.columns = columns
    line = header.line
  }

  /// The next row; nil at the end. Lines without anything in them are passed over.
  public mutating func next() throws(CommandError) -> Row? {
    guard let record = try reader.next() else { return nil }
    let fields = record.fields
    guard fields.count >= columns.count, fields[columns.count...].allSatisfy({ $0.isEmpty }) else {
      throw .badCSV(
        record.line,
        "\(fields.count) fields instead of \(columns.count): is a"
          + " \(CSVSeparator.name(reader.separator)) missing, or one too many?")
    }
    for (index, name) in columns.enumerated() where name.isEmpty && !fields[index].isEmpty {
      throw .badCSV(
        record.line, "field \(index + 1) stands in a column without a name: name it in the header")
    }
    let cells = fields.count == columns.count ? fields : Array(fields[..<columns.count])
    return Row(place: record.place, cells: cells, columns: columns)
  }

  /// A row that was read before; the one after it is the next then.
  public mutating func row(at place: CSV.Place) throws(CommandError) -> Row? {
    reader.go(to: place)
    return try next()
  }

  private static func trimmed(_ text: String) -> String {
    var rest = text.unicodeScalars[...]
    while rest.first?.properties.isWhitespace == true { rest.removeFirst() }
    while rest.last?.properties.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
