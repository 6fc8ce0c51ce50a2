import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore

/// Points from a CSV file: what each line changes, or what is wrong with it.
struct PointsImport {
  /// The columns, of which none may be missing.
  static let columns = ["point", "country", "zone", "language", "capacity", "contact", "name"]

  private(set) var report = ImportReport()
  /// What to append when nothing is wrong.
  private(set) var drafts: [Draft] = []

  private let countries: Set<String>
  private var zones: [String: Bool] = [:]
  private var seen = SeenRows()
  /// Where the columns are in the file.
  private let places: [Int]

  /// Compares a file with what the replica has.
  init(_ bytes: [UInt8], encoding: String? = nil, into replica: Replica) throws(Failure) {
    var table = try Failure.commanding { () throws(CommandError) in
      try CSVTable(bytes, encoding: encoding, required: Self.columns)
    }
    places = Self.columns.map { column in table.columns.firstIndex(of: column) ?? 0 }
    countries = replica.reading { fold in Set(fold.parts(.country).map(\.id)) }
    while let row = try Self.next(&table) { try look(at: row, in: table, replica) }
  }

  private static func next(_ table: inout CSVTable) throws(Failure) -> CSVTable.Row? {
    do throws(CommandError) { return try table.next() } catch { throw Failure(error) }
  }

  private mutating func look(
    at row: CSVTable.Row, in table: CSVTable, _ replica: Replica
  ) throws(Failure) {
    report.lines += 1
    let cells = places.map { row.cells[$0] }
    let id = cells[0]
    let before = report.mistakeCount
    if Form.isPoint(id) {
      switch try seen.look(at: row, id, in: table) {
      case .same: return report.duplicates += 1
      case .different(let line):
        report.note(row.line, "point", "\(id) stands in line \(line) before, otherwise")
      case .nothing: break
      }
    } else {
      report.note(row.line, "point", "write 1 to 32 of a-z, 0-9 and hyphen")
    }
    let change = read(cells, row.line)
    guard report.mistakeCount == before else { return }
    let old = replica.reading { fold in fold.point(named: id) }?.fields
    if change.capacity == nil, old?.capacity != nil {
      return report.note(
        row.line, "capacity", "it was given before and cannot be taken back: write one")
    }
    compare(id, change, with: old, row.line)
  }

  private mutating func compare(
    _ point: String, _ new: PointChange, with old: PointChange?, _ line: Int
  ) {
    var set = PointChange()
    var changes: [(name: String, from: FieldValue, to: FieldValue)] = []
    func compare(_ name: String, _ path: WritableKeyPath<PointChange, String?>) {
      let (from, to) = (FieldValue(old?[keyPath: path]), FieldValue(new[keyPath: path]))
      guard from != to else { return }
      set[keyPath: path] = new[keyPath: path]
      changes.append((name, from, to))
    }
    compare("country", \.country)
    compare("zone", \.zone)
    compare("language", \.language)
    if new.capacity != old?.capacity {
      func value(_ number: Int64?) -> FieldValue { FieldValue(number.map { String($0) }) }
      set.capacity = new.capacity
      changes.append(("capacity", value(old?.capacity), value(new.capacity)))
    }
    compare("contact", \.contact)
    compare("name", \.name)
    guard !changes.isEmpty else { return report.same += 1 }
    if old?.country == nil {
      report.add(line, point, as: "point")
    } else {
      report.change(line, point, changes)
    }
    drafts.append(Draft(.pointPut(set), point: point))
  }

  /// What the cells say, in the order of the columns; mistakes are noted.
  private mutating func read(_ cells: [String], _ line: Int) -> PointChange {
    func wrong(_ column: String, _ message: String) { report.note(line, column, message) }
    if !countries.contains(cells[1]) {
      wrong("country", "\(Terminal.plain(cells[1])) is no country of this event: write one like FR")
    }
    if !isZone(cells[2]) {
      wrong(
        "zone", "there is no time zone \(Terminal.plain(cells[2])): write one like Europe/Paris")
    }
    if !PersonForm.isLanguage(cells[3]) {
      wrong("language", "write two or three small letters, as in fr")
    }
    let capacity = cells[4].isEmpty ? nil : Self.number(cells[4])
    if capacity == nil, !cells[4].isEmpty {
      wrong("capacity", "write a whole number from 0 to 1000000, or nothing")
    }
    if !Form.isClean(cells[5]) || cells[5].utf8.count > 200 {
      wrong("contact", "write at most 200 bytes without control characters")
    }
    if cells[6].isEmpty || !Form.isClean(cells[6]) || cells[6].utf8.count > 400 {
      wrong("name", "write 1 to 400 bytes without control characters")
    }
    return PointChange(
      country: cells[1], zone: cells[2], language: cells[3], capacity: capacity, contact: cells[5],
      name: cells[6])
  }

  private mutating func isZone(_ name: String) -> Bool {
    if let known = zones[name] { return known }
    let known = EventZone.isKnown(name)
    zones[name] = known
    return known
  }

  private static func number(_ text: String) -> Int64? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(text),
      (0...1_000_000).contains(number)
    else { return nil }
    return number
  }
}
