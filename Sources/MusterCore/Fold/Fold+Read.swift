/// From an op's value to its record and what stands beside it.
nonisolated extension Fold {
  mutating func read(_ operation: Operation, _ op: Int32, into record: inout Record) {
    if case .unreadable = operation.act { return }
    if case .unknown(let kind) = operation.act {
      record.kind = .unknown
      record.payload = words.intern(kind)
      readPrivate(operation, op, into: &record)
      return
    }
    if let id = operation.point { record.point = point(id) }
    readPrivate(operation, op, into: &record)
    switch operation.act {
    case .unreadable, .unknown: break
    case .checkin(let checkin):
      record.kind = .checkin
      record.door = words.intern(checkin.door)
      if let serial = checkin.serial {
        record.number = serial
        record.traits.insert(.serial)
      }
      readExtra(
        stated: operation.stated, base: checkin.base, answered: checkin.answered, into: &record)
    case .checkout(let door):
      record.kind = .checkout
      record.door = words.intern(door)
      readExtra(stated: operation.stated, base: [], into: &record)
    case .refusal(let door, let reason):
      record.kind = .refusal
      record.door = words.intern(door)
      record.payload = words.intern(reason)
    case .participantPut(let change):
      read(change, operation, into: &record)
    case .participantBlock(let why, let serials):
      record.kind = .participantBlock
      record.payload = words.intern(why)
      if let serials {
        record.number = serials
        record.traits.insert(.serial)
      }
    case .participantUnblock(let blocks):
      record.kind = .participantUnblock
      refer(op, to: blocks, &record)
    case .void(let ops):
      record.kind = .void
      refer(op, to: ops, &record)
    default: readRare(operation, op, into: &record)
    }
  }

  /// Whom an op is about, and that it has a private line: of kinds that this version does not know too,
  /// so that nothing of an erased person stays beside them.
  private mutating func readPrivate(
    _ operation: Operation, _ op: Int32, into record: inout Record
  ) {
    if let id = operation.participant { record.participant = person(id) }
    guard let digest = operation.privateDigest else { return }
    record.traits.insert(.hasPrivate)
    if case .participantPut = operation.act { return }
    payloads.digestsOfOthers[op] = payloads.digests.append(digest)
  }

  private mutating func readRare(_ operation: Operation, _ op: Int32, into record: inout Record) {
    switch operation.act {
    case .eventPut(let part):
      record.kind = .eventPut
      record.payload = Payloads.add(part, to: &payloads.parts)
      eventPuts.append(op)
    case .ticketKey(let key):
      record.kind = .ticketKey
      record.payload = Payloads.add(key, to: &payloads.ticketKeys)
      ticketKeyOps.append(op)
    case .hubStart(let start):
      record.kind = .hubStart
      record.payload = Payloads.add(start.key, to: &payloads.hubKeys)
      guard start.isCertified else { break }
      record.traits.insert(.certified)
      hubStarts.append(op)
      areHubsDirty = true
    case .clock(let mark):
      record.kind = .clock
      let boot = boot(mark.boot, of: mark.node)
      record.payload = Payloads.add(
        MarkPayload(boot: boot, mono: mark.mono, time: mark.time, err: mark.err),
        to: &payloads.marks)
      boots[Int(boot)].markOps.append(op)
    case .boot(let previous, _):
      record.kind = .boot
      if let previous { record.payload = boot(previous, of: operation.node) }
    case .nodeAdmit(let admission):
      record.kind = .nodeAdmit
      record.point = point(admission.point)
      record.payload = Payloads.add(admission, to: &payloads.admissions)
      machines[Int(machine(admission.keyID))].admissions.append(op)
    case .nodeRevoke(let revocation):
      record.kind = .nodeRevoke
      record.payload = Payloads.add(revocation, to: &payloads.revocations)
      machines[Int(machine(revocation.keyID))].revocations.append(op)
    case .nodeAccept(let acceptance):
      record.kind = .nodeAccept
      record.payload = Payloads.add(acceptance, to: &payloads.acceptances)
      machines[Int(machine(acceptance.keyID))].acceptances.append(op)
    case .resolve(let resolution):
      record.kind = .resolve
      record.payload = Payloads.add(resolution, to: &payloads.resolutions)
      if let subject = resolution.subject.first {
        resolves[person(subject), default: []].append(op)
      }
      if resolution.isOfDuplicates {
        for id in resolution.subject { homeBound[person(id), default: []].append(op) }
      }
    default: readPoint(operation, op, into: &record)
    }
  }

  private mutating func readPoint(_ operation: Operation, _ op: Int32, into record: inout Record) {
    switch operation.act {
    case .pointPut(let change):
      record.kind = .pointPut
      record.payload = Payloads.add(change, to: &payloads.pointChanges)
    case .pointReady(let items):
      record.kind = .pointReady
      record.payload = Payloads.add(items, to: &payloads.readiness)
    case .pointOpen: record.kind = .pointOpen
    case .pointClose: record.kind = .pointClose
    default: return readProgramme(operation, op, into: &record)
    }
    if record.point >= 0 { pointList[Int(record.point)].ops.append(op) }
  }

  private mutating func readExtra(
    stated: Int64?, base: [OpID], answered: [String] = [], into record: inout Record
  ) {
    guard stated != nil || !base.isEmpty || !answered.isEmpty else { return }
    if stated != nil { record.traits.insert(.stated) }
    record.payload = Payloads.add(
      CheckExtra(
        stated: stated ?? 0, base: payloads.list(base),
        answered: answered.map { words.intern($0) }),
      to: &payloads.extras)
  }

  private mutating func read(
    _ change: ParticipantChange, _ operation: Operation, into record: inout Record
  ) {
    record.kind = .participantPut
    if record.participant < 0 {
      record.participant = person(operation.id.hex)
      record.traits.insert(.walkIn)
    }
    if change.base.isEmpty { record.traits.insert(.baseless) }
    var put = Put()
    func set(_ field: Field) { put.fields |= field.bit }
    if let kind = change.kind {
      put.kind = words.intern(kind)
      set(.kind)
    }
    if let country = change.country {
      put.country = countries.intern(country)
      set(.country)
    }
    if let id = change.point {
      put.point = point(id)
      set(.point)
    }
    if let body = change.body {
      put.body = words.intern(body)
      set(.body)
    }
    if let language = change.language {
      put.language = words.intern(language)
      set(.language)
    }
    if let pending = change.pending {
      put.pending = pending
      set(.pending)
    }
    if let cancelled = change.cancelled {
      put.cancelled = cancelled
      set(.cancelled)
    }
    if change.extraDoors != nil { set(.extraDoors) }
    if change.withdrawnDoors != nil { set(.withdrawnDoors) }
    if change.extraDoors != nil || change.withdrawnDoors != nil {
      let lists = DoorLists(
        extra: change.extraDoors?.map { words.intern($0) },
        withdrawn: change.withdrawnDoors?.map { words.intern($0) })
      put.doors = Payloads.add(lists, to: &payloads.doorLists)
    }
    if change.validFrom != nil { set(.validFrom) }
    if change.validUntil != nil { set(.validUntil) }
    if change.validFrom != nil || change.validUntil != nil {
      put.validity = Payloads.add((change.validFrom, change.validUntil), to: &payloads.validities)
    }
    var others: [String] = []
    for name in operation.fields {
      guard let field = Field.named(name) else {
        others.append(name)
        continue
      }
      // The name of a public field says nothing here: its value would stand in `set`.
      if field.isPrivate { set(field) }
    }
    if !others.isEmpty { put.otherFields = Payloads.add(others, to: &payloads.otherFields) }
    if let digest = operation.privateDigest { put.digest = payloads.digests.append(digest) }
    put.base = payloads.list(change.base)
    record.payload = payloads.puts.append(put)
  }

  /// Enters what an op names, so that its targets find it whichever comes first.
  mutating func refer(_ op: Int32, to targets: [OpID], _ record: inout Record) {
    record.payload = Payloads.add(payloads.list(targets), to: &payloads.lists)
    for target in targets {
      references.append((op, referenced[target] ?? -1))
      referenced[target] = Int32(truncatingIfNeeded: references.count - 1)
      if let known = find(target) { records[known].traits.insert(.named) }
    }
  }
}

nonisolated extension Field {
  private static let names: [String: Field] = Dictionary(
    uniqueKeysWithValues: allCases.map { ("\($0.name)", $0) })

  static func named(_ name: String) -> Field? { names[name] }
}
