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
        if let terms { facts.isSpent = spender(terms, person, symbol, on: facts.date) != nil }
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

  /// The check-in that has spent the one entry, or the date's one, that a door allows somebody; nil:
  /// none has.
  ///
  /// - Parameter now: hub time, ms.
  public mutating func spender(
    for participant: String, door: String, now: Int64
  ) -> Verdict.Inside? {
    settle()
    guard let person = participants.find(participant), let door = words.find(door),
      let terms = doorTerms[door]
    else { return nil }
    return spender(terms, name(of: person), door, on: days.date(now)).map { entry($0) }
  }

  /// Ids of the questions that a participant's person has answered, at whichever door, each with the
  /// check-in whose answer holds: the last in fold order.
  public mutating func questionsAnswered(by participant: String) -> [String: OpID] {
    settle()
    guard let person = participants.find(participant) else { return [:] }
    var answers: [String: OpID] = [:]
    for checkin in checkIns(of: name(of: person)).sorted(by: precedes) {
      for question in answered(checkin) { answers[words.string(question)] = records[checkin].id }
    }
    return answers
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
    return stay.map { entry($0) }
  }

  private func entry(_ checkin: Int32) -> Verdict.Inside {
    let record = records[checkin]
    return Verdict.Inside(
      op: record.id, point: places.string(record.point), since: record.ms,
      by: record.by < 0 ? nil : words.string(record.by))
  }

  private func spender(
    _ terms: DoorTerms, _ person: Int32, _ door: Int32, on date: Int
  ) -> Int32? {
    let entries = intervals(of: person).filter { records[$0].door == door }
    switch terms.entry {
    case .once: return entries.first
    case .onceADay: return entries.first { days.date(records[$0].ms) == date }
    case .againAfterLeaving, .always: return nil
    }
  }

  private func isFull(
    _ terms: DoorTerms?, _ point: Int32, _ person: Int32?, _ now: Int64
  ) -> Bool {
    guard terms?.holdsCapacity ?? false, let capacity = change(point, .capacity)?.capacity else {
      return false
    }
    if let person, isInside(person, point, now) { return false }
    // Whoever is inside elsewhere too, and counts there, takes a place here all the same.
    let inside = people.indices.count { isInside(Int32(truncatingIfNeeded: $0), point, now) }
    return inside >= capacity
  }

  /// Whether a person is inside at a point, by whichever door.
  private func isInside(_ person: Int32, _ point: Int32, _ now: Int64) -> Bool {
    var op = people[Int(person)].firstInterval
    while op >= 0 {
      let record = records[op]
      if record.point == point && record.ms <= now && now < record.end { return true }
      op = record.nextInterval
    }
    return false
  }
}
