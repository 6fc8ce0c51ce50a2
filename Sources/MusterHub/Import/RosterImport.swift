import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// Participants from a CSV file: what each line changes, or what is wrong with it.
///
/// A file is the truth about the fields of which it has columns, of the people whom it names: an empty
/// cell takes a value back, but for the point; an absent column changes nothing. Whoever it does not
/// name stays as they are. Messages never repeat what stands in a private column. An export of the
/// participants can be read back (``ExportedRoster``).
///
/// The whole file is looked at when this is made. What it changes is made of its lines once more, part by
/// part (``drafts(atMost:from:)``): the lines of half a million people never stand in memory as drafts.
struct RosterImport {
  /// A change names all those before it, in one line.
  private static let mostChanges = 400
  /// So many columns may be of unknown names.
  private static let mostExtras = 32

  /// What a row says, column by column.
  private typealias Cells = [FieldValue]

  private(set) var report = ImportReport()
  private var table: CSVTable
  /// The columns that the file has, and where.
  private let columns: [(place: Int, column: RosterColumn)]
  private let idPlace: Int
  /// Where an export says who is on the list; nil in any other file.
  private let registeredPlace: Int?
  private var ground: RosterGround
  private var seen = SeenRows()
  /// Rows that change something, and how many of them were made drafts.
  private var changing: [CSV.Place] = []
  private var drafted = 0

  /// Compares a file with what the replica has.
  init(_ bytes: [UInt8], encoding: String? = nil, into replica: Replica) throws(Failure) {
    table = try Failure.commanding { () throws(CommandError) in
      try CSVTable(
        bytes, encoding: encoding, required: RosterColumn.required,
        optional: RosterColumn.optional, takesOthers: true)
    }
    let others = Set(table.others)
    let isExported = others.isSuperset(of: ExportedRoster.computed)
    let passedOver = isExported ? ExportedRoster.computed : []
    let extras = try Self.checked(
      table.others.filter { !passedOver.contains($0) }, line: table.line)
    columns = table.columns.enumerated().compactMap { place, name in
      if let column = RosterColumn.all.first(where: { $0.name == name }) { return (place, column) }
      return extras.first { $0.column == name }.map { (place, .extra(name, of: $0.field)) }
    }
    registeredPlace = isExported ? table.columns.firstIndex(of: "registered") : nil
    idPlace = table.columns.firstIndex(of: RosterColumn.id) ?? 0
    ground = try RosterGround(replica)
    report.extraColumns = extras.map(\.field)
    report.passedOver = passedOver
    while let row = try next() { try look(at: row, in: replica) }
  }

  /// What to append when nothing is wrong: the next drafts, in the order of the lines; none at the end.
  mutating func drafts(atMost limit: Int, from replica: Replica) throws(Failure) -> [Draft] {
    var drafts: [Draft] = []
    while drafts.count < limit, drafted < changing.count {
      let place = changing[drafted]
      drafted += 1
      let row = try Failure.commanding { () throws(CommandError) in try table.row(at: place) }
      guard let row else { continue }
      let known = try known(id(of: row), in: replica)
      guard let cells = read(row, known) else { continue }
      drafts.append(draft(row, cells, known))
    }
    return drafts
  }

  private mutating func next() throws(Failure) -> CSVTable.Row? {
    do throws(CommandError) { return try table.next() } catch { throw Failure(error) }
  }

  private func id(of row: CSVTable.Row) -> String {
    CSV.undefused(row.cells[idPlace])
  }

  /// Columns of other names, and the private fields that they are.
  private static func checked(
    _ extras: [String], line: Int
  ) throws(Failure) -> [(column: String, field: String)] {
    guard extras.count <= mostExtras else {
      throw .badData(
        "line \(line): \(Counted(extras.count, "column")) of unknown names: keep at most \(mostExtras)"
      )
    }
    for name in extras where name.utf8.count > 64 || !Form.isClean(name) {
      throw .badData(
        "line \(line): the column \(Terminal.plain(name)) must have a name of at most 64 bytes without"
          + " control characters")
    }
    var fields: [(column: String, field: String)] = []
    for column in extras {
      guard let field = ExportedRoster.field(of: column) else {
        throw .badData(
          "line \(line): the column \(Terminal.plain(column)) names no private field: write its name"
            + " behind the colon")
      }
      if let other = fields.first(where: { $0.field == field }) {
        throw .badData(
          "line \(line): the columns \(Terminal.plain(other.column)) and \(Terminal.plain(column)) are"
            + " the same private field: keep one")
      }
      fields.append((column, field))
    }
    return fields
  }

  // MARK: One row

  private mutating func look(at row: CSVTable.Row, in replica: Replica) throws(Failure) {
    report.lines += 1
    let before = report.mistakeCount
    let id = id(of: row)
    guard Form.isParticipant(id) else {
      report.note(
        row.line, RosterColumn.id,
        "write 1 to 64 letters, digits and signs of ASCII, without space, \", \\ and /")
      _ = read(row, RosterField.Known())
      return
    }
    switch try seen.look(at: row, id, in: table) {
    case .same: return report.duplicates += 1
    case .different(let line):
      report.note(row.line, RosterColumn.id, "\(id) stands in line \(line) before, otherwise")
    case .nothing: break
    }
    // Somebody seen at a door, and on no list: an export tells of them, and knows nothing to import.
    if let registeredPlace, ["false", "no"].contains(row.cells[registeredPlace].lowercased()) {
      return report.same += 1
    }
    let known = try known(id, in: replica)
    let cells = read(row, known)
    if Identifier(id) != nil, known.view?.isWalkIn != true {
      report.note(
        row.line, RosterColumn.id, "32 hex digits are the id of a walk-in: choose another form")
    }
    guard let cells, report.mistakeCount == before else { return }
    try compare(row, cells, known)
  }

