import MusterCore

/// What doors ask, who comes in, and what is put right afterwards.
nonisolated extension Generator {
  mutating func checkIn() { checkIn(somebody()) }

  private mutating func checkIn(_ participant: String) {
    let blocks = ids {
      if case .participantBlock = $0.act { return true }
      return false
    }
    let checkIn = CheckIn(
      door: random.pick(world.doors), base: random.some(of: blocks, percent: 15),
      serial: random.chance(50) ? random.int(1...4) : nil,
      answered: answers(),
      despite: random.chance(5) ? "full" : nil)
    nodeMakes(
      .checkin(checkIn), point: "", participant: participant,
      hasPrivate: !checkIn.answered.isEmpty && random.chance(90), stated: stated())
  }

  private mutating func answers() -> [String] {
    if random.chance(40) { return [] }
    return random.chance(60) ? ["q"] : random.some(of: World.questions, percent: 50)
  }

  /// Somebody comes at the very edge of what the clock can tell from too early and too late.
  mutating func comeAtTheEdge() {
    let participant = random.pick(world.roster)
    let edge = moment()
    var change = ParticipantChange()
    if random.chance(50) { change.validFrom = edge + random.int(0...50) }
    if random.chance(50) { change.validUntil = edge - random.int(0...50) }
    hubMakes(.participantPut(change), participant: participant)
    pinned = edge
    checkIn(participant)
    pinned = nil
  }

  mutating func checkOut() {
    nodeMakes(
      .checkout(door: random.pick(world.doors)), point: "", participant: somebody(),
      stated: stated())
  }

  /// Somebody leaves one point at the very moment when they appear at the next, or when the day ends.
  mutating func travel() {
    let participant = random.pick(world.roster)
    let (from, to) = (random.pick(nodes), random.pick(nodes))
    let checkIn = Act.checkin(CheckIn(door: world.doors[0]))
    let begin = random.pick(world.closings) - Int64(random.int(0..<7)) * World.hour
    let ends = world.closings.map { $0 + World.hour } + world.calendar.map(\.first)
    let end = random.chance(50) ? begin + World.hour : ends.first { $0 > begin } ?? begin
    let leaving = random.chance(50) ? Act.checkout(door: world.doors[0]) : checkIn
    makes(
      from, checkIn, point: machines[from].point, participant: participant, stated: begin)
    makes(from, leaving, point: machines[from].point, participant: participant, stated: end)
    makes(to, checkIn, point: machines[to].point, participant: participant, stated: end)
  }

  private mutating func stated() -> Int64? {
    guard random.chance(12) else { return nil }
    return random.chance(5) ? random.pick(World.extremes) : moment()
  }

  mutating func refuse() {
    nodeMakes(
      .refusal(door: random.pick(world.doors), reason: "blocked"), point: "",
      participant: random.chance(80) ? somebody() : nil)
  }

  /// The rule of a door.
  mutating func putDoor() {
    var part = EventPart(sort: .door, id: random.pick(world.doors))
    part.titles = ["en": "Door"]
    part.rule.entry = random.pick(DoorRule.Entry.allCases)
    part.rule.admitsPending = random.chance(40)
    part.rule.holdsCapacity = random.chance(30)
    if random.chance(45) { part.rule.kinds = random.some(of: ["guest", "press"], percent: 50) }
    if random.chance(30) { part.rule.days = random.some(of: ["d1", "d2", "d3"], percent: 50) }
    if random.chance(30) { part.rule.before = random.int(0...3) * World.hour }
    if random.chance(30) { part.rule.after = random.int(0...3) * World.hour }
    if random.chance(40) {
      let several = random.some(of: World.questions + World.questions, percent: 40)
      let asked = random.chance(60) ? ["q"] : several
      for id in asked {
        part.rule.questions.append(
          Question(
            id: id, form: .yesNo, isRequired: random.chance(70), titles: ["en": "Question"]))
      }
    }
    hubMakes(.eventPut(part))
  }

  // MARK: Afterwards

  mutating func void() {
    let sort = random.int(0..<10)
    let usual = ids { op in
      switch op.act {
      case .checkin, .checkout: sort < 6
      case .participantPut: sort == 6 || sort == 7
      case .count: sort == 8
      case .sessionStart, .sessionEnd, .sessionSkip, .announce: sort == 9
      default: false
      }
    }
    let targets = targets(usual)
    if random.chance(30) {
      hubMakes(.void(ops: targets), point: random.chance(50) ? random.pick(world.points) : nil)
    } else {
      nodeMakes(.void(ops: targets), point: random.chance(50) ? "" : nil)
    }
  }

  mutating func reassign() {
    hubMakes(.reassign(ops: targets(ids { $0.door != nil })), participant: somebody())
  }

  mutating func retime() {
    let usual = ids { op in
      switch op.act {
      case .checkin, .checkout, .refusal, .count, .pointOpen, .pointClose: true
      default: false
      }
    }
    hubMakes(.retime(ops: targets(usual), time: moment()))
  }

  /// A few ids: mostly of the usual ops.
  private mutating func targets(_ usual: [OpID]) -> [OpID] {
    let any = elements.map(\.operation.id)
    var targets: [OpID] = []
    for _ in 0..<random.int(1..<4) {
      switch random.int(0..<10) {
      case 0: targets.append(unknownID())
      case 1: targets.append(random.pick(any))
      default: targets.append(random.pick(usual.isEmpty ? any : usual))
      }
    }
    return targets
  }
}
