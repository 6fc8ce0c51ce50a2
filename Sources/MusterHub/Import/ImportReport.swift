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

  /// A field that a line makes otherwise.
  struct Change: Equatable {
    /// Line of the file, from 1.
    var line: Int
    /// Whose.
    var id: String
    /// Which; of somebody new the column of the id, for all of them.
    var field: String
    /// What was there; nil for nothing.
    var from: String?
    /// What is there now; nil for nothing.
    var to: String?
  }

  /// So many mistakes are listed, and so many changes; more are only counted.
  static let listed = 1000

  /// Lines with data.
  var lines = 0
  /// Not there before.
  var added = 0
  /// There, and now otherwise.
  var changed = 0
  /// There as they are.
  var same = 0
  /// Lines that say once more what one before them says.
  var duplicates = 0
  /// Columns that are kept as private fields, for nothing else is known of them.
  var extraColumns: [String] = []
  /// Columns that an export computes, and that say nothing to an import.
  var passedOver: [String] = []
  /// In order of the lines; nothing is imported when there are any.
  private(set) var mistakes: [Mistake] = []
  /// How many there are.
  private(set) var mistakeCount = 0
  /// How many fields become otherwise, and how many are added.
  private(set) var changeCount = 0
  private var changes: [Change] = []
  /// Apart, so that many new ones leave room for what becomes otherwise.
  private var additions: [Change] = []

  mutating func note(_ line: Int, _ column: String?, _ message: String) {
    mistakeCount += 1
    guard mistakes.count < Self.listed else { return }
    mistakes.append(Mistake(line: line, column: column, message: message))
  }

  /// Somebody, or a place, is new.
  mutating func add(_ line: Int, _ id: String, as column: String) {
    added += 1
    changeCount += 1
    guard additions.count < Self.listed else { return }
    additions.append(Change(line: line, id: id, field: column, from: nil, to: id))
  }

  /// Fields of somebody, or of a place, become otherwise.
  mutating func change(
    _ line: Int, _ id: String, _ fields: [(name: String, from: FieldValue, to: FieldValue)]
  ) {
    changed += 1
    changeCount += fields.count
    for field in fields.prefix(Self.listed - changes.count) {
      changes.append(
        Change(
          line: line, id: id, field: field.name, from: field.from.shown, to: field.to.shown))
    }
  }

  var json: JSONValue {
    [
      "lines": .count(lines), "added": .count(added), "changed": .count(changed),
      "same": .count(same), "duplicates": .count(duplicates),
      "extra_columns": .array(extraColumns.map { .string($0) }),
      "passed_over": .array(passedOver.map { .string($0) }),
      "changes": .array((changes + additions).prefix(Self.listed).map(\.json)),
      "change_count": .count(changeCount),
      "errors": .array(
        mistakes.map { mistake in
          [
            "line": .count(mistake.line), "column": .maybe(mistake.column),
            "message": .string(mistake.message),
          ]
        }),
      "error_count": .count(mistakeCount),
    ]
  }
}

extension ImportReport.Change {
  fileprivate var json: JSONValue {
    [
      "line": .count(line), "id": .string(id), "field": .string(field), "from": .maybe(from),
      "to": .maybe(to),
    ]
  }
}
