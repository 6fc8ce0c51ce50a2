/// Rows of text in columns that line up, in every script.
public nonisolated struct TextTable: Sendable {
  /// One column.
  public struct Column: Sendable {
    /// The word above it.
    public let title: String
    /// Whether it stands at the right, as numbers do.
    public let isNumber: Bool

    /// Describes one.
    public init(_ title: String, isNumber: Bool = false) {
      self.title = title
      self.isNumber = isNumber
    }
  }

  /// The columns, left to right.
  public let columns: [Column]
  /// The rows; missing cells are empty, surplus ones are left out.
  public var rows: [[String]]

  /// Makes a table.
  public init(_ columns: [Column], rows: [[String]] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// The lines, titles first, without spaces at their ends.
  ///
  /// - Parameter isolates: whether cells with letters from right to left are wrapped in Unicode isolates
  ///   (U+2068, U+2069), so that a terminal keeps the order of the columns. Not for files.
  public func lines(isolates: Bool = Terminal.isInteractive) -> [String] {
    let cells = ([columns.map(\.title)] + rows).map { row in
      columns.indices.map { $0 < row.count ? Terminal.plain(row[$0]) : "" }
    }
    let widths = columns.indices.map { column in
      cells.map { DisplayWidth.columns($0[column]) }.max() ?? 0
    }
    return cells.map { row in
      var line = ""
      for (index, cell) in row.enumerated() {
        let gap = String(repeating: " ", count: widths[index] - DisplayWidth.columns(cell))
        let shown =
          isolates && DisplayWidth.isRightToLeft(cell) ? "\u{2068}\(cell)\u{2069}" : cell
        line += columns[index].isNumber ? gap + shown : shown + gap
        if index + 1 < row.count { line += "  " }
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}
