import MusterCommand
import MusterCore
import MusterDaemon
import MusterSync

/// One column of a roster: how its cells are read, and which field of a participant they set.
///
/// A new column is one more row of ``all``.
struct RosterColumn {
  /// What a cell says, or what is wrong with it; never what stands in a private one.
  enum Reading {
    case value(FieldValue)
    case mistake(String)
  }

  /// What an empty cell means.
  enum Empty {
    /// It takes the value back.
    case takesBack
    /// It may be empty as long as no value was given: no line can take this one back.
    case staysGiven
    /// Something is missing.
    case mistake(String)
  }

  /// Reads a cell that is not empty.
  typealias Read = @MainActor (String, inout RosterGround) -> Reading

  /// As the header has it.
  let name: String
  let field: RosterField
  var empty = Empty.takesBack
  /// Reads a cell that is not empty.
  let read: Read

  /// Columns that must be there; ``id`` is no field.
  static let required = ["id", "name", "country"]
  /// The column of the participant's id.
  static let id = "id"

  /// Every column that a roster knows; any other is kept as a private field of that name, but for what
  /// ``ExportedRoster`` says.
  static let all: [RosterColumn] = [
    RosterColumn(
      name: "name", field: .secret("name"), empty: .mistake("a name is missing"),
      read: personName),
    RosterColumn(name: "kind", field: .text(\.kind, \.kind), read: text(atMost: 64)),
    RosterColumn(
      name: "country", field: .text(\.country, \.country),
      empty: .mistake("a country is missing: write one like FR"), read: country),
    RosterColumn(
      name: "point", field: .text(\.point, \.point), empty: .staysGiven, read: point),
    RosterColumn(name: "body", field: .text(\.body, \.body), read: text(atMost: 400)),
    RosterColumn(name: "language", field: .text(\.language, \.language), read: language),
    RosterColumn(name: "email", field: .secret("email"), read: email),
    RosterColumn(name: "phone", field: .secret("phone"), read: text(atMost: 64)),
    RosterColumn(
      name: "valid_from", field: .moment(\.validFrom, \.validFrom, open: 0),
      read: { cell, ground in moment(ground.moments.first(cell)) }),
    RosterColumn(
      name: "valid_until",
      field: .moment(\.validUntil, \.validUntil, open: JSONTape.maximumInteger),
      read: { cell, ground in moment(ground.moments.last(cell)) }),
    RosterColumn(name: "pending", field: .flag(\.pending, \.isPending), read: flag),
    RosterColumn(name: "cancelled", field: .flag(\.cancelled, \.isCancelled), read: flag),
    RosterColumn(
      name: "extra_doors", field: .doors(\.extraDoors, \.extraDoors), read: doors),
    RosterColumn(
      name: "withdrawn_doors", field: .doors(\.withdrawnDoors, \.withdrawnDoors), read: doors),
  ]

  /// Columns that may be there.
  static var optional: [String] { all.map(\.name).filter { !required.contains($0) } }

  /// Whatever else a file says about people.
  ///
  /// - Parameter field: the private field; nil where it is called as the column.
  static func extra(_ name: String, of field: String? = nil) -> RosterColumn {
    RosterColumn(name: name, field: .secret(field ?? name), read: text(atMost: 1000))
  }

  /// Reads any cell.
  func reading(_ cell: String, _ ground: inout RosterGround) -> Reading {
    guard cell.isEmpty else { return read(cell, &ground) }
    if case .mistake(let words) = empty { return .mistake(words) }
    return .value(.none)
  }

  // MARK: Cells

  private static func text(atMost bytes: Int) -> Read {
    { cell, _ in
      if cell.utf8.count > bytes { return .mistake("longer than \(bytes) bytes") }
      if !Form.isClean(cell) { return .mistake("it holds a control character or a line end") }
      return .value(.text(cell))
    }
  }

  private static func personName(_ cell: String, _ ground: inout RosterGround) -> Reading {
    PersonForm.isVisible(cell)
      ? text(atMost: 400)(cell, &ground) : .mistake("nothing of this name can be seen")
  }

  private static func country(_ cell: String, _ ground: inout RosterGround) -> Reading {
    ground.countries.contains(cell)
      ? .value(.text(cell))
      : .mistake("\(Terminal.plain(cell)) is no country of this event: write one like FR")
  }

  private static func point(_ cell: String, _ ground: inout RosterGround) -> Reading {
    ground.points.contains(cell)
      ? .value(.text(cell))
      : .mistake("there is no point \(Terminal.plain(cell)): import points first")
  }

  private static func language(_ cell: String, _ ground: inout RosterGround) -> Reading {
    PersonForm.isLanguage(cell)
      ? .value(.text(cell)) : .mistake("write two or three small letters, as in fr")
  }

  private static func email(_ cell: String, _ ground: inout RosterGround) -> Reading {
    PersonForm.isEmail(cell)
      ? text(atMost: 254)(cell, &ground) : .mistake("this is no email address")
  }

  private static func moment(_ ms: Int64?) -> Reading {
    ms.map { .value(.moment($0)) } ?? .mistake(EventMoments.form)
  }

  private static func doors(_ cell: String, _ ground: inout RosterGround) -> Reading {
    let ids = cell.split { $0 == "," || $0 == ";" }.map { RequestBody.trimmed(String($0)) }
    for id in ids where !ground.doors.contains(id) {
      return .mistake(
        "there is no door \(Terminal.plain(id)): choose of "
          + ground.doors.sorted().joined(separator: ", "))
    }
    return .value(ids.isEmpty ? .none : .doors(ids))
  }

  private static func flag(_ cell: String, _ ground: inout RosterGround) -> Reading {
    switch cell.lowercased() {
    case "yes", "true", "1": .value(.flag(true))
    case "no", "false", "0": .value(.flag(false))
    default: .mistake("write yes or no")
    }
  }
}
