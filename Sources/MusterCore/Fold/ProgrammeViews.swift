/// A session as the fold has it.
public nonisolated struct SessionView: Sendable {
  /// How it stands; raw values are those of the canonical form.
  public enum State: String, CaseIterable, Sendable {
    case planned, running, ended, skipped
  }

  /// Its id.
  public var id: String
  /// Titles by language.
  public var titles: [String: String]
  /// Id of its day.
  public var day: String?
  /// opening, session, media-break, evening, closing…
  public var type: String?
  /// Planned begin, ms.
  public var from: Int64?
  /// Planned end, ms.
  public var to: Int64?
  /// Minutes of each slot.
  public var slots: [Int64]
  /// How many talks.
  public var talks: Int64?
  /// How it stands.
  public var state: State
  /// When it was started, hub time, ms.
  public var started: Int64?
  /// When it was ended, hub time, ms.
  public var ended: Int64?
}

/// What an indicator counts at one point.
public nonisolated struct CountView: Sendable {
  /// Where.
  public var point: String
  /// Id of the indicator.
  public var indicator: String
  /// The value that stands.
  public var value: Int64
  /// When it was reported, hub time, ms.
  public var time: Int64
  /// The op that reported it.
  public var op: OpID
}

/// An announcement, and where it was seen.
public nonisolated struct AnnouncementView: Sendable {
  /// The `announce`.
  public var op: OpID
  /// When it was made, hub time, ms.
  public var time: Int64
  /// Who made it.
  public var by: String?
  /// What it says, and to whom.
  public var announcement: Announcement
  /// Points at which it was shown, and when, hub time, ms.
  public var shown: [String: Int64]
  /// Points at which somebody has acknowledged it, and when, hub time, ms.
  public var acknowledged: [String: Int64]
  /// Whether it has no place in the log yet.
  public var isPending: Bool
}

nonisolated extension Fold {
  /// The largest version that the hub has logged of the event's rules; 1 where none is.
  public mutating func rulesVersion() -> Int64 {
    settle()
    return largestRules ?? 1
  }

  /// The event's sessions, by planned begin.
  public mutating func sessions() -> [SessionView] {
    settle()
    return foldedSessions.map { view(of: $0) }
      .sorted { ($0.from ?? .min, $0.id) < ($1.from ?? .min, $1.id) }
  }

  private func view(of session: FoldedSession) -> SessionView {
    let part = { (field: SessionField) -> EventPart? in
      let op = session.winners[field.rawValue]
      return records[op].kind == .eventPut ? payloads.parts[Int(records[op].payload)] : nil
    }
    let change = { (field: SessionField) -> SessionChange? in
      let op = session.winners[field.rawValue]
      return records[op].kind == .sessionPut
        ? payloads.sessionChanges[Int(records[op].payload)] : nil
    }
    return SessionView(
      id: session.id, titles: part(.titles)?.titles ?? change(.titles)?.titles ?? [:],
      day: part(.day)?.day ?? change(.day)?.day, type: part(.type)?.type ?? change(.type)?.type,
      from: part(.from)?.from ?? change(.from)?.from, to: part(.to)?.to ?? change(.to)?.to,
      slots: part(.slots)?.slots ?? change(.slots)?.slots ?? [],
      talks: part(.talks)?.talks ?? change(.talks)?.talks, state: session.state,
      started: session.start < 0 ? nil : records[session.start].ms,
      ended: session.end < 0 ? nil : records[session.end].ms)
  }

  /// Every indicator's value at every point that reported one, by indicator and point.
  public mutating func counts() -> [CountView] {
    settle()
    return countWinners.map { what, op in
      CountView(
        point: places.string(what.point), indicator: words.string(what.indicator),
        value: records[op].number, time: records[op].ms, op: records[op].id)
    }.sorted { ($0.indicator, $0.point) < ($1.indicator, $1.point) }
  }

  /// All announcements that were not taken back, the newest first; expired ones too.
  public mutating func announcements() -> [AnnouncementView] {
    settle()
    let sightings = sightings
    return announceOps.filter { isAnnouncement($0) }.sorted { precedes($1, $0) }.map { op in
      let record = records[op]
      var view = AnnouncementView(
        op: record.id, time: record.ms, by: record.by < 0 ? nil : words.string(record.by),
        announcement: payloads.announcements[Int(record.payload)], shown: [:],
        acknowledged: [:], isPending: record.traits.contains(.pending))
      for (what, ops) in sightings where what.announcement == record.id {
        let point = places.string(what.point)
        view.shown[point] = records[ops.shown].ms
        if ops.acknowledged >= 0 { view.acknowledged[point] = records[ops.acknowledged].ms }
      }
      return view
    }
  }
}
