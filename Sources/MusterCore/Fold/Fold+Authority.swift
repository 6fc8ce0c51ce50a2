/// Who may what: from hub starts, admissions, revocations, acceptances and the line itself.
nonisolated extension Fold {
  /// Finds the hub's keys again; another set of them puts everything in question.
  mutating func settleHubs() {
    areHubsDirty = false
    var found: Set<Int32> = []
    for start in hubStarts where exists(start) { found.insert(machine(of: start)) }
    var isChanged = false
    for index in machines.indices {
      let isHub = found.contains(Int32(truncatingIfNeeded: index))
      if machines[index].isHub != isHub {
        machines[index].isHub = isHub
        isChanged = true
      }
    }
    if isChanged { markEverything() }
  }

  mutating func settleAuthority() {
    let fresh = queue
    queue = []
    for op in fresh { records[op].traits.remove(.queued) }
    // The hub's ops first, since they admit and revoke.
    for op in fresh where machines[Int(machine(of: op))].isHub {
      setCounts(op, hasAuthority(op))
    }
    for machine in dirtyMachines where machines[Int(machine)].isHub {
      forEachOp(of: machine) { fold, op in fold.setCounts(op, fold.hasAuthority(op)) }
    }
    while let machine = dirtyMachines.popLast() { settleRights(of: machine) }
    for op in fresh where !machines[Int(machine(of: op))].isHub { settle(op) }
    while let person = dirtyHomes.popLast() { settleHome(of: person) }
    let last = edits
    edits = []
    for op in last { setCounts(op, hasAuthority(op)) }
  }

  private mutating func settleRights(of machine: Int32) {
    let at = Int(machine)
    machines[at].isDirty = false
    var rights: [Right] = []
    var admittedAt: Int64?
    for op in machines[at].admissions where records[op].counts {
      let admission = payloads.admissions[Int(records[op].payload)]
      rights.append(
        Right(point: records[op].point, country: countries.intern(admission.country)))
      admittedAt = min(admittedAt ?? .max, records[op].at)
    }
    machines[at].rights = rights
    machines[at].admittedAt = admittedAt
    machines[at].isRevoked = machines[at].revocations.contains { records[$0].counts }
    guard !machines[at].isHub else { return }
    forEachOp(of: machine) { fold, op in
      fold.settle(op)
      // What a void reaches follows from its author's admissions.
      if fold.records[op].kind == .void { fold.touch(op) }
    }
    var boot = machines[at].firstBoot
    while boot >= 0 {
      markBoot(Int(boot))
      boot = boots[Int(boot)].nextOfMachine
    }
  }

  /// Settles whether a node's op counts; what rests on homes waits until they are known.
  private mutating func settle(_ op: Int32) {
    let record = records[op]
    switch record.kind {
    case .participantPut where !record.traits.contains(.walkIn), .participantMerge,
      .participantUnmerge, .resolve:
      edits.append(op)
    default: setCounts(op, hasAuthority(op))
    }
  }

  private mutating func forEachOp(of machine: Int32, _ body: (inout Fold, Int32) -> Void) {
    var boot = machines[Int(machine)].firstBoot
    while boot >= 0 {
      var op = boots[Int(boot)].head
      while op >= 0 {
        body(&self, op)
        op = records[op].nextOfBoot
      }
      boot = boots[Int(boot)].nextOfMachine
    }
  }

  private mutating func settleHome(of person: Int32) {
    people[Int(person)].isHomeDirty = false
    let isWalkIn = participants.isHexIdentifier(person)
    var creating: Int32 = -1
    var op = people[Int(person)].head
    while op >= 0 {
      let record = records[op]
      if record.kind == .participantPut && record.counts {
        let canCreate =
          isWalkIn
          ? record.traits.contains(.walkIn)
          : record.traits.contains(.baseless) && machines[Int(machine(of: op))].isHub
        if canCreate && (creating < 0 || record.id < records[creating].id) { creating = op }
      }
      op = record.nextOfPerson
    }
    let home = creating < 0 ? -1 : payloads.puts[records[creating].payload].country
    guard home != people[Int(person)].home else { return }
    people[Int(person)].home = home
    op = people[Int(person)].head
    while op >= 0 {
      let record = records[op]
      if record.kind == .participantPut && !record.traits.contains(.walkIn) { edits.append(op) }
      op = record.nextOfPerson
    }
    edits.append(contentsOf: homeBound[person] ?? [])
  }

  // MARK: The rules

  private func hasAuthority(_ op: Int32) -> Bool {
    let record = records[op]
    guard record.kind.isKnown, exists(op) else { return false }
    if record.traits.contains(.certified) { return true }
    let machine = machine(of: op)
    if machines[Int(machine)].isHub {
      return hasPlacement(op) { machines[Int(writers[Int($0)].machine)].isHub }
    }
    guard !machines[Int(machine)].rights.isEmpty, hasGoodPlacement(op, by: machine) else {
      return false
    }
    return machines[Int(machine)].rights.contains { allows($0, record) }
  }

  private func allows(_ right: Right, _ record: Record) -> Bool {
    switch record.kind {
    case .boot, .void: return true
    case .pointOpen, .pointClose, .pointReady, .checkin, .checkout, .refusal, .count, .announceSeen:
      return record.point == right.point
    case .pointPut:
      let change = payloads.pointChanges[Int(record.payload)]
      return record.point == right.point && change.country == nil && change.zone == nil
        && change.language == nil && change.name == nil
    case .participantPut:
      if record.traits.contains(.walkIn) {
        return record.traits.contains(.baseless)
          && payloads.puts[record.payload].country == right.country
      }
      return people[Int(record.participant)].home == right.country
    case .participantMerge, .participantUnmerge:
      return payloads.groups[Int(record.payload)].people
        .allSatisfy { people[Int($0)].home == right.country }
    case .resolve:
      let resolution = payloads.resolutions[Int(record.payload)]
      return resolution.isOfDuplicates
        && resolution.subject.allSatisfy { id in
          participants.find(id).map { people[Int($0)].home } == right.country
        }
    default: return false
    }
  }

  private func hasPlacement(_ op: Int32, _ isRight: (Int32) -> Bool) -> Bool {
    if isRight(records[op].writer) { return true }
    var more = firstFurther(of: op)
    while more >= 0 {
      if isRight(further[Int(more)].writer) { return true }
      more = further[Int(more)].next
    }
    return false
  }

  func hasGoodPlacement(_ op: Int32, by machine: Int32) -> Bool {
    if isGood(records[op].writer, records[op].n, of: machine) { return true }
    var more = firstFurther(of: op)
    while more >= 0 {
      let placement = further[Int(more)]
      if isGood(placement.writer, placement.n, of: machine) { return true }
      more = placement.next
    }
    return false
  }

  private func isGood(_ writer: Int32, _ n: Int64, of machine: Int32) -> Bool {
    guard writers[Int(writer)].machine == machine else { return false }
    guard machines[Int(machine)].isRevoked else { return true }
    let epoch = writers[Int(writer)].epoch
    func reaches(_ limits: [WriterLimit]) -> Bool {
      limits.contains { $0.epoch == epoch && n <= $0.n }
    }
    let isAccepted = machines[Int(machine)].acceptances.contains {
      records[$0].counts && reaches(payloads.acceptances[Int(records[$0].payload)].durable)
    }
    if isAccepted { return true }
    return machines[Int(machine)].revocations.allSatisfy {
      !records[$0].counts || reaches(payloads.revocations[Int(records[$0].payload)].durable)
    }
  }

  /// Whether a counting void takes the op back.
  @inline(__always)
  func isVoided(_ op: Int32) -> Bool {
    records[op].traits.contains(.named) && isVoidedByName(op) && !planted(.ignoresVoids)
  }

  private func isVoidedByName(_ op: Int32) -> Bool {
    guard records[op].counts, var at = referenced[records[op].id] else { return false }
    while at >= 0 {
      let reference = references[Int(at)]
      if records[reference.op].kind == .void && mayVoid(reference.op, op) { return true }
      at = reference.next
    }
    return false
  }

  private func mayVoid(_ void: Int32, _ target: Int32) -> Bool {
    guard records[void].counts else { return false }
    let author = machine(of: void)
    let isHub = machines[Int(author)].isHub
    switch records[target].kind {
    case .checkin, .checkout, .refusal, .count:
      let point = records[target].point
      return isHub || (point >= 0 && machines[Int(author)].rights.contains { $0.point == point })
    case .participantPut: return isHub || author == machine(of: target)
    case .sessionStart, .sessionEnd, .sessionSkip, .announce: return isHub
    default: return false
    }
  }

  /// The counting unblocks that name a block.
  func unblocks(of block: Int32) -> [Int32] { naming(block, .participantUnblock) }

  /// The counting ops of one kind that name an op.
  func naming(_ target: Int32, _ kind: Kind) -> [Int32] {
    guard records[target].traits.contains(.named), var at = referenced[records[target].id] else {
      return []
    }
    var found: [Int32] = []
    while at >= 0 {
      let reference = references[Int(at)]
      if records[reference.op].kind == kind && records[reference.op].counts {
        found.append(reference.op)
      }
      at = reference.next
    }
    return found
  }
}
