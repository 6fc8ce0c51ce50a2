import MusterCore

/// Which act comes next.
nonisolated extension Generator {
  /// A set has more of one sort of acts than of the others, so that these meet each other too.
  mutating func step() {
    let sort = random.chance(35) ? theme : random.int(0..<100)
    switch sort {
    case 0..<36: atTheDoor()
    case 36..<58: withPeople()
    case 58..<75: inTheProgramme()
    default: withMachines()
    }
  }

  private mutating func atTheDoor() {
    switch random.int(0..<71) {
    case 0..<26: checkIn()
    case 26..<36: checkOut()
    case 36..<39: nodeMakes(.pointClose, point: "")
    case 39..<41: nodeMakes(.pointOpen, point: "")
    case 41..<44: refuse()
    case 44..<51: void()
    case 51..<55: travel()
    case 55..<58: putDoor()
    case 58..<63: reassign()
    case 63..<66: comeAtTheEdge()
    default: retime()
    }
  }

  private mutating func withPeople() {
    switch random.int(0..<48) {
    case 0..<12: edit()
    case 12..<16: walkIn()
    case 16..<21: block()
    case 21..<25: unblock()
    case 25..<35: resolve()
    case 35..<40: merge()
    case 40..<44: unmerge()
    default: erase()
    }
  }

  private mutating func inTheProgramme() {
    switch random.int(0..<38) {
    case 0..<3: random.chance(30) ? putEvent() : putDay()
    case 3..<5: putPart()
    case 5..<8: putPoint()
    case 8..<10: readiness()
    case 10..<13: count()
    case 13..<15: announce()
    case 15..<20: seeAnnouncement()
    case 20..<23: putSession()
    case 23..<26: changeSession()
    case 26..<34: runSession()
    case 34..<36: hubMakes(.eventRules(version: random.int(1...4)))
    default: ticketKey()
    }
  }

  private mutating func withMachines() {
    switch random.int(0..<50) {
    case 0..<25: mark()
    case 25..<27: revoke()
    case 27..<29: accept()
    case 29..<31: admit(random.chance(70) ? random.pick(nodes) : random.int(0..<machines.count))
    case 31..<37: bootNode(random.pick(nodes))
    case 37:
      nodeMakes(
        .unknown(kind: "from.the.future"), point: "", participant: somebody(),
        fields: random.chance(50) ? ["name"] : [])
    case 38: nodeMakes(.unreadable)
    default: reissue()
    }
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
    var open: [(machine: Int, boot: Int)] = []
    for index in nodes {
      for number in machines[index].boots.indices where machines[index].boots[number].marksLeft > 0
      {
        open.append((index, number))
      }
    }
    guard !open.isEmpty else { return checkIn() }
    // Rather the first one again than each of them once.
    let (index, number) = random.chance(40) ? open[0] : random.pick(open)
    let boot = machines[index].boots[number]
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
