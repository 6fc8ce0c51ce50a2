import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// One line of a paper list, read and checked.
struct PaperRow {
  /// Who it was.
  let participant: String
  /// Serial of the ticket, where one was written down.
  let serial: Int64?
  /// By which door.
  let door: String
  /// Came in; otherwise left.
  let isCheckIn: Bool
  /// When, ms.
  let stated: Int64

  /// How far ahead of the node a time may be, ms: watches are not exact.
  private static let mostAheadMs: Int64 = 300_000
  /// How long before a day of the event and after it people come and go, ms.
  private static let mostAstrayMs: Int64 = 12 * 3_600_000

  /// Reads `participant`, `time`, and where they are there `door` and `act`.
  ///
  /// - Parameters:
  ///   - date: for times without a date.
  ///   - now: hub time, ms.
  ///   - anyway: takes times that are on no day of the event.
  init(
    _ row: RequestBody, _ node: Node, date: String?, now: Int64, anyway: Bool
  ) throws(Failure) {
    (participant, serial) = try Self.person(row, node)
    door = try Door(Self.cell("door", row), of: node, by: nil).name
    isCheckIn = try Self.act(row)
    stated = try Self.time(row, node, date: date)
    if !anyway { try Self.checkIsOfTheEvent(stated, node) }
    guard stated <= now + Self.mostAheadMs else {
      throw .badData(
        "\(node.localTime(stated) ?? "This time") is still to come: is the date right?")
    }
  }

  /// What its line says, to find it again.
  var act: StatedAct {
    StatedAct(participant: participant, door: door, isCheckIn: isCheckIn, stated: stated)
  }

  /// The op that it becomes. It names no blocks as seen: a sheet of paper has seen none.
  func draft(by: String?, at point: String) -> Draft {
    Draft(
      isCheckIn ? .checkin(CheckIn(door: door, serial: serial)) : .checkout(door: door), by: by,
      point: point, participant: participant, stated: stated)
  }

  private static func person(
    _ row: RequestBody, _ node: Node
  ) throws(Failure) -> (id: String, serial: Int64?) {
    guard let text = try cell("participant", row, atMostBytes: 1024) else {
      throw .badData("Nobody is named: write the id or the text of the ticket.")
    }
    if Visitor.isTicket(text) {
      let keys = node.replica.reading { fold in fold.ticketKeys() }
      let visitor = Visitor(ticket: text, event: node.enrolment.event, ticketKeys: keys)
      guard let id = visitor.participant else {
        throw .badData("This is no good ticket of this event: write the person's id instead.")
      }
      return (id, visitor.serial)
    }
    let id = node.meant(by: text)
    guard node.replica.reading({ fold in fold.participant(id) != nil }) else {
      throw .badData(
        "Nobody has the id “\(text)”: search by name, or register the person as a walk-in first.")
    }
    return (id, nil)
  }

  private static func checkIsOfTheEvent(_ stated: Int64, _ node: Node) throws(Failure) {
    guard let dates = node.replica.reading({ $0.datesFar(from: stated, margin: mostAstrayMs) })
    else { return }
    throw .badData(
      "\(node.localTime(stated) ?? "This time") is on no day of the event ("
        + "\(dates.joined(separator: ", "))): is the date right? With \(Argument.named("anyway")), it is recorded."
    )
  }

  private static func act(_ row: RequestBody) throws(Failure) -> Bool {
    switch try cell("act", row)?.lowercased() {
    case nil, "in", "checkin", "check-in": return true
    case "out", "checkout", "check-out": return false
    case let other?:
      throw .badData("“\(other)” is neither in nor out: write in, out, or nothing for in.")
    }
  }

  private static func time(
    _ row: RequestBody, _ node: Node, date: String?
  ) throws(Failure) -> Int64 {
    guard let text = try cell("time", row) else { throw .badData("The time is missing.") }
    switch try PaperTime(text, date: date) {
    case .exact(let ms): return ms
    case .local(let day, let second):
      guard let clock = node.wallClock else {
        throw .badData(
          "This node does not know the point's time zone yet: write times like "
            + "2026-11-07T14:05+01:00.")
      }
      guard let ms = clock.moment(day, second: second) else {
        throw .badData("The clocks in \(clock.name) never showed “\(text)”: they were put forward.")
      }
      return ms
    }
  }

  /// A cell; an empty one is as good as none.
  private static func cell(
    _ name: String, _ row: RequestBody, atMostBytes limit: Int = 200
  ) throws(Failure) -> String? {
    try row.isBlank(name) ? nil : row.text(name, atMostBytes: limit)
  }
}
