import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// What the centre tells this point.
extension NodeCommands {
  /// The announcements that stand, in the desk's language.
  func announcements(_ body: RequestBody) throws(Failure) -> JSONValue {
    try list(Notices(for: node, now: node.now()), body, shownNow: nil)
  }

  /// The same, to somebody who reads them now: each is noted as shown here, once.
  func showAnnouncements(_ body: RequestBody, _ keep: Keep) throws(Failure) -> JSONValue {
    let now = node.now()
    let notices = Notices(for: node, now: now)
    let by = try by(body)
    let written = notices.unseen.map { view in
      node.write(Self.seen(view.op, isAcknowledged: false, by: by, at: node.point))
    }
    let answer = try list(notices, body, shownNow: now)
    if !written.isEmpty { try node.record(written, answer: keep(answer)) }
    return answer
  }

  /// Notes that an announcement was shown here, or with `acknowledged` that somebody has taken note.
  func seen(_ body: RequestBody, _ keep: Keep) throws(Failure) -> JSONValue {
    guard let typed = try body.text("announcement") else {
      throw .usage("Say “announcement”, the id of what was read.")
    }
    let isAcknowledged = try body.flag("acknowledged")
    let now = node.now()
    let view = try announcement(typed, among: Notices(for: node, now: now))
    let earlier = isAcknowledged ? view.acknowledged[node.point] : view.shown[node.point]
    var written: [Node.Written] = []
    if earlier == nil {
      written.append(
        node.write(
          Self.seen(view.op, isAcknowledged: isAcknowledged, by: try by(body), at: node.point)))
    }
    let answer = JSONValue.present([
      "announcement": JSONValue(view.op), "op": written.first.map { JSONValue($0.id) },
      "acknowledged": .bool(isAcknowledged || view.acknowledged[node.point] != nil),
      "since_ms": .number(earlier ?? now),
    ])
    try node.record(written, answer: keep(answer))
    return answer
  }

  /// How many announcements nobody here has acknowledged.
  var unacknowledged: Int { Notices(for: node, now: node.now()).unacknowledged.count }

  private func list(
    _ notices: Notices, _ body: RequestBody, shownNow: Int64?
  ) throws(Failure) -> JSONValue {
    let languages = try languages(body)
    return [
      "announcements": .array(
        notices.current.map { notices.json($0, node, languages, shownNow: shownNow) }),
      "unacknowledged": .number(notices.unacknowledged.count),
    ]
  }

  /// The announcement that a person means by an id, or by the beginning of one.
  private func announcement(
    _ typed: String, among notices: Notices
  ) throws(Failure) -> AnnouncementView {
    let found = notices.beginning(typed)
    guard let view = found.first else {
      throw .unknown("There is no announcement \(typed) for this point: list them.")
    }
    guard found.count == 1 else {
      throw .refused("\(found.count) announcements begin with \(typed): write more of the id.")
    }
    return view
  }

  private static func seen(
    _ op: OpID, isAcknowledged: Bool, by: String?, at point: String
  ) -> Draft {
    Draft(.announceSeen(announcement: op, isAcknowledged: isAcknowledged), by: by, point: point)
  }
}
