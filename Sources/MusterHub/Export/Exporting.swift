import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// The tables of an event, read beside a running daemon: it does not wait, and its memory does not grow.
struct Exporting {
  private let centre: Centre
  /// Where stays are, by the points' ids.
  private let points: [String: (country: String?, zone: Zone?)]
  private var replica: Replica { centre.replica }

  init(_ centre: Centre) {
    self.centre = centre
    points = centre.replica.reading { fold in
      fold.points().reduce(into: [:]) { points, point in
        points[point.id] = (
          point.fields.country, point.fields.zone.flatMap { try? Zone($0) }
        )
      }
    }
  }

  /// Columns of a table.
  func columns(
    of table: ExportTable, _ format: ExportWriter.Format
  ) throws(Failure) -> [String] {
    switch table {
    case .log: format == .csv ? LogExport.columns : LogExport.members
    case .statement: StatementExport.columns
    case .attendance:
      [
        "participant", "name", "home", "point", "country", "door", "day", "from_utc", "to_utc",
        "from_local", "to_local", "end_assumed", "uncertain_s", "by", "checkin", "checkout",
      ]
    case .participants:
      Self.fixed + ownColumns()
    case .conflicts:
      [
        "id", "type", "open", "participant", "name", "subject", "outcome", "choices", "resolution",
        "side", "op", "kind", "point", "by", "time_utc", "uncertain_s",
      ]
    }
  }

  /// Writes all rows of a table.
  func write(_ table: ExportTable, to writer: ExportWriter) throws(Failure) {
    switch table {
    case .attendance: for id in people() { try stays(of: id, writer) }
    case .participants: for id in people() { try participant(id, writer) }
    case .log: try LogExport.write(replica, to: writer)
    case .conflicts: for conflict in try centre.conflicts() { try sides(of: conflict, writer) }
    case .statement:
      let answer = try HubCommands(centre: centre).perform("statement", [:])
      try StatementExport.write(answer, to: writer)
    }
    try writer.end()
  }

  private func people() -> [String] {
    replica.reading { fold in fold.participantIDs() }.sorted {
      $0.utf8.lexicographicallyPrecedes($1.utf8)
    }
  }

  // MARK: Attendance

  private func stays(of id: String, _ writer: ExportWriter) throws(Failure) {
    let (stays, home) = replica.reading { fold in
      (fold.presence(of: id), fold.participant(id)?.home)
    }
    guard !stays.isEmpty else { return }
    let name = try contact(id)?.name
    for stay in stays {
      let point = points[stay.point]
      let by = replica.reading { fold in fold.operationInfo(stay.beginOp)?.by }
      try writer.row([
        .string(id), .maybe(name), .maybe(home), .string(stay.point), .maybe(point?.country),
        .string(stay.door), .string(stay.date), Self.utc(stay.begin), Self.utc(stay.end),
        .maybe(point?.zone?.time(at: stay.begin).dateAndClock),
        .maybe(point?.zone?.time(at: stay.end).dateAndClock), .bool(stay.isEndAssumed),
        .integer((stay.err + 999) / 1_000), .maybe(by), .id(stay.beginOp),
        .maybe(stay.endOp?.hex),
      ])
    }
  }

  // MARK: Participants

  /// The columns that every table of participants has.
  static let fixed = [
    "id", "person", "name", "email", "phone", "kind", "country", "point", "body", "language",
    "registered", "walk_in", "pending", "cancelled", "blocked", "attended_days",
  ]

  /// The private fields that have a fixed column.
  private static let contacts: Set<String> = ["name", "email", "phone"]

  /// The columns of the organiser's own private fields: each has one, and no two have the same.
  private func ownColumns() -> [String] {
    var names: Set<String> = []
    replica.reading { fold in
      fold.forEachParticipant { names.formUnion($0.privateFields.keys) }
    }
    return Array(names.subtracting(Self.contacts)).ascending.map {
      ExportedRoster.column(of: $0)
    }
  }

  private func participant(_ id: String, _ writer: ExportWriter) throws(Failure) {
    let found = replica.reading { fold in
      (fold.participant(id), fold.whole(id)?.members.first, fold.presence(of: id))
    }
    guard let view = found.0 else { return }
    let own = try Failure.storing { () throws(StoreError) in try replica.privateValues(of: view) }
    let days = Array(Set(found.2.map(\.date)).subtracting(["outside"])).ascending
    let extra = writer.columns.dropFirst(Self.fixed.count).map {
      JSONValue.maybe(own[ExportedRoster.unmarked($0)])
    }
    let fixed: [JSONValue] = [
      .string(id), .string(found.1 ?? id), .maybe(own["name"]), .maybe(own["email"]),
      .maybe(own["phone"]), .maybe(view.kind), .maybe(view.country), .maybe(view.point),
      .maybe(view.body), .maybe(view.language), .bool(view.isRegistered), .bool(view.isWalkIn),
      .bool(view.isPending ?? false), .bool(view.isCancelled ?? false),
      .bool(!view.blocks.isEmpty), .array(days.map { .string($0) }),
    ]
    try writer.row(fixed + extra)
  }

  // MARK: Conflicts

  private func sides(of conflict: ConflictView, _ writer: ExportWriter) throws(Failure) {
    let name = try contact(conflict.person)?.name
    for (number, side) in conflict.sides.enumerated() {
      try writer.row([
        .id(conflict.id), .string(conflict.type), .bool(conflict.isOpen),
        .string(conflict.person), .maybe(name), .array(conflict.subject.map { .string($0) }),
        .string(conflict.outcome), .array(conflict.choices.map { .string($0) }),
        .maybe(conflict.resolution?.hex), .number(number + 1), .id(side.op), .string(side.kind),
        .maybe(side.point), .maybe(side.by), Self.utc(side.time),
        .integer((side.err + 999) / 1_000),
      ])
    }
  }

  private func contact(_ id: String) throws(Failure) -> Contact? {
    try Failure.storing { () throws(StoreError) in try replica.contact(of: id) }
  }

  /// `2026-11-07T12:05:03Z`.
  static func utc(_ ms: Int64) -> JSONValue {
    let second = ms >= 0 ? ms / 1_000 : (ms - 999) / 1_000
    let day = second >= 0 ? second / 86_400 : (second - 86_399) / 86_400
    let time = LocalTime(
      date: LocalDate(day: Int(day)), second: Int(second - day * 86_400), offset: 0)
    let seconds = time.second % 60
    return .string("\(time.date.text)T\(time.clock):\(seconds < 10 ? "0" : "")\(seconds)Z")
  }
}
