import MusterCore

/// Who makes the next op, when, and about what.
nonisolated extension Generator {
  /// Makes an op by a hub; now and then by one who may not.
  @discardableResult
  mutating func hubMakes(
    _ act: Act, point: String? = nil, participant: String? = nil, fields: [String] = []
  ) -> Operation {
    let author = random.chance(93) ? random.pick(hubs) : random.int(0..<machines.count)
    return makes(author, act, point: point, participant: participant, fields: fields)
  }

  /// Makes an op by a node; now and then by a hub.
  @discardableResult
  mutating func nodeMakes(
    _ act: Act, point: String? = nil, participant: String? = nil, fields: [String] = [],
    hasPrivate: Bool = false, stated: Int64? = nil
  ) -> Operation {
    let author = random.chance(90) ? random.pick(nodes) : random.int(0..<machines.count)
    let place = random.chance(90) ? machines[author].point : random.pick(world.points)
    return makes(
      author, act, point: point == nil ? nil : place, participant: participant, fields: fields,
      hasPrivate: hasPrivate, stated: stated)
  }

  @discardableResult
  mutating func makes(
    _ author: Int, _ act: Act, point: String? = nil, participant: String? = nil,
    fields: [String] = [], hasPrivate: Bool = false, stated: Int64? = nil
  ) -> Operation {
    var boot = machines[author].boots.isEmpty ? nil : random.pick(machines[author].boots)
    if random.chance(3) {
      let other = machines[random.int(0..<machines.count)]
      boot?.id = other.boots.last?.id ?? other.id
    }
    let draft = Operation(
      node: machines[author].id, nonce: 0, at: 0, boot: nil, mono: 0, by: nil, point: point,
      participant: participant,
      privateDigest: fields.isEmpty && !hasPrivate
        ? nil : Digest(random.next(), 0, 0, random.next()),
      fields: fields, stated: stated, act: act)
    return make(author, at: moment(), boot: boot, draft)
  }

  /// When the next thing happens: often at the very moment of one of the last.
  mutating func moment() -> Int64 {
    if let pinned { return pinned }
    if !recent.isEmpty && random.chance(30) { return random.pick(recent) }
    let moment = world.instant(&random)
    recent = recent.suffix(4) + [moment]
    return moment
  }

  /// Ids of the ops made so far that pass.
  func ids(_ passes: (Operation) -> Bool) -> [OpID] {
    elements.map(\.operation).filter(passes).map(\.id)
  }

  /// An id that no op has.
  mutating func unknownID() -> OpID { OpID(high: random.next(), low: random.next()) }

  /// Somebody: mostly of the roster, else a walk-in, else one whose id is made up.
  mutating func somebody() -> String {
    if !walkIns.isEmpty && random.chance(25) { return random.pick(walkIns) }
    if random.chance(3) { return random.pick(elements).operation.id.hex }
    if random.chance(2) { return unknownID().hex }
    return random.pick(world.roster)
  }

  /// Limits for a revocation or an acceptance.
  mutating func limits(_ machine: Machine) -> [WriterLimit] {
    var limits: [WriterLimit] = []
    for epoch in machine.epochs where random.chance(75) {
      limits.append(WriterLimit(epoch: epoch, n: random.int(0...made(machine) + 2)))
    }
    if let limit = limits.first, random.chance(10) {
      limits.append(WriterLimit(epoch: limit.epoch, n: random.int(0...made(machine))))
    }
    return limits
  }
}
