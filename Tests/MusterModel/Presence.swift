import MusterCore

/// “Presence” of `Protocol/5-state.md`, before any resolution.
nonisolated struct Presence {
  /// Which person, where, and by which door.
  struct Passage: Hashable {
    var person: String
    var point: String
    var door: Text
  }

  struct Interval {
    var passage: Passage
    var checkIn: Operation
    var begin: Moment
    var date: String
    var end: Int64
    /// The check-out; nil for an assumed end.
    var checkOut: OpID?
  }

  private(set) var intervals: [Passage: [Interval]] = [:]
  private(set) var repeats: [OpID] = []
  private(set) var orphans: [OpID] = []

  init(
    _ operations: [Operation], _ times: Times, _ voids: Voids, _ days: Days, _ owners: Owners,
    _ mistake: Mistake?
  ) {
    let unvoided = operations.filter { !voids.takenBack.contains($0.id) }
    for passage in Set(unvoided.compactMap { Presence.passage($0, owners) }) {
      let list = unvoided.filter { op in
        if case .pointClose = op.act { return op.point == passage.point }
        return Presence.passage(op, owners) == passage
      }
      walk(passage, times.inOrder(list), times, days, mistake)
    }
  }

  /// All intervals, and those of one person.
  func all(of person: String? = nil) -> [Interval] {
    intervals.values.joined().filter { person == nil || $0.passage.person == person }
  }

  private mutating func walk(
    _ passage: Passage, _ list: [Operation], _ times: Times, _ days: Days, _ mistake: Mistake?
  ) {
    var inside: Operation?
    func interval(_ checkIn: Operation, _ end: Int64, _ checkOut: OpID?) -> Interval {
      let begin = times[checkIn]
      return Interval(
        passage: passage, checkIn: checkIn, begin: begin, date: days.date(of: begin.ms), end: end,
        checkOut: checkOut)
    }
    for op in list {
      let now = times[op].ms
      if let checkIn = inside, mistake != .forgetsTheDayEnd {
        let end = days.end(of: times[checkIn].ms)
        if now > end || (now == end && mistake != .endsTheDayLate) {
          intervals[passage, default: []].append(interval(checkIn, end, nil))
          inside = nil
        }
      }
      switch (op.act, inside) {
      case (.checkin, nil): inside = op
      case (.checkin, .some(let checkIn)):
        repeats.append(op.id)
        if mistake == .repeatBeginsAnInterval {
          intervals[passage, default: []].append(interval(checkIn, now, nil))
          inside = op
        }
      case (.checkout, nil): orphans.append(op.id)
      case (.checkout, .some(let checkIn)):
        intervals[passage, default: []].append(interval(checkIn, now, op.id))
        inside = nil
      case (.pointClose, .some(let checkIn)) where mistake != .forgetsThePointClose:
        intervals[passage, default: []].append(interval(checkIn, now, nil))
        inside = nil
      default: break
      }
    }
    if let checkIn = inside {
      let end = days.end(of: times[checkIn].ms)
      intervals[passage, default: []].append(interval(checkIn, end, nil))
    }
  }

  private static func passage(_ op: Operation, _ owners: Owners) -> Passage? {
    guard let door = op.door, let person = owners.person(of: op), let point = op.point else {
      return nil
    }
    return Passage(person: person, point: point, door: Text(door))
  }
}

/// A person's date.
nonisolated struct PersonDate: Hashable {
  var person: String
  var date: String
}
