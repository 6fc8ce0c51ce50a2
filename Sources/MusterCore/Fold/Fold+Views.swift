/// What screens and sessions ask about participants and ops.
nonisolated extension Fold {
  /// The participant of this id; nil when no counting op names it.
  public mutating func participant(_ id: String) -> ParticipantView? {
    settle()
    guard let person = participants.find(id), people[Int(person)].named > 0 else { return nil }
    return view(of: person)
  }

  /// The puts that say a participant's private fields, by the fields' names; nil when no counting op
  /// names the participant.
  public mutating func privateFields(of id: String) -> [String: OpID]? {
    settle()
    guard let person = participants.find(id), people[Int(person)].named > 0 else { return nil }
    return privateWinners(winners(for: person)).held
  }

  /// Ids of all participants, in no order that means anything.
  public mutating func participantIDs() -> [String] {
    settle()
    return people.indices.compactMap {
      people[$0].named > 0 ? participants.string(Int32(truncatingIfNeeded: $0)) : nil
    }
  }

  /// Calls with every participant, in no order that means anything.
  public mutating func forEachParticipant(_ body: (ParticipantView) -> Void) {
    settle()
    for index in people.indices where people[index].named > 0 {
      body(view(of: Int32(truncatingIfNeeded: index)))
    }
  }

  /// The person of whom this participant is, as one: fields, blocks and puts of all who are merged
  /// into it, under the name of the person; nil when no counting op names the participant.
  public mutating func whole(_ id: String) -> ParticipantView? {
    settle()
    guard let person = participants.find(id), people[Int(person)].named > 0 else { return nil }
    let name = name(of: person)
    let members = members(of: name)
    var whole: ParticipantView = view(of: name)
    for member in members.dropFirst() { whole.fill(from: view(of: member)) }
    return whole
  }

  private func view(of person: Int32) -> ParticipantView {
    let winners = winners(for: person)
    func put(_ field: Field) -> Put? {
      winners[field] < 0 ? nil : payloads.puts[records[winners[field]].payload]
    }
    let (privateFields, erasedFields) = privateWinners(winners)
    let puts = ops(of: person, .participantPut)
    func doors(_ list: [Int32]?) -> [String] { list?.map { words.string($0) } ?? [] }
    func lists(_ field: Field) -> DoorLists? {
      put(field).map { payloads.doorLists[Int($0.doors)] }
    }
    return ParticipantView(
      id: participants.string(person),
      home: people[Int(person)].home < 0 ? nil : countries.string(people[Int(person)].home),
      isRegistered: people[Int(person)].isRegistered,
      isWalkIn: puts.contains { records[$0].traits.contains(.walkIn) },
      kind: word(put(.kind)?.kind), country: put(.country).map { countries.string($0.country) },
      point: put(.point).map { places.string($0.point) }, body: word(put(.body)?.body),
      language: word(put(.language)?.language),
      validFrom: put(.validFrom).flatMap { payloads.validities[Int($0.validity)].from },
      validUntil: put(.validUntil).flatMap { payloads.validities[Int($0.validity)].until },
      isPending: put(.pending)?.pending, isCancelled: put(.cancelled)?.cancelled,
      extraDoors: doors(lists(.extraDoors)?.extra),
      withdrawnDoors: doors(lists(.withdrawnDoors)?.withdrawn), privateFields: privateFields,
      erasedFields: erasedFields, isErased: isErased(person: person),
      puts: puts.map { records[$0].id }.sorted(),
      blocks: standingBlocks(of: person).map {
        StandingBlock(
          id: records[$0].id, why: words.string(records[$0].payload),
          serials: records[$0].traits.contains(.serial) ? records[$0].number : nil)
      },
      members: members(of: person).map { participants.string($0) })
  }

  /// The puts that give the private fields, and the fields whose put gives nothing any more.
  private func privateWinners(_ winners: Winners) -> (held: [String: OpID], erased: Set<String>) {
    var held: [String: OpID] = [:]
    var erased: Set<String> = []
    func set(_ name: String, _ op: Int32) {
      if isErased(op) { erased.insert(name) } else { held[name] = records[op].id }
    }
    for field in [Field.name, .email, .phone] where winners[field] >= 0 {
      set("\(field.name)", winners[field])
    }
    // Of two spellings of one accented letter, which are one text here, the first by their bytes.
    let others = winners.others.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    for (name, op) in others where held[name] == nil && !erased.contains(name) { set(name, op) }
    return (held, erased)
  }

  private func word(_ symbol: Int32?) -> String? {
    guard let symbol, symbol >= 0 else { return nil }
    return words.string(symbol)
  }

  /// The stays of the participant's person in fold order of their beginnings.
  public mutating func presence(of id: String) -> [PresenceInterval] {
    settle()
    guard let person = participants.find(id) else { return [] }
    return intervals(of: name(of: person)).map { op in
      let record = records[op]
      return PresenceInterval(
        point: places.string(record.point), door: words.string(record.door),
        date: days.text(days.date(record.ms)), begin: record.ms, err: err(of: op), end: record.end,
        beginOp: record.id, endOp: record.endOp < 0 ? nil : records[record.endOp].id)
    }
  }

  /// The check-in by which the participant's person is inside by this door at this moment.
  ///
  /// - Parameter now: hub time, ms.
  public mutating func insideNow(_ id: String, point: String, door: String, now: Int64) -> OpID? {
    settle()
    guard let person = participants.find(id), let point = places.find(point),
      let door = words.find(door)
    else { return nil }
    var op = people[Int(name(of: person))].firstInterval
    var inside: OpID?
    while op >= 0 {
      let record = records[op]
      if record.point == point && record.door == door && record.ms <= now && now < record.end {
        inside = record.id
      }
      op = record.nextInterval
    }
    return inside
  }

  /// All conflicts of the canonical form, open and closed, in one order.
  public mutating func conflicts() -> [ConflictView] {
    settle()
    var found: [ConflictView] = []
    forEachDispute { found.append(view(of: $0)) }
    return found.sorted {
      ($0.subject.last ?? "", $0.subject[0], $0.type)
        < ($1.subject.last ?? "", $1.subject[0], $1.type)
    }
  }

  private func view(of dispute: Dispute) -> ConflictView {
    ConflictView(
      type: dispute.type, subject: subject(of: dispute),
      person: participants.string(dispute.person), isOpen: dispute.isOpen,
      outcome: dispute.outcome, choices: dispute.choices.sorted(),
      evidence: dispute.evidence.map { records[$0].id }.sorted(),
      sides: dispute.evidence.sorted { precedes($0, $1) }.map { side($0) },
      resolution: dispute.resolution < 0 ? nil : records[dispute.resolution].id)
  }

  func side(_ op: Int32) -> ConflictView.Side {
    let record = records[op]
    return ConflictView.Side(
      op: record.id, kind: record.kind.text, node: machines[Int(machine(of: op))].id,
      point: record.point < 0 ? nil : places.string(record.point), time: record.ms,
      err: err(of: op), by: word(record.by))
  }

  // MARK: Ops

  /// When an op happened, hub time, with the greatest error, both ms; nil for what does not count.
  public mutating func time(of op: OpID) -> (ms: Int64, err: Int64)? {
    settle()
    guard let op = find(op), records[op].counts else { return nil }
    return (records[op].ms, err(of: op))
  }

  /// How the fold judges an op; nil when it is not there.
  public mutating func operationInfo(_ op: OpID) -> OperationView? {
    settle()
    return find(op).map { view(of: $0) }
  }

  /// Calls with every op, in the order in which they came.
  public mutating func forEachOperation(_ body: (OperationView) -> Void) {
    settle()
    for op in 0..<Int32(truncatingIfNeeded: records.count) { body(view(of: op)) }
  }

  func view(of op: Int32) -> OperationView {
    let record = records[op]
    return OperationView(
      id: record.id,
      kind: record.kind == .unknown ? words.string(record.payload) : record.kind.text,
      node: machines[Int(machine(of: op))].id,
      point: record.point < 0 ? nil : places.string(record.point),
      participant: record.participant < 0 ? nil : participants.string(owner(of: op)),
      door: word(record.door), by: word(record.by), at: record.at,
      time: record.counts ? (record.ms, err(of: op)) : nil, received: record.received,
      serial: record.traits.contains(.serial) ? record.number : nil,
      ignored: record.counts ? nil : "\(reasonIgnored(op))", isVoided: isVoided(op),
      isRepeat: record.traits.contains(.repeats), isOrphan: record.traits.contains(.orphan),
      isPending: record.traits.contains(.pending))
  }

  /// The machine that an op says it was made by; nil when the op is not there.
  public func author(of op: OpID) -> KeyID? { find(op).map { machines[Int(machine(of: $0))].id } }

  /// Digest of an op's private line; nil where it has none.
  public func privateDigest(of op: OpID) -> Digest? {
    guard let op = find(op), records[op].traits.contains(.hasPrivate) else { return nil }
    let digest =
      records[op].kind == .participantPut
      ? payloads.puts[records[op].payload].digest : payloads.digestsOfOthers[op]
    return digest.map { payloads.digests[$0] }
  }
}
