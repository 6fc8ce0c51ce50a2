/// What follows for each participant: presence, and whether something is wrong with it.
nonisolated extension Fold {
  mutating func settlePeople() {
    let marked = dirtyPeople
    dirtyPeople = []
    var names: Set<Int32> = []
    for person in marked {
      people[Int(person)].isDirty = false
      if people[Int(person)].name >= 0 { names.insert(people[Int(person)].name) }
      settlePerson(person)
    }
    for name in names { settleGroup(name) }
  }

  /// Settles what a participant's own ops say; presence too, unless others are the same person.
  private mutating func settlePerson(_ person: Int32) {
    var visits = scratch
    scratch = []
    visits.removeAll(keepingCapacity: true)
    let isAlone = people[Int(person)].name < 0
    var hasBlocks = false
    var puts: Int32 = 0
    var lonePut: Int32 = -1
    var fields: UInt16 = 0
    var op = people[Int(person)].head
    while op >= 0 {
      let record = records[op]
      switch record.kind {
      case .checkin, .checkout: if isAlone { visit(op, &visits) }
      case .participantPut:
        if record.counts && !isVoided(op) {
          puts += 1
          lonePut = op
          fields |= payloads.puts[record.payload].fields
        }
      case .participantBlock: hasBlocks = hasBlocks || record.counts
      default: break
      }
      op = record.nextOfPerson
    }
    if puts > 1 { lonePut = -1 }
    people[Int(person)].isRegistered = puts > 0
    people[Int(person)].isDisputed = puts > 1 && !contested(of: person).isEmpty
    var pointPut = fields & Field.point.bit != 0 ? lonePut : -1
    if puts > 1, fields & Field.point.bit != 0 { pointPut = winner(of: .point, for: person) }
    people[Int(person)].homePoint =
      pointPut < 0 ? -1 : payloads.puts[records[pointPut].payload].point
    if isAlone {
      if !guests.isEmpty { for op in guests[person] ?? [] { visit(op, &visits, isGuest: true) } }
      settlePresence(of: person, &visits)
      let asksRule =
        people[Int(person)].firstInterval >= 0
        && (!doorTerms.isEmpty || fields & Field.asked != 0)
      people[Int(person)].isUnentitled =
        hasBlocks && !barred(person, orJustWhether: true).isEmpty
        || asksRule && hasFaults(person, lonePut)
    } else {
      people[Int(person)].firstInterval = -1
      people[Int(person)].isTwice = false
      people[Int(person)].isUnentitled = false
    }
    scratch = visits
  }

  /// Settles the presence of a person of several participants, whose own ops are settled.
  private mutating func settleGroup(_ name: Int32) {
    var visits: ContiguousArray<Int32> = []
    for op in self.visits(of: name) { visit(op, &visits, isGuest: true) }
    settlePresence(of: name, &visits)
    people[Int(name)].isUnentitled =
      !barred(name, orJustWhether: true).isEmpty || hasFaults(name, -1)
  }

  /// Takes a check-in or check-out back to where it has no consequences, and among the visits where
  /// it has some.
  private mutating func visit(
    _ op: Int32, _ visits: inout ContiguousArray<Int32>, isGuest: Bool = false
  ) {
    let record = records[op]
    if !isGuest && record.traits.contains(.reassigned) { return }
    records[op].traits.subtract([.begins, .repeats, .orphan])
    records[op].nextInterval = -1
    if record.counts && record.point >= 0 && record.door >= 0 && !isVoided(op) {
      visits.append(op)
    }
  }

  private mutating func settlePresence(
    of name: Int32, _ visits: inout ContiguousArray<Int32>
  ) {
    if visits.count > 1 { visits.sort { precedes($0, $1) } }
    walk(visits)
    people[Int(name)].firstInterval = linkIntervals(visits)
    noteVisitor(name)
    people[Int(name)].isTwice = !overlaps(of: name, orJustWhether: true).isEmpty
  }

  /// Whether a put stands of one of a person's participants.
  func isRegistered(_ name: Int32) -> Bool {
    members(of: name).contains { people[Int($0)].isRegistered }
  }

  // MARK: Presence

  /// Walks each door by itself; `visits` are in fold order.
  private mutating func walk(_ visits: ContiguousArray<Int32>) {
    guard let first = visits.first else { return }
    let door = records[first].door
    let point = records[first].point
    if visits.allSatisfy({ records[$0].door == door && records[$0].point == point }) {
      walkDoor(visits[...])
      return
    }
    let byDoor = ContiguousArray(
      visits.enumerated().sorted { left, right in
        let a = records[left.element]
        let b = records[right.element]
        return (a.point, a.door, Int32(left.offset)) < (b.point, b.door, Int32(right.offset))
      }.map(\.element))
    var start = 0
    for index in 1...byDoor.count {
      if index < byDoor.count, records[byDoor[index]].point == records[byDoor[start]].point,
        records[byDoor[index]].door == records[byDoor[start]].door
      {
        continue
      }
      walkDoor(byDoor[start..<index])
      start = index
    }
  }

  private mutating func walkDoor(_ visits: ArraySlice<Int32>) {
    var inside: Int32 = -1
    /// The close that ends the interval, unless it ends at the day's end: −1.
    var close: Int32 = -1
    for op in visits {
      if inside >= 0 {
        let isOver = close >= 0 ? precedes(close, op) : records[op].ms >= records[inside].end
        if isOver { inside = -1 }
      }
      if records[op].kind == .checkin {
        if inside >= 0 {
          records[op].traits.insert(.repeats)
        } else {
          inside = op
          close = firstClose(after: op)
          let dayEnd = days.end(records[op].ms)
          if close >= 0 && records[close].ms >= dayEnd { close = -1 }
          records[op].traits.insert(.begins)
          records[op].end = close >= 0 ? records[close].ms : dayEnd
          records[op].endOp = -1
        }
      } else if inside >= 0 {
        records[inside].end = records[op].ms
        records[inside].endOp = op
        inside = -1
      } else {
        records[op].traits.insert(.orphan)
      }
    }
  }

  private func firstClose(after op: Int32) -> Int32 {
    let point = Int(records[op].point)
    var low = 0
    var high = pointList[point].closes.count
    while low < high {
      let middle = (low + high) / 2
      if precedes(op, pointList[point].closes[middle]) { high = middle } else { low = middle + 1 }
    }
    return low < pointList[point].closes.count ? pointList[point].closes[low] : -1
  }

  private mutating func linkIntervals(_ visits: ContiguousArray<Int32>) -> Int32 {
    var first: Int32 = -1
    var last: Int32 = -1
    for op in visits where records[op].traits.contains(.begins) {
      if last < 0 { first = op } else { records[last].nextInterval = op }
      last = op
    }
    return first
  }

  /// The check-ins that began an interval, in fold order.
  func intervals(of person: Int32) -> [Int32] {
    var found: [Int32] = []
    var op = people[Int(person)].firstInterval
    while op >= 0 {
      found.append(op)
      op = records[op].nextInterval
    }
    return found
  }

  // MARK: What is wrong

  /// A person's check-ins that a block bars, each with those blocks.
  func barred(
    _ name: Int32, orJustWhether isEnough: Bool = false
  ) -> [(checkin: Int32, blocks: [Int32])] {
    let blocks = members(of: name).flatMap { ops(of: $0, .participantBlock) }
      .map { ($0, unblocks(of: $0)) }
    guard !blocks.isEmpty else { return [] }
    var found: [(checkin: Int32, blocks: [Int32])] = []
    for checkin in checkIns(of: name) {
      let bars = blocks.filter { block, unblocks in
        isBarred(checkin, by: block, unless: unblocks)
      }
      guard !bars.isEmpty else { continue }
      found.append((checkin, bars.map(\.0)))
      if isEnough { return found }
    }
    return found
  }

  private func isBarred(_ checkin: Int32, by block: Int32, unless unblocks: [Int32]) -> Bool {
    let seen = records[checkin]
    let bar = records[block]
    if bar.traits.contains(.serial) {
      guard seen.traits.contains(.serial), seen.number <= bar.number else { return false }
    }
    let isKnown =
      precedes(block, checkin)
      || (seen.payload >= 0
        && payloads.contains(payloads.extras[Int(seen.payload)].base, bar.id))
    return isKnown && !unblocks.contains { precedes($0, checkin) }
  }

  /// The counting check-ins of a person that no void took back.
  func checkIns(of name: Int32) -> [Int32] {
    visits(of: name).filter {
      records[$0].kind == .checkin && records[$0].counts && !isVoided($0)
    }
  }

  /// Counting ops of one kind that name the participant.
  func ops(of person: Int32, _ kind: Kind) -> [Int32] {
    var found: [Int32] = []
    var op = people[Int(person)].head
    while op >= 0 {
      if records[op].kind == kind && records[op].counts { found.append(op) }
      op = records[op].nextOfPerson
    }
    return found
  }
}
