/// Who is said to be at two points at once.
nonisolated extension Fold {
  /// The largest value that was noted, and the largest of another point than that one's: enough to
  /// tell the largest of all points but one.
  private struct Rivals {
    private var first: (value: Int64, point: Int32)?
    private var second: (value: Int64, point: Int32)?

    mutating func note(_ value: Int64, _ point: Int32) {
      guard let first, first.point != point else {
        self.first = (max(value, first?.value ?? value), point)
        return
      }
      if value > first.value {
        second = first
        self.first = (value, point)
      } else if value > second?.value ?? .min {
        second = (value, point)
      }
    }

    func largest(exceptAt point: Int32) -> Int64? {
      first?.point == point ? second?.value : first?.value
    }
  }

  /// The check-ins whose intervals overlap one of the same date at another point, in fold order.
  ///
  /// One pass in each direction: a machine can log any number of doors for one person, and each pair
  /// of them would be looked at whenever that person is settled.
  func overlaps(of person: Int32, orJustWhether isEnough: Bool = false) -> [Int32] {
    guard isAtSeveralPoints(person) else { return [] }
    let begins = intervals(of: person)
    // What ends as it begins overlaps nothing that begins with it, so it stands first.
    // Their own value: a closure that took the fold would copy all of it at each comparison.
    let records = records
    let order = begins.sorted { left, right in
      let a = records[left]
      let b = records[right]
      return a.ms != b.ms ? a.ms < b.ms : a.end == a.ms && b.end != b.ms
    }
    var found: Set<Int32> = []
    var ends: [Int: Rivals] = [:]
    for op in order {
      let record = records[op]
      let date = days.date(record.ms)
      if let end = ends[date]?.largest(exceptAt: record.point), end > record.ms {
        if isEnough { return [op] }
        found.insert(op)
      }
      ends[date, default: Rivals()].note(record.end, record.point)
    }
    guard !found.isEmpty else { return [] }
    var starts: [Int: Rivals] = [:]
    for op in order.reversed() {
      let record = records[op]
      let date = days.date(record.ms)
      // Going back, the largest of what is left to go is the soonest to come.
      if let start = starts[date]?.largest(exceptAt: record.point), 0 &- start < record.end {
        found.insert(op)
      }
      starts[date, default: Rivals()].note(0 &- record.ms, record.point)
    }
    return begins.filter(found.contains)
  }

  private func isAtSeveralPoints(_ person: Int32) -> Bool {
    let first = people[Int(person)].firstInterval
    guard first >= 0 else { return false }
    var op = records[first].nextInterval
    while op >= 0 {
      if records[op].point != records[first].point { return true }
      op = records[op].nextInterval
    }
    return false
  }
}
