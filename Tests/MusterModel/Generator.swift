import MusterCore

/// Makes sets of elements in which everything meets everything: a few people, points, nodes and hub
/// lives, and every kind of op, allowed or not.
///
/// A seed names a set for ever. References go back to ops made before (as hashes force them to),
/// while times, arrivals and authority go every way.
package nonisolated struct Generator {
  package private(set) var elements: [Element] = []
  var random: SplitMix64
  let world: World
  let seal: Seal
  /// Certified hubs, then the nodes, then a hub that nobody certified.
  private(set) var machines: [Machine] = []
  private(set) var hubs: [Int] = []
  private(set) var nodes: [Int] = []
  var walkIns: [String] = []
  /// Of which acts there are the most.
  let theme: Int
  /// The last few moments.
  var recent: [Int64] = []
  /// When everything happens, for a while.
  var pinned: Int64?

  package init(seed: UInt64, seal: Seal = .random) {
    random = SplitMix64(seed: seed)
    world = World(&random)
    self.seal = seal
    theme = random.int(0..<100)
  }

  /// The set that a seed names, after so many steps at most.
  package static func elements(
    seed: UInt64, steps: Int = 90, seal: Seal = .random
  ) -> [Element] {
    var generator = Generator(seed: seed, seal: seal)
    generator.run(steps: steps)
    return generator.elements
  }

  private mutating func run(steps: Int) {
    gather()
    for _ in 0..<random.int(25..<max(26, steps)) where elements.count < 106 { step() }
  }

  // MARK: The cast

  private mutating func gather() {
    for _ in 0..<random.int(1..<3) {
      hubs.append(machines.count)
      enlist(isHub: true)
    }
    for _ in 0..<random.int(2..<5) {
      nodes.append(machines.count)
      enlist(isHub: false)
    }
    enlist(isHub: true)
    for index in machines.indices where machines[index].isHub {
      for generation in machines[index].epochs {
        startHub(index, generation)
      }
    }
    if random.chance(90) { putEvent() }
    for _ in 0..<random.int(0..<4) { putDay() }
    for _ in 0..<random.int(0..<3) { putDoor() }
    if random.chance(60) { putSession() }
    for index in nodes {
      if random.chance(90) { admit(index) }
      if random.chance(15) { admit(index) }
      for _ in 0..<random.int(1..<4) { bootNode(index) }
    }
    for participant in world.roster where random.chance(85) { enrol(participant) }
  }

  private mutating func enlist(isHub: Bool) {
    let key = Digest(random.next(), random.next(), random.next(), random.next())
    let epochs = (0..<random.int(1..<3)).map { _ in
      Epoch(high: random.next(), low: random.next())
    }
    machines.append(
      Machine(
        key: key, id: seal.keyID(key), isHub: isHub, epochs: epochs,
        point: random.pick(world.points), country: random.pick(world.countries)))
  }

  private mutating func startHub(_ index: Int, _ generation: Epoch) {
    let machine = machines[index]
    let isCertified = hubs.contains(index)
    let certificate =
      isCertified ? seal.certificate(machine.key) : [UInt8](repeating: 7, count: 64)
    let begin = World.beginning - random.int(0...World.day)
    let start = make(
      index, at: begin, boot: nil,
      Operation(
        node: machine.id, nonce: 0, at: 0, boot: nil, mono: 0,
        act: .hubStart(
          HubStart(
            generation: generation, ordinal: random.int(1...2), key: machine.key,
            root: seal.root, certificate: certificate, isCertified: isCertified))))
    machines[index].boots.append(
      TrueBoot(id: start.id, begin: begin, wallOffset: 0, marksLeft: 0))
  }

  mutating func bootNode(_ index: Int) {
    let machine = machines[index]
    let last = machine.boots.last
    var begin = random.pick(world.calendar).first - random.int(0...2 * World.day)
    // Half of them begin after the last one, as boots do; the bounds of the others cross.
    if let last, random.chance(50) { begin = last.begin + random.int(0...World.day) }
    let offset =
      random.chance(40)
      ? 0
      : random.pick([
        1_000_000 - begin, 3_786_912_000_000 - begin, -World.hour, World.hour, -World.day,
        random.int(-World.day...World.day),
      ])
    let truth = TrueBoot(
      id: machine.id, begin: begin, wallOffset: offset,
      marksLeft: random.chance(40) ? 0 : random.int(2..<6))
    var previous = last?.id
    if last != nil && random.chance(10) { previous = random.pick(machine.boots).id }
    if random.chance(4) { previous = random.chance(50) ? nil : unknownID() }
    let op = make(
      index, at: begin, boot: truth,
      Operation(
        node: machine.id, nonce: 0, at: 0, boot: nil, mono: 0,
        act: .boot(previous: previous, machine: "m")))
    machines[index].boots.append(truth)
    machines[index].boots[machines[index].boots.count - 1].id = op.id
  }

  /// Takes a mark from what a boot may still get.
  mutating func spendMark(_ index: Int, _ boot: Int, at mono: Int64) {
    machines[index].boots[boot].marksLeft -= 1
    machines[index].boots[boot].marked.append(mono)
  }

  // MARK: One op

  /// Fills in what every line has, seals the op and places it.
  @discardableResult
  mutating func make(
    _ author: Int, at moment: Int64, boot: TrueBoot?, _ draft: Operation
  ) -> Operation {
    let machine = machines[author]
    var op = draft
    op.node = machine.id
    op.nonce = random.next()
    op.at = moment + (machine.isHub ? 0 : boot?.wallOffset ?? 0)
    op.mono = ((moment - (boot?.begin ?? moment)) * 1000) + random.int(0...999)
    switch op.act {
    case .boot, .hubStart: op.boot = nil
    default: op.boot = boot?.id
    }
    if random.chance(1) { op.at = random.pick(World.extremes) }
    if random.chance(1) { op.mono = random.pick(World.extremes) }
    op = seal.operation(op, &random)
    elements.append(Element(op, placements(of: author, at: moment)))
    return op
  }

  private mutating func placements(of author: Int, at moment: Int64) -> [Placement] {
    var placements: [Placement] = []
    if random.chance(95) {
      placements.append(place(author, machines[author].epochs.count - 1, moment))
    }
    if random.chance(10) { placements.append(place(author, 0, moment)) }
    if placements.isEmpty || random.chance(12) {
      placements.append(place(random.int(0..<machines.count), 0, moment))
    }
    return placements
  }

  private mutating func place(_ handler: Int, _ epoch: Int, _ moment: Int64) -> Placement {
    let epoch = machines[handler].epochs[epoch]
    let isCopy = random.chance(5)
    let n = isCopy ? max(1, machines[handler].made[epoch] ?? 1) : machines[handler].number(epoch)
    let delay =
      random.chance(60)
      ? random.int(0...2000)
      : random.pick([0, World.hour, World.day, -World.hour, random.int(0...World.day)])
    return Placement(
      writer: Writer(node: machines[handler].id, epoch: epoch), n: n, received: moment + delay)
  }

  /// Hands an op in once more: under a new life, or by a stranger.
  mutating func reissue() {
    let index = random.int(0..<elements.count)
    let op = elements[index].operation
    let author = machines.firstIndex { $0.id == op.node } ?? 0
    let handler = random.chance(60) ? author : random.int(0..<machines.count)
    let epoch = random.int(0..<machines[handler].epochs.count)
    elements[index].placements.append(place(handler, epoch, moment()))
  }

  /// How many ops the writers of a machine have made.
  func made(_ machine: Machine) -> Int64 { machine.made.values.max() ?? 0 }
}
