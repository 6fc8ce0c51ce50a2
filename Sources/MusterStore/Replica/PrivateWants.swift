internal import MusterCore

/// Which private lines a replica lacks and may have, in the order in which their ops came.
///
/// Kept as ops and lines come, so that asking costs only what is answered. The hub may have all, and
/// asks their authors; a node may have those of participants of its own country and of whoever was
/// checked in at a point of it, and of all who are the same person, and asks the hub. An op is handed
/// out once, until asking begins anew (``askAgain(_:)``), as a session does.
///
/// Here merges join for ever, and whatever a merge or a reassign names is believed: the hub, which
/// knows what counts, has the last word, and a question in vain costs nothing.
nonisolated struct PrivateWants {
  /// Who may have what.
  enum Reach {
    case everything
    /// Everything, and the hub is asked for it.
    case everythingOfTheHub
    case country(String)
  }

  /// An op whose private line is not held.
  private struct Missing {
    var writer: Writer
    var n: Int64
    var author: KeyID
  }

  /// What is asked of one author.
  private struct Queue {
    var ops: [OpID] = []
    /// Before this, all are handed out.
    var next = 0
  }

  let reach: Reach
  private var missing: [OpID: Missing] = [:]
  /// Ops of which whoever was asked had no line then. A copy of the author's machine may have it, and
  /// the hub may have got it since: they are asked for again, but nothing waits for them.
  private var absent: Set<OpID> = []
  private var queues: [KeyID: Queue] = [:]
  /// For each writer its ops that were placed without their private line, ascending in n.
  private var unwhole: [Writer: [(n: Int64, op: OpID)]] = [:]
  /// Ops of people of elsewhere, by a number made of the person's id.
  private var parked: [(op: OpID, person: UInt64)] = []
  private var countryPoints: Set<String> = []
  private var people: Set<String> = []
  /// Whom merges name together with a participant.
  private var together: [String: Set<String>] = [:]
  /// Check-ins at points of the country.
  private var entries: Set<OpID> = []
  /// To whom reassigns give ops that are no such check-in, or have not come yet.
  private var given: [OpID: [String]] = [:]
  /// Ops whose lines are erased.
  private var erased: Set<OpID> = []

  init(_ reach: Reach) { self.reach = reach }

  /// The author under which a node asks: it asks the hub for everything.
  static let hub = KeyID(high: 0, low: 0)

  /// Whether check-ins tell whose lines may be had.
  var notesPresence: Bool {
    if case .country = reach { true } else { false }
  }

  // MARK: What comes

  /// Notes a placed op, whether it names a private line or tells whose lines may be had.
  mutating func note(_ operation: Operation, _ placement: Placement) {
    switch reach {
    case .everything:
      guard operation.privateDigest != nil, !erased.contains(operation.id) else { return }
      missing[operation.id] = Missing(
        writer: placement.writer, n: placement.n, author: operation.node)
      queues[operation.node, default: Queue()].ops.append(operation.id)
      noteUnwhole(operation.id, placement)
    case .everythingOfTheHub:
      if operation.privateDigest != nil { want(operation.id, placement, operation.node) }
    case .country(let country):
      note(operation, placement, country)
    }
  }

  /// Notes that an op came again, under another writer: its line is lacked there too.
  mutating func noteAgain(_ op: OpID, _ placement: Placement) {
    guard case .everything = reach, missing[op] != nil else { return }
    noteUnwhole(op, placement)
  }

  private mutating func noteUnwhole(_ op: OpID, _ placement: Placement) {
    Self.insert(op, placement.n, into: &unwhole[placement.writer, default: []])
  }

  /// Mostly a writer's ops come in order; what is recovered from another life need not.
  private static func insert(_ op: OpID, _ n: Int64, into ops: inout [(n: Int64, op: OpID)]) {
    var index = ops.count
    while index > 0, ops[index - 1].n > n { index -= 1 }
    ops.insert((n, op), at: index)
  }

  private mutating func note(
    _ operation: Operation, _ placement: Placement, _ country: String
  ) {
    var person = operation.participant
    switch operation.act {
    case .nodeAdmit(let admission) where admission.country == country:
      countryPoints.insert(admission.point)
    case .pointPut(let change) where change.country == country:
      if let point = operation.point { countryPoints.insert(point) }
    case .checkin:
      guard let person, let point = operation.point, countryPoints.contains(point) else { break }
      entries.insert(operation.id)
      welcome(person)
      for owner in given.removeValue(forKey: operation.id) ?? [] { welcome(owner) }
    case .participantMerge(let participants): join(participants)
    case .reassign(let ops):
      guard let person else { break }
      for op in ops where !entries.contains(op) { given[op, default: []].append(person) }
      if ops.contains(where: { entries.contains($0) }) { welcome(person) }
    case .participantPut(let change):
      if person == nil { person = operation.id.hex }
      if let person, change.base.isEmpty, change.country == country { welcome(person) }
    default: break
    }
    guard operation.privateDigest != nil, !erased.contains(operation.id), let person else { return }
    missing[operation.id] = nil
    if people.contains(person) || planted(.handsNamesToEverybody) {
      want(operation.id, placement, operation.node)
    } else {
      parked.append((operation.id, Self.number(person)))
    }
  }

  /// Takes participants for one person, and welcomes all of them where one is welcome.
  private mutating func join(_ participants: [String]) {
    for participant in participants {
      together[participant, default: []].formUnion(participants)
    }
    guard participants.contains(where: { people.contains($0) }) else { return }
    for participant in participants { welcome(participant) }
  }

  /// A participant's lines may be had from now on, and those of all who are the same person.
  private mutating func welcome(_ participant: String) {
    var rest = [participant]
    while let next = rest.popLast() {
      guard people.insert(next).inserted else { continue }
      askForParked(of: next)
      rest += together[next] ?? []
    }
  }

  private mutating func askForParked(of person: String) {
    guard !parked.isEmpty else { return }
    let number = Self.number(person)
    var stays: [(op: OpID, person: UInt64)] = []
    guard parked.contains(where: { $0.person == number }) else { return }
    stays.reserveCapacity(parked.count)
    for entry in parked where !erased.contains(entry.op) {
      if entry.person == number {
        missing[entry.op] = Missing(
          writer: Writer(node: Self.hub, epoch: Self.hub), n: 0, author: Self.hub)
        queues[Self.hub, default: Queue()].ops.append(entry.op)
      } else {
        stays.append(entry)
      }
    }
    parked = stays
  }

  private mutating func want(_ op: OpID, _ placement: Placement, _ author: KeyID) {
    guard !erased.contains(op) else { return }
    missing[op] = Missing(writer: placement.writer, n: placement.n, author: author)
    queues[Self.hub, default: Queue()].ops.append(op)
  }

  /// The op's line is held, or gone.
  mutating func settle(_ op: OpID) {
    missing[op] = nil
    absent.remove(op)
  }

  /// Whoever was asked has no line of the op to give now.
  mutating func lack(_ op: OpID) {
    if missing.removeValue(forKey: op) != nil { absent.insert(op) }
  }

  /// The ops' lines are erased: nobody may have them, whoever comes to be welcome.
  mutating func forget(_ ops: [OpID]) {
    erased.formUnion(ops)
    for op in ops { settle(op) }
  }

  // MARK: What is asked

  /// Ops whose lines to ask for now; each is given once until ``askAgain(_:)``.
  mutating func next(of author: KeyID, limit: Int) -> [OpID] {
    guard var queue = queues[author] else { return [] }
    var ops: [OpID] = []
    while queue.next < queue.ops.count, ops.count < limit {
      let op = queue.ops[queue.next]
      queue.next += 1
      if missing[op] != nil || absent.contains(op) { ops.append(op) }
    }
    queues[author] = queue
    return ops
  }

  /// Begins anew with all that is still missing, or was absent.
  mutating func askAgain(_ author: KeyID) {
    guard var queue = queues[author] else { return }
    queue.ops.removeAll { missing[$0] == nil && !absent.contains($0) }
    queue.next = 0
    queues[author] = queue.ops.isEmpty ? nil : queue
  }

  /// How many lines are lacked.
  var count: Int { missing.count }

  /// The number before the writer's first placed op whose private line is lacked; nil when none is.
  mutating func whole(of writer: Writer) -> Int64? {
    guard let ops = unwhole[writer] else { return nil }
    let settled = ops.prefix { missing[$0.op] == nil }.count
    guard settled < ops.count else {
      unwhole[writer] = nil
      return nil
    }
    if settled > 0 { unwhole[writer] = Array(ops.dropFirst(settled)) }
    return ops[settled].n - 1
  }

  /// FNV-1a; two people of one number are only asked for together.
  private static func number(_ person: String) -> UInt64 {
    var number: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in person.utf8 { number = (number ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return number
  }
}
