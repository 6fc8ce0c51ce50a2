import MusterSync

/// What an import did, or would do, or why it did nothing.
struct ImportReport: Equatable {
  /// Something wrong in a line.
  struct Mistake: Equatable {
    /// Line of the file, from 1.
    var line: Int
    /// Which column; nil for the whole line.
    var column: String?
    /// What to write instead; never what stands there in a private column.
    var message: String
  }

  /// So many mistakes are listed; more are only counted.
  static let mistakeLimit = 1000

  /// Lines with data.
  var lines = 0
  /// Not there before.
  var added = 0
  /// There, and now otherwise.
  var changed = 0
  /// There as they are.
  var same = 0
  /// In order of the lines; nothing is imported when there are any.
  private(set) var mistakes: [Mistake] = []
  /// How many there are.
  private(set) var mistakeCount = 0

  mutating func note(_ line: Int, _ column: String?, _ message: String) {
    mistakeCount += 1
    guard mistakes.count < Self.mistakeLimit else { return }
    mistakes.append(Mistake(line: line, column: column, message: message))
  }

  var json: JSONValue {
    [
      "lines": .integer(Int64(lines)), "added": .integer(Int64(added)),
      "changed": .integer(Int64(changed)), "same": .integer(Int64(same)),
      "errors": .array(
        mistakes.map { mistake in
          [
            "line": .integer(Int64(mistake.line)),
            "column": mistake.column.map { .string($0) } ?? .null,
            "message": .string(mistake.message),
          ]
        }),
      "error_count": .integer(Int64(mistakeCount)),
    ]
  }
}
