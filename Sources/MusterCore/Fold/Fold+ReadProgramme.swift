/// Reads what joins people, corrects, erases, counts, runs the programme and announces.
nonisolated extension Fold {
  mutating func readProgramme(
    _ operation: Operation, _ op: Int32, into record: inout Record
  ) {
    switch operation.act {
    case .participantMerge(let participants):
      record.kind = .participantMerge
      record.payload = group(participants, op, merges: IDList())
      for person in payloads.groups[Int(record.payload)].people {
        mergeOps[person, default: []].append(op)
      }
    case .participantUnmerge(let participants, let merges):
      record.kind = .participantUnmerge
      refer(op, to: merges, &record)
      record.payload = group(
        participants, op, merges: payloads.lists[Int(record.payload)])
    case .reassign(let ops):
      record.kind = .reassign
      refer(op, to: ops, &record)
    case .retime(let ops, let time):
      record.kind = .retime
      record.number = time
      refer(op, to: ops, &record)
    case .erase(let ops):
      record.kind = .erase
      refer(op, to: ops, &record)
      eraseOps.append(op)
      if record.participant >= 0 { erasures[record.participant, default: []].append(op) }
    case .eventRules(let version):
      record.kind = .eventRules
      record.number = version
      rulesOps.append(op)
    case .count(let indicator, let value):
      record.kind = .count
      record.number = value
      record.payload = words.intern(indicator)
      countOps.append(op)
    case .sessionStart(let session): readSession(.sessionStart, session, op, into: &record)
    case .sessionEnd(let session): readSession(.sessionEnd, session, op, into: &record)
    case .sessionSkip(let session): readSession(.sessionSkip, session, op, into: &record)
    case .sessionPut(let change):
      record.kind = .sessionPut
      record.payload = Payloads.add(change, to: &payloads.sessionChanges)
      sessionOps.append(op)
    case .announce(let announcement):
      record.kind = .announce
      record.payload = Payloads.add(announcement, to: &payloads.announcements)
      announceOps.append(op)
    case .announceSeen(let announcement, let isAcknowledged):
      record.kind = .announceSeen
      payloads.seen.append((announcement, isAcknowledged))
      record.payload = Int32(truncatingIfNeeded: payloads.seen.count - 1)
      seenOps.append(op)
    default: break
    }
  }

  private mutating func readSession(
    _ kind: Kind, _ session: String, _ op: Int32, into record: inout Record
  ) {
    record.kind = kind
    record.payload = words.intern(session)
    sessionOps.append(op)
  }

  private mutating func group(_ participants: [String], _ op: Int32, merges: IDList) -> Int32 {
    let people = participants.map { id in person(id) }
    for person in people { homeBound[person, default: []].append(op) }
    return Payloads.add(Group(people: people, merges: merges), to: &payloads.groups)
  }
}

nonisolated extension Resolution {
  /// Whether it decides over a possible duplicate.
  var isOfDuplicates: Bool { type == "possible-duplicate" && subject.count == 2 }
}
