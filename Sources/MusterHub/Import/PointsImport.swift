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
  private var seen: [String: Int] = [:]

  /// Compares a file with what the replica has.
  init(_ bytes: [UInt8], encoding: String? = nil, into replica: Replica) throws(Failure) {
    let table = try ImportTable(bytes, encoding: encoding, columns: Self.columns)
    countries = replica.reading { fold in Set(fold.parts(.country).map(\.id)) }
    for row in table.rows {
      report.lines += 1
      guard let change = read(row) else { continue }
      let before = replica.reading { fold in fold.point(named: row[0]) }
      if change.capacity == nil, before?.fields.capacity != nil {
        report.note(row.line, "capacity", "it was given before and cannot be taken back: write one")
        continue
      }
      compare(row[0], change, with: before?.fields)
    }
  }

  private mutating func compare(
    _ point: String, _ new: PointChange, with old: PointChange?
  ) {
    var set = PointChange()
    if new.country != old?.country { set.country = new.country }
    if new.zone != old?.zone { set.zone = new.zone }
    if new.language != old?.language { set.language = new.language }
    if new.capacity != old?.capacity { set.capacity = new.capacity }
    if new.contact != old?.contact ?? "" { set.contact = new.contact }
    if new.name != old?.name { set.name = new.name }
    guard set != PointChange() else { return report.same += 1 }
    if old?.country == nil { report.added += 1 } else { report.changed += 1 }
    drafts.append(Draft(.pointPut(set), point: point))
  }

  private mutating func read(_ row: ImportTable.Row) -> PointChange? {
    let before = report.mistakeCount
    func wrong(_ column: String, _ message: String) { report.note(row.line, column, message) }
    if !Form.isPoint(row[0]) {
      wrong("point", "write 1 to 32 of a-z, 0-9 and hyphen")
    } else if let line = seen.updateValue(row.line, forKey: row[0]) {
      wrong("point", "\(row[0]) stands in line \(line) before")
    }
    if !countries.contains(row[1]) {
      wrong("country", "\(Terminal.plain(row[1])) is no country of this event: write one like FR")
    }
    if !isZone(row[2]) {
      wrong("zone", "there is no time zone \(Terminal.plain(row[2])): write one like Europe/Paris")
    }
    if !Form.isLanguage(row[3]) {
      wrong("language", "write two or three small letters, as in fr")
    }
    let capacity = row[4].isEmpty ? nil : Self.number(row[4])
    if capacity == nil, !row[4].isEmpty {
      wrong("capacity", "write a whole number from 0 to 1000000, or nothing")
    }
    if !Form.isClean(row[5]) || row[5].utf8.count > 200 {
      wrong("contact", "write at most 200 bytes without control characters")
    }
    if row[6].isEmpty || !Form.isClean(row[6]) || row[6].utf8.count > 400 {
      wrong("name", "write 1 to 400 bytes without control characters")
    }
    guard report.mistakeCount == before else { return nil }
    return PointChange(
      country: row[1], zone: row[2], language: row[3], capacity: capacity, contact: row[5],
      name: row[6])
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
