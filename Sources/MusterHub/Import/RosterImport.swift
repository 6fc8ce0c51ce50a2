import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// Participants from a CSV file: what each line changes, or what is wrong with it.
///
/// The file is the whole truth about the people it names: an empty field takes a value back, but for
/// the point. Whoever it does not name stays as they are. Messages never repeat what stands in a private column.
struct RosterImport {
  /// The columns, of which none may be missing.
  static let columns = [
    "id", "name", "kind", "country", "point", "body", "language", "email", "phone",
  ]
  /// The greatest length of a field, bytes; the others are bounded by their form.
  private static let limits: [(column: Int, bytes: Int)] = [
    (1, 400), (2, 64), (5, 400), (7, 254), (8, 64),
  ]

  /// A change names all those before it, in one line.
  private static let mostChanges = 400

  private(set) var report = ImportReport()
  /// What to append when nothing is wrong.
  private(set) var drafts: [Draft] = []

  private let countries: Set<String>
  private let points: Set<String>
  private var seen: [String: Int] = [:]

  /// Compares a file with what the replica has.
  init(_ bytes: [UInt8], encoding: String? = nil, into replica: Replica) throws(Failure) {
    let table = try ImportTable(bytes, encoding: encoding, columns: Self.columns)
    (countries, points) = replica.reading { fold in
      (Set(fold.parts(.country).map(\.id)), Set(fold.points().map(\.id)))
    }
    seen.reserveCapacity(table.rows.count)
    for row in table.rows {
      report.lines += 1
      guard isRight(row, in: replica) else { continue }
      try compare(row, in: replica)
    }
  }

  private mutating func compare(_ row: ImportTable.Row, in replica: Replica) throws(Failure) {
    let id = row[0]
    let old = replica.reading { fold in fold.participant(id) }
    guard old?.puts.count ?? 0 <= Self.mostChanges else {
      return report.note(row.line, nil, "changed more than \(Self.mostChanges) times: leave it out")
    }
    if row[4].isEmpty, !(old?.point ?? "").isEmpty {
      // No id of a point is empty, so that no line can say it.
      return report.note(
        row.line, Self.columns[4], "it was given before and cannot be taken back: write one")
    }
    let contact: Contact?
    if old?.privateFields.isEmpty ?? true {
      contact = nil
    } else {
      contact = try Failure.storing { () throws(StoreError) in try replica.ownContact(of: id) }
    }
    func new(_ column: Int, _ old: String?) -> String? {
      row[column] == old ?? "" ? nil : row[column]
    }
    var change = ParticipantChange(
      base: old?.puts ?? [], kind: new(2, old?.kind), country: new(3, old?.country),
      point: new(4, old?.point), body: new(5, old?.body), language: new(6, old?.language))
    let privates = [
      ("name", 1, contact?.name), ("email", 7, contact?.email), ("phone", 8, contact?.phone),
    ]
    .compactMap { name, column, old in
      new(column, old).map { PrivateLine.Field(name: name, value: $0) }
    }
    let isRegistered = old?.isRegistered ?? false
    let isSame =
      privates.isEmpty && change.kind == nil && change.country == nil && change.point == nil
      && change.body == nil && change.language == nil
    guard !isSame || !isRegistered else { return report.same += 1 }
    if !isRegistered {
      // Their home country is that of the put which creates them.
      change.country = row[3]
      report.added += 1
    } else {
      report.changed += 1
    }
    drafts.append(Draft(.participantPut(change), participant: id, privates: privates))
  }

  private mutating func isRight(_ row: ImportTable.Row, in replica: Replica) -> Bool {
    let before = report.mistakeCount
    func wrong(_ column: Int, _ message: String) {
      report.note(row.line, Self.columns[column], message)
    }
    if !Form.isParticipant(row[0]) {
      wrong(0, "write 1 to 64 letters, digits and signs of ASCII, without space, \", \\ and /")
    } else if let line = seen.updateValue(row.line, forKey: row[0]) {
      wrong(0, "\(row[0]) stands in line \(line) before")
    } else if Identifier(row[0]) != nil,
      !replica.reading({ fold in fold.participant(row[0])?.isWalkIn ?? false })
    {
      wrong(0, "32 hex digits are the id of a walk-in: choose another form")
    }
    if row[1].isEmpty { wrong(1, "a name is missing") }
    if !countries.contains(row[3]) {
      wrong(3, "\(Terminal.plain(row[3])) is no country of this event: write one like FR")
    }
    if !row[4].isEmpty, !points.contains(row[4]) {
      wrong(4, "there is no point \(Terminal.plain(row[4])): import points first")
    }
    if !row[6].isEmpty, !Form.isLanguage(row[6]) {
      wrong(6, "write two or three small letters, as in fr")
    }
    if !row[7].isEmpty, !Self.isEmail(row[7]) { wrong(7, "this is no email address") }
    for (column, bytes) in Self.limits {
      if row[column].utf8.count > bytes { wrong(column, "longer than \(bytes) bytes") }
      if !Form.isClean(row[column]) { wrong(column, "it holds a control character or a line end") }
    }
    return report.mistakeCount == before
  }

  private static func isEmail(_ text: String) -> Bool {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    return parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
      && !text.utf8.contains { $0 <= 0x20 }
  }
}