  private mutating func compare(
    _ row: CSVTable.Row, _ cells: Cells, _ known: RosterField.Known
  ) throws(Failure) {
    let id = id(of: row)
    guard known.view?.puts.count ?? 0 <= Self.mostChanges else {
      return report.note(row.line, nil, "changed more than \(Self.mostChanges) times: leave it out")
    }
    let differences = differences(cells, known)
    for index in differences where cells[index] == .none {
      guard case .staysGiven = columns[index].column.empty else { continue }
      return report.note(
        row.line, columns[index].column.name,
        "it was given before and cannot be taken back: write one")
    }
    guard isInOrder(cells, known) else {
      return report.note(row.line, "valid_until", "it is before valid_from")
    }
    guard fits(cells) else {
      return report.note(
        row.line, nil, "name, contacts and other columns together are longer than 16 KiB")
    }
    if known.view?.isRegistered != true {
      report.add(row.line, id, as: RosterColumn.id)
    } else if differences.isEmpty {
      return report.same += 1
    } else {
      report.change(
        row.line, id,
        differences.map { index in
          let column = columns[index].column
          return (column.name, column.field.value(in: known), cells[index])
        })
    }
    changing.append(row.place)
  }

  /// What the row says; nil when something is wrong in it.
  private mutating func read(_ row: CSVTable.Row, _ known: RosterField.Known) -> Cells? {
    let before = report.mistakeCount
    var cells: Cells = []
    cells.reserveCapacity(columns.count)
    for (place, column) in columns {
      let cell = CSV.undefused(row.cells[place])
      // What is not held may be missing here too, as the name of somebody erased is.
      if cell.isEmpty, known.view?.isRegistered == true, column.field.value(in: known) == .none {
        cells.append(.none)
        continue
      }
      switch column.reading(cell, &ground) {
      case .value(let value): cells.append(value)
      case .mistake(let words): report.note(row.line, column.name, words)
      }
    }
    return report.mistakeCount == before ? cells : nil
  }

  /// The columns whose cells say something else than what is known.
  private func differences(_ cells: Cells, _ known: RosterField.Known) -> [Int] {
    columns.indices.filter { index in
      let field = columns[index].column.field
      // A list that still has the name of somebody erased does not bring it back.
      if case .secret = field, known.view?.isErased == true { return false }
      return !field.areSame(cells[index], field.value(in: known))
    }
  }

  /// Whether nobody's validity ends before it begins.
  private func isInOrder(_ cells: Cells, _ known: RosterField.Known) -> Bool {
    var from = known.view?.validFrom
    var until = known.view?.validUntil
    for (index, (_, column)) in columns.enumerated() {
      guard column.name == "valid_from" || column.name == "valid_until" else { continue }
      var ms: Int64?
      if case .moment(let moment) = cells[index] { ms = moment }
      if column.name == "valid_from" { from = ms } else { until = ms }
    }
    guard let from, let until else { return true }
    return from <= until
  }

  /// Whether all private fields fit into one line.
  private func fits(_ cells: Cells) -> Bool {
    var values: [PrivateLine.Field] = []
    var bytes = 100
    for (index, (_, column)) in columns.enumerated() {
      guard case .secret(let name) = column.field, case .text(let text) = cells[index] else {
        continue
      }
      values.append(PrivateLine.Field(name: name, value: text))
      bytes += 10 + 2 * (name.utf8.count + text.utf8.count)
    }
    // Nothing that is clean takes more than twice its bytes.
    guard bytes > FrameReader.lineLimit else { return true }
    let line = PrivateLine(salt: Identifier(high: 0, low: 0), values: values)
    return line.bytes.count <= FrameReader.lineLimit
  }

  private func known(_ id: String, in replica: Replica) throws(Failure) -> RosterField.Known {
    guard let view = replica.reading({ fold in fold.participant(id) }) else {
      return RosterField.Known()
    }
    let secrets = try Failure.storing { () throws(StoreError) in
      try replica.privateValues(of: view)
    }
    return RosterField.Known(view: view, secrets: secrets)
  }

  private func draft(
    _ row: CSVTable.Row, _ cells: Cells, _ known: RosterField.Known
  ) -> Draft {
    var change = ParticipantChange(base: known.view?.puts ?? [])
    var secrets: [PrivateLine.Field] = []
    for index in differences(cells, known) {
      columns[index].column.field.set(cells[index], in: &change, &secrets)
    }
    if known.view?.isRegistered != true {
      // Their home country is that of the put which creates them.
      change.country = row["country"]
    }
    return Draft(.participantPut(change), participant: id(of: row), privates: secrets)
  }
}
