import MusterCore

/// “Event, points, nodes” of `Protocol/5-state.md`: how the programme goes, and what points tell.
nonisolated struct Programme {
  struct Session {
    var id: Text
    /// Each field with the op that won.
    var fields: [String: Operation]
    var state = "planned"
    var start: Operation?
    var end: Operation?
  }

  struct Count: Hashable {
    var point: String
    var indicator: Text
  }

  struct Shown: Hashable {
    var announcement: OpID
    var point: String
  }

  let rules: Int64?
  let sessions: [Session]
  /// The op that says each value.
  let counts: [Count: OpID]
  let announcements: [OpID]
  /// By which op each was shown, and by which acknowledged.
  let seen: [Shown: (by: OpID, acknowledged: OpID?)]

  init(
    _ operations: [Operation], _ times: Times, _ voids: Voids, _ places: Places,
    _ mistake: Mistake?
  ) {
    let unvoided = operations.filter { !voids.takenBack.contains($0.id) }
    rules = Programme.rules(operations, times, mistake)
    sessions = places.parts.keys.filter { $0.sort == .session }.map { name in
      Programme.session(
        name.id, operations, mistake == .keepsVoidedStarts ? operations : unvoided, times, mistake)
    }
    counts = Programme.counts(mistake == .keepsVoidedCounts ? operations : unvoided, times)
    announcements = unvoided.filter { op in
      if case .announce = op.act { return true }
      return false
    }.map(\.id)
    seen = Programme.seen(operations, times, mistake)
  }

  private static func rules(
    _ operations: [Operation], _ times: Times, _ mistake: Mistake?
  ) -> Int64? {
    let versions = times.inOrder(operations).compactMap { op -> Int64? in
      if case .eventRules(let version) = op.act { return version }
      return nil
    }
    return mistake == .takesTheLatestRules ? versions.last : versions.max()
  }

  private static func counts(_ operations: [Operation], _ times: Times) -> [Count: OpID] {
    var values: [Count: OpID] = [:]
    for op in times.inOrder(operations) {
      guard case .count(let indicator, _) = op.act, let point = op.point else { continue }
      values[Count(point: point, indicator: Text(indicator))] = op.id
    }
    return values
  }

  private static func seen(
    _ operations: [Operation], _ times: Times, _ mistake: Mistake?
  ) -> [Shown: (by: OpID, acknowledged: OpID?)] {
    var seen: [Shown: (by: OpID, acknowledged: OpID?)] = [:]
    for op in times.inOrder(operations) {
      guard case .announceSeen(let announcement, let isAcknowledged) = op.act,
        let point = op.point
      else { continue }
      let shown = Shown(announcement: announcement, point: point)
      var first = seen[shown] ?? (by: op.id, acknowledged: nil)
      let isFirst = first.acknowledged == nil || mistake == .takesTheLastAcknowledgement
      if isAcknowledged && isFirst { first.acknowledged = op.id }
      seen[shown] = first
    }
    return seen
  }

  // MARK: Sessions

  private static func session(
    _ id: Text, _ operations: [Operation], _ unvoided: [Operation], _ times: Times,
    _ mistake: Mistake?
  ) -> Session {
    var session = Session(id: id, fields: [:])
    for op in times.inOrder(operations) {
      for field in fields(op, id, mistake) { session.fields[field] = op }
    }
    for op in times.inOrder(unvoided) {
      switch op.act {
      case .sessionStart(let named) where Text(named) == id: session.starts(op, mistake)
      case .sessionEnd(let named) where Text(named) == id: session.ends(op)
      case .sessionSkip(let named) where Text(named) == id: session.isSkipped(mistake)
      default: break
      }
    }
    return session
  }

  /// The fields of a session that an op sets.
  private static func fields(_ op: Operation, _ id: Text, _ mistake: Mistake?) -> [String] {
    switch op.act {
    case .eventPut(let part) where part.sort == .session && Text(part.id) == id:
      var all = ["day", "from", "slots", "talks", "titles", "to", "type"]
      if mistake == .keepsWhatAPartLeavesOut {
        if part.slots.isEmpty { all.removeAll { $0 == "slots" } }
        if part.talks == nil { all.removeAll { $0 == "talks" } }
      }
      return all
    case .sessionPut(let change) where Text(change.session) == id:
      var names: [String] = []
      if change.day != nil { names.append("day") }
      if change.from != nil { names.append("from") }
      if change.slots != nil { names.append("slots") }
      if change.talks != nil { names.append("talks") }
      if change.titles != nil { names.append("titles") }
      if change.to != nil { names.append("to") }
      if change.type != nil { names.append("type") }
      return names
    default: return []
    }
  }
}

nonisolated extension Programme.Session {
  fileprivate mutating func starts(_ op: Operation, _ mistake: Mistake?) {
    switch state {
    case "planned", "skipped":
      state = "running"
      start = op
    case "ended":
      state = "running"
      end = nil
      if mistake == .startsEndedSessionsAnew { start = op }
    default: break
    }
  }

  fileprivate mutating func ends(_ op: Operation) {
    guard state == "running" else { return }
    state = "ended"
    end = op
  }

  fileprivate mutating func isSkipped(_ mistake: Mistake?) {
    if state == "planned" || (state == "running" && mistake == .skipsRunningSessions) {
      state = "skipped"
    }
  }
}
