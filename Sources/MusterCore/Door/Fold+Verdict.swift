nonisolated extension Fold {
  /// A desk's answer about somebody who wants in now, by what this fold knows.
  ///
  /// - Parameters:
  ///   - shown: what the person shows.
  ///   - now: hub time, ms.
  ///   - err: how far `now` may be off, ms: nobody is turned away for a clock that may be wrong.
  ///   - answered: ids of the questions that are answered now.
  public mutating func verdict(
    for participant: String, showing shown: Shown, point: String, door: String, now: Int64,
    err: Int64 = 0, answered: [String] = []
  ) -> Verdict {
    settle()
    let person = participants.find(participant).map { name(of: $0) }
    let symbol = words.find(door)
    let terms = symbol.flatMap { doorTerms[$0] }
    let known = person.map { self.terms(of: $0) } ?? PersonTerms()
    var facts = facts(of: known, symbol ?? -1, terms, at: now, err: err)
    var inside: Verdict.Inside?
    if let person {
      facts.isBlocked = bars(person, shown)
      if let symbol, let place = places.find(point) {
        inside = self.inside(person, place, symbol, now)
        if let terms { facts.isSpent = isSpent(terms, person, symbol, on: facts.date) }
      }
      if let place = places.find(point) { facts.isFull = isFull(terms, place, person, now) }
    } else if let place = places.find(point) {
      facts.isFull = isFull(terms, place, nil, now)
    }
    facts.hasOpenQuestions = !openQuestions(terms, person, answered).isEmpty
    return judge(
      shown, isKnown: participants.find(participant).map { people[Int($0)].named > 0 } ?? false,
      facts: facts, inside: inside, admitsInside: terms?.entry == .always)
  }

  /// Ids of the questions of a door that somebody has to answer before coming in.
  public mutating func openQuestions(for participant: String, door: String) -> [String] {
    settle()
    let person = participants.find(participant).map { name(of: $0) }
    return openQuestions(words.find(door).flatMap { doorTerms[$0] }, person, [])
  }

  private func openQuestions(
    _ terms: DoorTerms?, _ person: Int32?, _ answered: [String]
  ) -> [String] {
    guard let terms, !terms.required.isEmpty else { return [] }
    let earlier = person.map { checkIns(of: $0).flatMap(self.answered) } ?? []
    return terms.required.filter { !earlier.contains($0) }.map { words.string($0) }
      .filter { !answered.contains($0) }
  }

  private func bars(_ person: Int32, _ shown: Shown) -> Bool {
    members(of: person).flatMap { standingBlocks(of: $0) }.contains { block in
      guard records[block].traits.contains(.serial) else { return true }
      guard case .ticket(let serial) = shown else { return false }
      return serial <= records[block].number
    }
  }

  private func inside(
    _ person: Int32, _ point: Int32, _ door: Int32, _ now: Int64
  ) -> Verdict.Inside? {
    let stay = intervals(of: person).last { op in
      let record = records[op]
      return record.point == point && record.door == door && record.ms <= now && now < record.end
    }
    guard let stay else { return nil }
    let record = records[stay]
    return Verdict.Inside(
      op: record.id, point: places.string(point), since: record.ms,
      by: record.by < 0 ? nil : words.string(record.by))
  }

  private func isSpent(
    _ terms: DoorTerms, _ person: Int32, _ door: Int32, on date: Int
  ) -> Bool {
    let entries = intervals(of: person).filter { records[$0].door == door }
    switch terms.entry {
    case .once: return !entries.isEmpty
    case .onceADay: return entries.contains { days.date(records[$0].ms) == date }
    case .againAfterLeaving, .always: return false
    }
  }

  private mutating func isFull(
    _ terms: DoorTerms?, _ point: Int32, _ person: Int32?, _ now: Int64
  ) -> Bool {
    guard terms?.holdsCapacity ?? false, let capacity = change(point, .capacity)?.capacity else {
      return false
    }
    let isThere = person.map { person in
      intervals(of: person).contains {
        records[$0].point == point && records[$0].ms <= now && now < records[$0].end
      }
    }
    guard isThere != true else { return false }
    return attendance(now: now).points[places.string(point)]?.present ?? 0 >= capacity
  }
}
