/// What is in question after a change.
nonisolated extension Fold {
  /// Sets whether an op counts, and marks what that may change.
  mutating func setCounts(_ op: Int32, _ counts: Bool) {
    let record = records[op]
    guard record.counts != counts else { return }
    if counts { records[op].traits.insert(.counts) } else { records[op].traits.remove(.counts) }
    let change: Int32 = counts ? 1 : -1
    if record.point >= 0 { pointList[Int(record.point)].named += change }
    if record.participant >= 0 { people[Int(record.participant)].named += change }
    touch(op)
    if machines[Int(machine(of: op))].isHub {
      records[op].ms = record.at
    } else if counts {
      untimed.append(op)
      noteInBoot(op)
    } else {
      boots[Int(record.boot)].needsScan = true
      markBoot(Int(record.boot))
    }
  }

  /// Marks what follows from an op whose authority or time changed.
  mutating func touch(_ op: Int32) {
    let record = records[op]
    switch record.kind {
    case .checkin, .checkout:
      markWhose(op)
      if record.traits.contains(.named) { dirtyOwners.append(op) }
    case .participantBlock: markPerson(record.participant)
    case .participantPut:
      markPerson(record.participant)
      // Only such a put may create.
      if !record.traits.isDisjoint(with: [.walkIn, .baseless]) { markHome(record.participant) }
    case .void, .participantUnblock:
      for at in payloads.range(payloads.lists[Int(record.payload)]) {
        if let target = find(payloads.ids[at]) { markWhose(target) }
      }
    case .reassign:
      for at in payloads.range(payloads.lists[Int(record.payload)]) {
        if let target = find(payloads.ids[at]) { dirtyOwners.append(target) }
      }
    case .retime:
      for at in payloads.range(payloads.lists[Int(record.payload)]) {
        if let target = find(payloads.ids[at]) { dirtyRetimes.append(target) }
      }
    case .erase: if record.counts { freshErasures.append(op) }
    case .participantMerge:
      for person in payloads.groups[Int(record.payload)].people { markGroup(person) }
    case .participantUnmerge:
      for at in payloads.range(payloads.groups[Int(record.payload)].merges) {
        guard let merge = find(payloads.ids[at]), records[merge].kind == .participantMerge else {
          continue
        }
        for person in payloads.groups[Int(records[merge].payload)].people { markGroup(person) }
      }
    case .resolve:
      if let subject = payloads.resolutions[Int(record.payload)].subject.first {
        markPerson(person(subject))
      }
    case .boot:
      boots[Int(record.boot)].previous = record.counts ? record.payload : -1
      markBoot(Int(record.boot))
    case .pointPut, .pointOpen, .pointReady: markPoint(record.point)
    case .pointClose:
      markPoint(record.point)
      if record.point >= 0 { pointList[Int(record.point)].hasNewCloses = true }
    case .eventPut: arePartsDirty = true
    case .clock:
      let boot = Int(payloads.marks[Int(record.payload)].boot)
      boots[boot].hasNewMarks = true
      markBoot(boot)
    case .nodeAdmit: markMachine(payloads.admissions[Int(record.payload)].keyID)
    case .nodeRevoke: markMachine(payloads.revocations[Int(record.payload)].keyID)
    case .nodeAccept: markMachine(payloads.acceptances[Int(record.payload)].keyID)
    case .ticketKey, .hubStart, .refusal, .eventRules, .count, .sessionStart, .sessionEnd,
      .sessionSkip, .sessionPut, .announce, .announceSeen, .unknown, .unreadable:
      break
    }
  }

  /// Marks what follows from the time of an op. Authority, marks and voids do not.
  mutating func touchTime(_ op: Int32) {
    switch records[op].kind {
    case .checkin, .checkout: markWhose(op)
    case .participantBlock, .participantPut, .eventPut, .pointPut, .pointReady, .pointOpen,
      .pointClose:
      touch(op)
    default: break
    }
  }

  /// Marks whom a check-in or check-out speaks of.
  mutating func markWhose(_ op: Int32) {
    markPerson(records[op].participant)
    if records[op].traits.contains(.reassigned) { markPerson(owners[op] ?? -1) }
  }

  private mutating func markGroup(_ person: Int32) {
    guard !people[Int(person)].isGroupDirty else { return }
    people[Int(person)].isGroupDirty = true
    dirtyGroups.append(person)
  }

  /// Marks that the unmarked boots of a machine are to be placed again.
  mutating func markTimeline(_ machine: Int32) {
    guard !machines[Int(machine)].hasNewTimes else { return }
    machines[Int(machine)].hasNewTimes = true
    dirtyTimelines.append(machine)
  }

  mutating func markPerson(_ person: Int32) {
    guard person >= 0, !people[Int(person)].isDirty else { return }
    people[Int(person)].isDirty = true
    dirtyPeople.append(person)
  }

  private mutating func markHome(_ person: Int32) {
    guard !people[Int(person)].isHomeDirty else { return }
    people[Int(person)].isHomeDirty = true
    dirtyHomes.append(person)
  }

  private mutating func markPoint(_ point: Int32) {
    guard point >= 0, !pointList[Int(point)].isDirty else { return }
    pointList[Int(point)].isDirty = true
    dirtyPoints.append(point)
  }

  mutating func markBoot(_ boot: Int) {
    guard !boots[boot].isDirty, !planted(.ignoresBootMarks) else { return }
    boots[boot].isDirty = true
    dirtyBoots.append(Int32(truncatingIfNeeded: boot))
  }

  private mutating func markMachine(_ id: KeyID) { markMachine(machine(id)) }

  private mutating func markMachine(_ machine: Int32) {
    guard !machines[Int(machine)].isDirty else { return }
    machines[Int(machine)].isDirty = true
    dirtyMachines.append(machine)
  }

  mutating func markEverything() {
    for index in machines.indices { markMachine(Int32(truncatingIfNeeded: index)) }
    for index in boots.indices {
      boots[index].needsScan = true
      boots[index].needsTimes = true
      markBoot(index)
    }
    for index in pointList.indices {
      pointList[index].hasNewCloses = true
      markPoint(Int32(truncatingIfNeeded: index))
    }
    for index in people.indices {
      markPerson(Int32(truncatingIfNeeded: index))
      markHome(Int32(truncatingIfNeeded: index))
    }
    arePartsDirty = true
  }

  mutating func markEveryone() {
    for index in people.indices { markPerson(Int32(truncatingIfNeeded: index)) }
  }
}
