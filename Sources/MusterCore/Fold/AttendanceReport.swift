/// By what people are counted.
public nonisolated enum AttendanceGrouping: String, CaseIterable, Sendable {
  case day, session, country, group, body, kind
}

/// Whom an attendance report counts.
public nonisolated struct AttendanceScope: Hashable, Sendable {
  /// Only who has attended this day; by session: only the sessions of it.
  public var day: String?
  /// Only who has attended this session.
  public var session: String?
  /// Registered: only whose home country it is; attended and present: only at points of it.
  public var country: String?

  /// Makes a scope; what is nil limits nothing.
  public init(day: String? = nil, session: String? = nil, country: String? = nil) {
    self.day = day
    self.session = session
    self.country = country
  }
}

/// One line of an attendance report.
public nonisolated struct AttendanceRow: Hashable, Sendable {
  /// Id of the day, session or group; code of the country; the body or kind itself, empty for people
  /// of whom none is known.
  public var key: String
  /// Titles by language; none for bodies and kinds.
  public var titles: [String: String]
  /// How many.
  public var figures = Attendance.Figures()
}

/// How many people were registered, have attended and are present, by one thing or another
/// (`Protocol/5-state.md`, Presence).
///
/// Everybody counts once in a row, at the counted point of the date of the first stay that attends.
/// Nobody has attended what lies ahead: a stay that goes on is taken to last until now.
nonisolated extension Fold {
  /// Counts everybody, in one pass over the participants.
  ///
  /// - Parameter now: hub time, ms.
  public mutating func attendance(
    by grouping: AttendanceGrouping, _ scope: AttendanceScope = AttendanceScope(), now: Int64
  ) -> [AttendanceRow] {
    settle()
    var rows = rows(by: grouping, scope)
    var places: [String: Int] = [:]
    for (index, row) in rows.enumerated() { places[row.key] = index }
    let windows = windows(of: rows, by: grouping, scope, now)
    let groups = grouping == .group ? parts(.group) : []
    let memberships = grouping == .group ? countriesByGroup(groups) : [:]
    for index in people.indices where isSomebody(index) {
      let person = Int32(truncatingIfNeeded: index)
      guard name(of: person) == person else { continue }
      let attendee = attendee(person, now)
      if let windows {
        for (row, window) in windows.enumerated() {
          rows[row].figures.add(mark(of: attendee, in: window, scope))
        }
        continue
      }
      let mark = mark(of: attendee, in: window(of: scope, now), scope)
      for (key, part) in mark.byKey(grouping, attendee, groups, memberships) {
        if let place = places[key] {
          rows[place].figures.add(part)
        } else if grouping != .group, part.counts {
          places[key] = rows.count
          rows.append(AttendanceRow(key: key, titles: [:]))
          rows[rows.count - 1].figures.add(part)
        }
      }
    }
    if grouping == .body || grouping == .kind {
      rows.sort { ($0.key.isEmpty ? 1 : 0, $0.key) < ($1.key.isEmpty ? 1 : 0, $1.key) }
    }
    return rows
  }

  // MARK: Rows

  private mutating func rows(
    by grouping: AttendanceGrouping, _ scope: AttendanceScope
  ) -> [AttendanceRow] {
    switch grouping {
    case .day:
      parts(.day).sorted { ($0.from ?? 0, $0.id) < ($1.from ?? 0, $1.id) }
        .map { AttendanceRow(key: $0.id, titles: $0.titles) }
    case .session:
      sessions().filter { scope.day == nil || $0.day == scope.day }
        .map { AttendanceRow(key: $0.id, titles: $0.titles) }
    case .country: parts(.country).map { AttendanceRow(key: $0.id, titles: $0.titles) }
    case .group: parts(.group).map { AttendanceRow(key: $0.id, titles: $0.titles) }
    case .body, .kind: []
    }
  }

  private mutating func countriesByGroup(_ groups: [EventPart]) -> [String: Set<String>] {
    var found: [String: Set<String>] = [:]
    for group in groups { found[group.id] = Set(group.countries) }
    for country in parts(.country) {
      for group in country.groups { found[group, default: []].insert(country.id) }
    }
    return found
  }

  // MARK: Windows

  /// What must be met to have attended.
  private struct Window {
    /// ms; nil for both: any stay will do.
    var from: Int64?
    var to: Int64?
    /// So much of it at least, ms; 0: it is enough to touch it.
    var least: Int64 = 0
    /// Whether it is now, so that who is inside is present at it.
    var isNow = true

    /// What no stay can meet.
    static let never = Window(from: .max, to: .min, isNow: false)

    func isMet(from begin: Int64, to end: Int64) -> Bool {
      guard let from, let to else { return true }
      guard least > 0 else { return begin < to && end > from }
      let (first, last) = (max(begin, from), min(end, to))
      return first < last && last &- first >= least
    }
  }

  /// Of each row its own window; nil where all rows have the scope's.
  private mutating func windows(
    of rows: [AttendanceRow], by grouping: AttendanceGrouping, _ scope: AttendanceScope,
    _ now: Int64
  ) -> [Window]? {
    switch grouping {
    case .day: rows.map { window(of: AttendanceScope(day: $0.key), now) }
    case .session: rows.map { window(of: AttendanceScope(session: $0.key), now) }
    default: nil
    }
  }

  private mutating func window(of scope: AttendanceScope, _ now: Int64) -> Window {
    if let id = scope.session {
      guard let session = sessions().first(where: { $0.id == id }), session.state != .skipped,
        let from = session.started ?? session.from, let to = session.ended ?? session.to
      else { return .never }
      let isNow =
        session.state == .running ? from <= now : session.ended == nil && from <= now && now < to
      return Window(from: from, to: to, least: 60_000, isNow: isNow)
    }
    if let id = scope.day {
      guard let day = parts(.day).first(where: { $0.id == id }), let from = day.from,
        let to = day.to
      else { return .never }
      return Window(from: from, to: to, isNow: days.text(days.date(now)) == day.date)
    }
    return Window()
  }

  // MARK: People

  /// One person, as far as a report asks.
  fileprivate struct Attendee {
    var isRegistered = false
    var home: String?
    var body = ""
    var kind = ""
    /// Stays that have begun, with the country at which each counts; ends not after now.
    var stays: [(begin: Int64, end: Int64, country: String?)] = []
    /// Whether the person is inside now, and in which country.
    var isPresent = false
    var presentIn: String?
  }

  private func attendee(_ person: Int32, _ now: Int64) -> Attendee {
    var attendee = Attendee()
    for member in members(of: person) {
      let entry = people[Int(member)]
      attendee.isRegistered = attendee.isRegistered || entry.isRegistered
      if attendee.home == nil, entry.home >= 0 { attendee.home = countries.string(entry.home) }
      if attendee.body.isEmpty { attendee.body = text(of: .body, member) { $0.body } }
      if attendee.kind.isEmpty { attendee.kind = text(of: .kind, member) { $0.kind } }
    }
    guard people[Int(person)].firstInterval >= 0 else { return attendee }
    let counted = countedPoints(of: person)
    for op in intervals(of: person) where records[op].ms <= now {
      let date = days.date(records[op].ms)
      let point = counted.first { $0.date == date }?.point ?? records[op].point
      attendee.stays.append(
        (records[op].ms, min(records[op].end, now), country(ofPoint: point)))
    }
    let present = whereabouts(person, now).present
    attendee.isPresent = present >= 0
    attendee.presentIn = present < 0 ? nil : country(ofPoint: present)
    return attendee
  }

  private func text(of field: Field, _ member: Int32, _ symbol: (Put) -> Int32) -> String {
    let op = winner(of: field, for: member)
    let word = op < 0 ? -1 : symbol(payloads.puts[records[op].payload])
    return word < 0 ? "" : words.string(word)
  }

  /// How one person counts.
  fileprivate struct Mark {
    var isRegistered = false
    var hasAttended = false
    var isPresent = false
    /// Where the person has attended.
    var attendedIn: String?

    var counts: Bool { isRegistered || hasAttended || isPresent }

    /// What counts under which keys.
    func byKey(
      _ grouping: AttendanceGrouping, _ attendee: Attendee, _ groups: [EventPart],
      _ countries: [String: Set<String>]
    ) -> [(String, Mark)] {
      switch grouping {
      case .body: return [(attendee.body, self)]
      case .kind: return [(attendee.kind, self)]
      case .country:
        let keys = Set([attendee.home, attendedIn, attendee.presentIn].compactMap { $0 })
        return keys.map { key in (key, part(attendee) { $0 == key }) }
      case .group:
        return groups.map { group in
          if !group.bodies.isEmpty {
            return (group.id, group.bodies.contains(attendee.body) ? self : Mark())
          }
          let around = countries[group.id] ?? []
          return (group.id, part(attendee) { $0.map { around.contains($0) } ?? false })
        }
      case .day, .session: return []
      }
    }

    private func part(_ attendee: Attendee, _ isIn: (String?) -> Bool) -> Mark {
      Mark(
        isRegistered: isRegistered && isIn(attendee.home),
        hasAttended: hasAttended && isIn(attendedIn),
        isPresent: isPresent && isIn(attendee.presentIn))
    }
  }

  private func mark(of attendee: Attendee, in window: Window, _ scope: AttendanceScope) -> Mark {
    func isIn(_ country: String?) -> Bool { scope.country == nil || scope.country == country }
    let stay = attendee.stays.first { window.isMet(from: $0.begin, to: $0.end) }
    return Mark(
      isRegistered: attendee.isRegistered && isIn(attendee.home),
      hasAttended: stay.map { isIn($0.country) } ?? false,
      isPresent: attendee.isPresent && window.isNow && isIn(attendee.presentIn),
      attendedIn: stay?.country)
  }
}

nonisolated extension Attendance.Figures {
  fileprivate mutating func add(_ mark: Fold.Mark) {
    if mark.isRegistered { registered += 1 }
    if mark.hasAttended { attended += 1 }
    if mark.isPresent { present += 1 }
  }
}
