import MusterCore

/// Who is registered, edited, blocked and found to be somebody else.
nonisolated extension Generator {
  mutating func enrol(_ participant: String) {
    for _ in 0..<(random.chance(15) ? 2 : 1) {
      hubMakes(
        .participantPut(
          ParticipantChange(
            kind: random.pick(["guest", "press"]),
            country: random.chance(90) ? random.pick(world.countries) : nil,
            point: random.pick(world.points), pending: false)),
        participant: participant, fields: ["email", "name"])
    }
  }

  mutating func walkIn() {
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

  mutating func edit() {
    edits(somebody(), base: 50)
    // Two who had not seen each other.
    if random.chance(30) { edits(random.pick(world.roster), base: 0) }
  }

  private mutating func edits(_ participant: String, base percent: Int) {
    let seen = ids { $0.put != nil && $0.namedParticipant == participant }
    var change = ParticipantChange(base: random.some(of: seen, percent: percent))
    if random.chance(40) { change.kind = random.pick(["guest", "press", "staff"]) }
    if random.chance(20) { change.country = random.pick(world.countries) }
    if random.chance(20) { change.point = random.pick(world.points) }
    if random.chance(30) { change.body = random.pick(["caf\u{E9}", "cafe\u{301}"]) }
    if random.chance(20) { change.language = "ar" }
    if random.chance(20) { change.validFrom = moment() + random.int(-1...1) }
    if random.chance(20) { change.validUntil = moment() + random.int(-1...1) }
    if random.chance(25) { change.pending = random.chance(70) }
    if random.chance(20) { change.cancelled = random.chance(60) }
    if random.chance(20) { change.extraDoors = doorList() }
    if random.chance(20) { change.withdrawnDoors = doorList() }
    let fields = random.some(of: World.columns, percent: 20)
    if random.chance(40) {
      hubMakes(.participantPut(change), participant: participant, fields: fields)
    } else {
      nodeMakes(.participantPut(change), participant: participant, fields: fields)
    }
  }

  private mutating func doorList() -> [String] {
    let doors = random.some(of: world.doors + ["x"], percent: 60)
    return random.chance(50) ? doors.reversed() : doors
  }

  mutating func block() {
    hubMakes(
      .participantBlock(why: "reissued", serials: random.chance(50) ? random.int(1...4) : nil),
      participant: somebody())
  }

  mutating func unblock() {
    let blocks = ids {
      if case .participantBlock = $0.act { return true }
      return false
    }
    hubMakes(
      .participantUnblock(blocks: random.some(of: blocks, percent: 50) + [unknownID()]),
      participant: somebody())
  }

  /// A participant, lines of others, or both.
  mutating func erase() {
    let lines = ids { $0.privateDigest != nil }
    var ops = random.chance(50) ? random.some(of: lines, percent: 15) : []
    if random.chance(10) { ops.append(unknownID()) }
    let participant = ops.isEmpty || random.chance(60) ? somebody() : nil
    if random.chance(85) {
      hubMakes(.erase(ops: ops), participant: participant)
    } else {
      nodeMakes(.erase(ops: ops), participant: participant)
    }
  }

  // MARK: One person

  mutating func merge() {
    var several: Set<String> = []
    while several.count < (random.chance(80) ? 2 : 3) { several.insert(somebody()) }
    byHubOrNode(.participantMerge(participants: several.sorted { Text($0) < Text($1) }))
  }

  mutating func unmerge() {
    var merges: [(id: OpID, participants: [String])] = []
    for element in elements {
      guard case .participantMerge(let theirs) = element.operation.act else { continue }
      merges.append((element.operation.id, theirs))
    }
    merges = random.some(of: merges, percent: 60)
    var participants = Set(merges.flatMap(\.participants))
    // Not all of them: such an unmerge takes back only what is among its own.
    if let first = merges.first?.participants.first, random.chance(40) {
      participants.remove(first)
    }
    while participants.count < 2 { participants.insert(somebody()) }
    let named = merges.map(\.id) + (random.chance(10) ? [unknownID()] : [])
    byHubOrNode(
      .participantUnmerge(
        participants: participants.sorted { Text($0) < Text($1) }, merges: named))
  }

  private mutating func byHubOrNode(_ act: Act) {
    if random.chance(60) { hubMakes(act) } else { nodeMakes(act) }
  }

  // MARK: Conflicts

  mutating func resolve() {
    guard random.chance(90) else { return tellApart() }
    let disputes = ReferenceModel(elements).disputes
    var resolution = Resolution(
      type: "double-presence", subject: [random.pick(world.roster), "2025-10-10"],
      choice: "point:p-1", saw: [])
    if !disputes.isEmpty && random.chance(95) {
      // Each type as often as any other, however few there are of it.
      let types = Set(disputes.map(\.type)).sorted()
      let type = random.pick(types)
      let dispute = random.pick(disputes.filter { $0.type == type })
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

  private mutating func tellApart() {
    var subject = [somebody(), somebody()]
    if random.chance(20) { subject.append("x") }
    byHubOrNode(
      .resolve(
        Resolution(
          type: "possible-duplicate", subject: subject,
          choice: random.pick(["different", "merge"]), saw: [])))
  }
}
