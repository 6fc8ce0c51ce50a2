import MusterCore

/// The acts.
nonisolated extension Generator {
  mutating func step() {
    switch random.int(0..<127) {
    case 0..<28: checkIn()
    case 28..<40: checkOut()
    case 40..<44: nodeMakes(.pointClose, point: "")
    case 44..<46: nodeMakes(.pointOpen, point: "")
    case 46..<50: refuse()
    case 50..<59: void()
    case 59..<68: edit()
    case 68..<72: walkIn()
    case 72..<78: block()
    case 78..<82: unblock()
    case 82..<88: resolve()
    case 88..<102: mark()
    case 102..<105: random.chance(30) ? putEvent() : putDay()
    case 105..<107: putPart()
    case 107..<110: putPoint()
    case 110: nodeMakes(.pointReady(items: ["power"]), point: "")
    case 111: ticketKey()
    case 112..<114: revoke()
    case 114: accept()
    case 115: admit(random.chance(70) ? random.pick(nodes) : random.int(0..<machines.count))
    case 116: bootNode(random.pick(nodes))
    case 117: nodeMakes(.unknown(kind: "count"), point: "", participant: somebody())
    case 118: nodeMakes(.unreadable)
    case 119..<122: travel()
    default: reissue()
    }
  }

  // MARK: At the door

  private mutating func checkIn() {
    let participant = somebody()
    let blocks = ids {
      if case .participantBlock = $0.act { return true }
      return false
    }
    let checkIn = CheckIn(
      door: random.pick(world.doors), base: random.some(of: blocks, percent: 15),
      serial: random.chance(50) ? random.int(1...4) : nil)
    nodeMakes(.checkin(checkIn), point: "", participant: participant, stated: stated())
  }

  private mutating func checkOut() {
    nodeMakes(
      .checkout(door: random.pick(world.doors)), point: "", participant: somebody(),
      stated: stated())
  }

  /// Somebody leaves one point at the very moment when they appear at the next, or when the day ends.
  private mutating func travel() {
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

  private mutating func refuse() {
    nodeMakes(
      .refusal(door: random.pick(world.doors), reason: "blocked"), point: "",
      participant: random.chance(80) ? somebody() : nil)
  }

  private mutating func void() {
    let usual = ids { $0.door != nil || $0.put != nil }
    let any = elements.map(\.operation.id)
    var targets: [OpID] = []
    for _ in 0..<random.int(1..<4) {
      switch random.int(0..<10) {
      case 0: targets.append(unknownID())
      case 1...2: targets.append(random.pick(any))
      default: targets.append(random.pick(usual.isEmpty ? any : usual))
      }
    }
    if random.chance(30) {
      hubMakes(.void(ops: targets), point: random.chance(50) ? random.pick(world.points) : nil)
    } else {
      nodeMakes(.void(ops: targets), point: random.chance(50) ? "" : nil)
    }
  }

  // MARK: People

  mutating func enrol(_ participant: String) {
    for _ in 0..<(random.chance(15) ? 2 : 1) {
      hubMakes(
        .participantPut(
          ParticipantChange(
            kind: "guest", country: random.chance(90) ? random.pick(world.countries) : nil,
            point: random.pick(world.points), pending: false)),
        participant: participant, fields: ["email", "name"])
    }
  }

  private mutating func walkIn() {
    let author = random.chance(90) ? random.pick(nodes) : random.int(0..<machines.count)
    let isAbroad = random.chance(10)
    let puts = ids { $0.put != nil }
    let put = makes(
      author,
      .participantPut(
        ParticipantChange(
          base: random.chance(5) ? random.some(of: puts, percent: 20) : [],
          kind: "guest",
          country: isAbroad ? random.pick(world.countries) : machines[author].country)),
      fields: ["name"])
    if case .participantPut = put.act { walkIns.append(put.id.hex) }
  }

  private mutating func edit() {
    let participant = somebody()
    let seen = ids { $0.put != nil && $0.namedParticipant == participant }
    var change = ParticipantChange(base: random.some(of: seen, percent: 50))
    if random.chance(50) { change.kind = random.pick(["guest", "press"]) }
    if random.chance(30) { change.country = random.pick(world.countries) }
    if random.chance(30) { change.point = random.pick(world.points) }
    if random.chance(30) { change.body = "b" }
    if random.chance(30) { change.language = "ar" }
    if random.chance(20) { change.validFrom = 1 }
    if random.chance(20) { change.validUntil = 2 }
    if random.chance(30) { change.pending = true }
    let fields = random.some(of: ["email", "name", "phone"], percent: 35)
    if random.chance(30) {
      hubMakes(.participantPut(change), participant: participant, fields: fields)
    } else {
      nodeMakes(.participantPut(change), participant: participant, fields: fields)
    }
  }

  private mutating func block() {
    hubMakes(
      .participantBlock(why: "reissued", serials: random.chance(50) ? random.int(1...4) : nil),
      participant: somebody())
  }

  private mutating func unblock() {
    let blocks = ids {
      if case .participantBlock = $0.act { return true }
      return false
    }
    hubMakes(
      .participantUnblock(blocks: random.some(of: blocks, percent: 50) + [unknownID()]),
      participant: somebody())
  }

  private mutating func resolve() {
    let disputes = ReferenceModel(elements).disputes
    var resolution = Resolution(
      type: "double-presence", subject: [random.pick(world.roster), "2025-10-10"],
      choice: "point:p-1", saw: [])
    if !disputes.isEmpty && random.chance(95) {
      let dispute = random.pick(disputes)
      let saw =
        random.chance(70) ? dispute.evidence : random.some(of: dispute.evidence, percent: 60)
      let choice =
        random.chance(85)
        ? random.pick(dispute.choices) : random.pick(["point:p-9", "admitted", "void", ""])
      resolution = Resolution(
        type: dispute.type, subject: dispute.subject, choice: choice,
        saw: random.chance(20) ? saw + [unknownID()] : saw)
    }
    hubMakes(.resolve(resolution))
  }

  // MARK: The event

  mutating func putEvent() {
    var part = EventPart(sort: .event, id: random.chance(90) ? "e" : "f")
    part.titles = ["en": "Event"]
    part.zone = "Asia/Amman"
    part.languages = ["en"]
    let later = random.chance(20) ? World.hour : 0
    part.calendar = world.calendar.map { CalendarDate(date: $0.date, first: $0.first + later) }
    if random.chance(10) { part.calendar = Array(part.calendar.prefix(random.int(0..<2))) }
    hubMakes(.eventPut(part))
  }

  mutating func putDay() {
    let index = random.int(0..<world.calendar.count)
    var part = EventPart(sort: .day, id: random.pick(["d1", "d2", "d3"]))
    part.titles = ["en": "Day"]
    part.date = world.calendar[index].date
    part.from = world.calendar[index].first
    part.to = random.chance(80) ? world.closings[index] : world.closings[index] - 5 * World.hour
    hubMakes(.eventPut(part))
  }

  private mutating func putPart() {
    let sorts: [EventPart.Sort] = [.door, .group, .country]
    var part = EventPart(
      sort: random.pick(sorts), id: random.pick(["x", "ta\tb\u{0}", "q\"\\/\u{7F}é\u{1F600}"]))
    part.titles = ["en": "Part"]
    hubMakes(.eventPut(part))
  }

  private mutating func putPoint() {
    let point = random.pick(world.points + ["p-5"])
    switch random.int(0..<4) {
    case 0: hubMakes(.pointPut(PointChange(country: "JO", zone: "Asia/Amman")), point: point)
    case 1: hubMakes(.pointPut(PointChange(capacity: 9, name: "Hall")), point: point)
    case 2: nodeMakes(.pointPut(PointChange(capacity: 5, contact: "+962")), point: "")
    default: nodeMakes(.pointPut(PointChange(language: "ar", contact: "+33")), point: "")
    }
  }

  private mutating func ticketKey() {
    let key = Digest(random.next(), random.next(), random.next(), random.next())
    hubMakes(.ticketKey(TicketKey(key: key, from: 0, until: 1)))
  }

  // MARK: Nodes and clocks

  mutating func admit(_ index: Int) {
    let machine = machines[index]
    let moves = random.chance(15)
    let point = moves ? random.pick(world.points) : machine.point
    let country = moves ? random.pick(world.countries) : machine.country
    hubMakes(
      .nodeAdmit(
        Admission(
          key: machine.key, keyID: machine.id, seal: Digest(9, 9, 9, 9), point: point,
          country: country)),
      point: point)
  }

  private mutating func revoke() {
    let machine = machines[random.chance(95) ? random.pick(nodes) : 0]
    hubMakes(
      .nodeRevoke(
        Revocation(
          key: machine.key, keyID: machine.id, durable: limits(machine), why: "stolen")))
  }

  private mutating func accept() {
    let machine = machines[random.pick(nodes)]
    hubMakes(
      .nodeAccept(Acceptance(key: machine.key, keyID: machine.id, durable: limits(machine))))
  }

  private mutating func mark() {
    let index = random.pick(nodes)
    guard !machines[index].boots.isEmpty else { return }
    let number = random.int(0..<machines[index].boots.count)
    let boot = machines[index].boots[number]
    guard boot.marksLeft > 0 else { return }
    let moment = moment()
    var mono = (moment - boot.begin) * 1000 + random.int(0...999)
    if !boot.marked.isEmpty && random.chance(25) { mono = random.pick(boot.marked) }
    spendMark(index, number, at: mono)
    let slip =
      random.chance(50)
      ? 0 : random.pick([1, -World.hour, -World.day, random.int(-100_000...100_000)])
    hubMakes(
      .clock(
        ClockMark(
          node: machines[index].id, boot: boot.id, mono: mono, time: moment + slip,
          err: random.pick([0, 1, 40, 400]))))
  }
}
