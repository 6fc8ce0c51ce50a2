import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// The statement at the end of a day: of every life of every node what it has made and what of that is
/// on the hub's disk, ops and private lines.
///
/// A node is *in* when nothing is missing of what it last said that it had made, and it has said so
/// after the day's end; while the day lasts, within the last minute.
struct Statement {
  /// One life of a node's storage.
  struct Row {
    var point: String
    var country: String
    var contact: String?
    var node: KeyID
    var epoch: Epoch?
    /// Ops of a revoked node that are here and wait for an operator to accept them.
    var toAccept = 0
    /// Ops that it had made; nil for an earlier life, of which nobody can say.
    var made: Int64?
    var durable: Int64
    var whole: Int64
    var lastHeard: Int64?
    var state: State

    /// Whether anything is missing.
    enum State: String {
      case complete = "in"
      case waiting, silent, never, revoked
      /// The node's storage was made anew since; nobody waits for more of this one.
      case earlier
    }

    /// How many ops are missing as far as is known.
    var difference: Int64? { made.map { max(0, $0 - durable) } }
    /// Whether something may still come.
    var isAwaited: Bool { state == .waiting || state == .silent || state == .never }
  }

  /// `YYYY-MM-DD`.
  let date: String
  /// Hub time, ms.
  let time: Int64
  /// The end of the day, ms; after `time` while it lasts, or has not begun.
  let end: Int64
  /// Whether the day is over.
  var isOver: Bool { end <= time }
  private(set) var rows: [Row] = []
  /// Points that no node has joined.
  private(set) var withoutNode: [String] = []

  /// Whether nothing is awaited.
  var isComplete: Bool { !rows.contains { $0.isAwaited } }

  /// - Parameter date: the date of a day of the event; nil for the last day that has begun.
  init(of date: String?, at centre: Centre) throws(Failure) {
    time = centre.now()
    (self.date, end) = try Self.day(date, centre, time)
    let (points, nodes) = centre.replica.reading { fold in (fold.points(), fold.nodes()) }
    let served = Set(nodes.map(\.admission.point))
    withoutNode = points.filter { $0.fields.country != nil && !served.contains($0.id) }.map(\.id)
    let contacts = Dictionary(uniqueKeysWithValues: points.map { ($0.id, $0.fields.contact) })
    let lives = centre.lives()
    var seen: Set<KeyID> = []
    for node in nodes where seen.insert(node.admission.keyID).inserted {
      rows += rows(of: node, contacts[node.admission.point] ?? nil, lives, centre)
    }
  }

  private static func day(
    _ date: String?, _ centre: Centre, _ time: Int64
  ) throws(Failure) -> (date: String, end: Int64) {
    let days = centre.replica.reading { fold in fold.parts(.day) }
      .sorted { ($0.from ?? 0, $0.id) < ($1.from ?? 0, $1.id) }
    let dates = days.compactMap(\.date)
    let last = days.last { $0.from ?? 0 <= time } ?? days.first
    guard let date = date ?? last?.date else {
      throw .refused("The event has no days.")
    }
    guard dates.contains(date) else {
      throw .badData(
        "date: \(Terminal.plain(date)) is no day of this event: write one of "
          + dates.joined(separator: ", ") + ".")
    }
    return (date, days.filter { $0.date == date }.compactMap(\.to).max() ?? time)
  }

  private func rows(
    of node: NodeView, _ contact: String?, _ lives: [KeyID: NodeLife], _ centre: Centre
  ) -> [Row] {
    let id = node.admission.keyID
    let current = lives[id]
    let word = centre.lastWord(of: id, durable: current?.durable ?? 0)
    var row = Row(
      point: node.admission.point, country: node.admission.country, contact: contact, node: id,
      epoch: current?.epoch, made: word?.made, durable: current?.durable ?? 0, whole: 0,
      lastHeard: word?.at, state: .never)
    if let epoch = current?.epoch {
      row.whole = centre.replica.whole(of: Writer(node: id, epoch: epoch))
    }
    if centre.isRevoked(node) {
      row.state = .revoked
      row.toAccept = centre.replica.reading { fold in fold.waitingForAcceptance(of: id) }
    } else if let word {
      let isAllHere = word.made <= row.durable && row.whole >= row.durable
      let isRecent = word.at >= min(end, time - NodeHearing.silentAfterMs)
      row.state = isAllHere ? isRecent ? .complete : .silent : .waiting
    }
    let earlier = centre.replica.writerHeads
      .filter { $0.key.node == id && $0.key.epoch != current?.epoch }
      .sorted { $0.key.epoch < $1.key.epoch }
    return [row]
      + earlier.map { writer, head in
        Row(
          point: row.point, country: row.country, contact: contact, node: id, epoch: writer.epoch,
          made: nil, durable: head.n, whole: centre.replica.whole(of: writer), lastHeard: nil,
          state: .earlier)
      }
  }
}

extension HubCommands {
  /// `{"date": YYYY-MM-DD?}` → the statement of a day of the event, or of the last that has begun.
  func statement(_ body: JSONValue) throws(Failure) -> JSONValue {
    let date = try body.optionalArgument("date")
    if let date, LocalDate(date) == nil { throw .usage("date: write one as 2020-11-07.") }
    let statement = try Statement(of: date, at: centre)
    return [
      "date": .string(statement.date), "time": .integer(statement.time),
      "end_ms": .integer(statement.end),
      "over": .bool(statement.isOver), "complete": .bool(statement.isComplete),
      "rows": .array(statement.rows.map(Self.json)),
      "without_node": .array(statement.withoutNode.map { .string($0) }),
    ]
  }

  private static func json(_ row: Statement.Row) -> JSONValue {
    [
      "point": .string(row.point), "country": .string(row.country),
      "contact": .maybe(row.contact), "node": .id(row.node), "epoch": .maybe(row.epoch?.hex),
      "state": .string(row.state.rawValue), "made": .maybe(row.made),
      "durable": .integer(row.durable), "whole": .integer(row.whole),
      "difference": .maybe(row.difference), "to_accept": .count(row.toAccept),
      "last_heard_ms": .maybe(row.lastHeard),
    ]
  }
}
