/// Rules, counts, sessions and announcements: few ops, looked at as a whole whenever somebody asks.
nonisolated extension Fold {
  /// A field of a session; raw values ascend with the names.
  enum SessionField: Int, CaseIterable {
    case day, from, slots, talks, titles, to, type

    var name: StaticString {
      switch self {
      case .day: "day"
      case .from: "from"
      case .slots: "slots"
      case .talks: "talks"
      case .titles: "titles"
      case .to: "to"
      case .type: "type"
      }
    }

    func isSet(in change: SessionChange) -> Bool {
      switch self {
      case .day: change.day != nil
      case .from: change.from != nil
      case .slots: change.slots != nil
      case .talks: change.talks != nil
      case .titles: change.titles != nil
      case .to: change.to != nil
      case .type: change.type != nil
      }
    }
  }

  /// A session as its ops have it.
  struct FoldedSession {
    var id: String
    /// For each of ``SessionField`` the op that won.
    var winners: [7 of Int32]
    var state = SessionView.State.planned
    /// The op that started it, and the one that ended it, or −1.
    var start: Int32 = -1
    var end: Int32 = -1
  }

  /// The largest version that is said of the rules.
  var largestRules: Int64? {
    rulesOps.filter { records[$0].counts }.map { records[$0].number }.max()
  }

  func isAnnouncement(_ op: Int32) -> Bool {
    records[op].kind == .announce && records[op].counts && !isVoided(op)
  }

  /// An indicator at a point.
  struct Counted: Hashable {
    var point: Int32
    var indicator: Int32
  }

  /// For each indicator at a point the count that stands.
  var countWinners: [Counted: Int32] {
    var winners: [Counted: Int32] = [:]
    for op in countOps where records[op].counts && !isVoided(op) {
      let what = Counted(point: records[op].point, indicator: records[op].payload)
      winners[what] = later(winners[what] ?? -1, op)
    }
    return winners
  }

  /// An announcement at a point.
  struct Sighted: Hashable {
    var announcement: OpID
    var point: Int32
  }

  /// For each announcement at a point by which op it was shown, and acknowledged or −1.
  var sightings: [Sighted: (shown: Int32, acknowledged: Int32)] {
    var found: [Sighted: (shown: Int32, acknowledged: Int32)] = [:]
    for op in seenOps where records[op].counts {
      let seen = payloads.seen[Int(records[op].payload)]
      let what = Sighted(announcement: seen.announcement, point: records[op].point)
      var sight = found[what] ?? (op, -1)
      if precedes(op, sight.shown) { sight.shown = op }
      if seen.isAcknowledged, sight.acknowledged < 0 || precedes(op, sight.acknowledged) {
        sight.acknowledged = op
      }
      found[what] = sight
    }
    return found
  }

  /// All sessions that are parts of the event, in no order that means anything.
  var foldedSessions: [FoldedSession] {
    // By bytes: to `==`, two spellings of one accented letter would be one session.
    var puts: [[UInt8]: [Int32]] = [:]
    for op in eventPuts where records[op].counts {
      let part = payloads.parts[Int(records[op].payload)]
      if part.sort == .session { puts[Array(part.id.utf8), default: []].append(op) }
    }
    guard !puts.isEmpty else { return [] }
    var changes: [[UInt8]: [Int32]] = [:]
    var steps: [[UInt8]: [Int32]] = [:]
    for op in sessionOps where records[op].counts {
      if records[op].kind == .sessionPut {
        let change = payloads.sessionChanges[Int(records[op].payload)]
        changes[Array(change.session.utf8), default: []].append(op)
      } else if !isVoided(op) {
        steps[Array(words.utf8(records[op].payload)), default: []].append(op)
      }
    }
    return puts.map { id, puts in
      let latest = puts.reduce(-1) { later($0, $1) }
      var session = FoldedSession(
        id: String(decoding: id, as: UTF8.self), winners: .init(repeating: latest))
      for op in changes[id] ?? [] {
        let change = payloads.sessionChanges[Int(records[op].payload)]
        for field in SessionField.allCases where field.isSet(in: change) {
          session.winners[field.rawValue] = later(session.winners[field.rawValue], op)
        }
      }
      for op in (steps[id] ?? []).sorted(by: { precedes($0, $1) }) {
        session.step(records[op].kind, op)
      }
      return session
    }
  }
}

nonisolated extension Fold.FoldedSession {
  fileprivate mutating func step(_ kind: Kind, _ op: Int32) {
    switch (kind, state) {
    case (.sessionStart, .planned), (.sessionStart, .skipped):
      state = .running
      start = op
    case (.sessionStart, .ended):
      state = .running
      end = -1
    case (.sessionEnd, .running):
      state = .ended
      end = op
    case (.sessionSkip, .planned): state = .skipped
    default: break
    }
  }
}
