import Foundation
import MusterCore
import MusterSync
import MusterTrust

@testable import MusterStore

/// A hub and nodes whose disks are put back, copied and lost, and meet again as their sessions would
/// let them.
nonisolated final class Lives {
  let event: Event
  /// Every machine's disks: more than one where it was copied.
  private(set) var disks: [(machine: Int, folder: Folder, replica: Replica)] = []
  private var hubFolder: Folder
  private var hubCopies: [Folder] = []
  private var nodeCopies: [(machine: Int, folder: Folder)] = []
  /// A second hub that runs at the same time, put back from a backup while the first went on.
  private var rival: (folder: Folder, replica: Replica, boot: OpID)?
  private var random: SplitMix

  struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return mixed ^ mixed >> 31
    }
  }

  init(seed: UInt64, nodes: Int) throws {
    random = SplitMix(state: seed)
    event = try Event(nodes: nodes)
    hubFolder = event.hubFolder
    for index in 0..<nodes {
      disks.append((index, event.folders[index], event.nodes[index]))
    }
  }

  private func pick(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }

  /// One thing happens.
  func step() throws {
    let disk = pick(0..<disks.count)
    switch pick(0..<24) {
    case 20: try crash(disk)
    case 21: try swapHubs()
    case 22: try check(disk)
    case 23: try checkHub()
    case 0..<8: try work(disk)
    case 8..<14: try meet(disk, wholly: pick(0..<3) > 0)
    case 14: hubCopies.append(try copy(hubFolder, of: event.hub))
    case 15: try putHubBack()
    case 16:
      nodeCopies.append(
        (disks[disk].machine, try copy(disks[disk].folder, of: disks[disk].replica)))
    case 17: try putNodeBack(disk)
    case 18: if disks.count < 6 { try copyNode(disk) }
    default: try operate()
    }
  }

  /// People act at a node.
  private func work(_ disk: Int) throws {
    let machine = event.machines[disks[disk].machine]
    var made = (0..<pick(1..<30)).map { _ in machine.checkin("person-\(pick(0..<25))") }
    if pick(0..<3) == 0 { made.append(machine.walkIn("Anna \(pick(0..<1000))")) }
    try disks[disk].replica.record(made, received: event.world.tick())
  }

  /// The hub's operators act.
  private func operate() throws {
    let act = Act.participantPut(ParticipantChange(kind: "guest", country: "AA"))
    try event.hub.place(
      [event.world.byHub(act, event.boot, participant: "person-\(pick(0..<25))")],
      received: event.world.tick())
    try event.hub.commit()
  }

  // MARK: Disks

  private func copy(_ folder: Folder, of replica: Replica) throws -> Folder {
    if replica.hasUncommitted { try replica.commit() }
    return try folder.crashed()
  }

  private func putHubBack() throws {
    guard !hubCopies.isEmpty else { return }
    let copy = hubCopies[pick(0..<hubCopies.count)]
    try event.hub.close()
    hubFolder = try copy.crashed()
    event.hub = try Replica(at: hubFolder.database, event: event.world.event, as: .hub)
    try event.begin()
  }

  private func open(_ folder: Folder, of machine: Int) throws -> Replica {
    let machine = event.machines[machine]
    return try Replica(
      at: folder.database, event: event.world.event,
      as: .node(key: machine.key.id, country: machine.country))
  }

  /// A disk comes back as it was; what was on it alone is lost.
  private func putNodeBack(_ disk: Int) throws {
    let machine = disks[disk].machine
    let copies = nodeCopies.filter { $0.machine == machine }
    guard !copies.isEmpty else { return }
    let folder = try copies[pick(0..<copies.count)].folder.crashed()
    try disks[disk].replica.close()
    disks[disk] = (machine, folder, try open(folder, of: machine))
  }

  /// A process ends where it stands.
  private func crash(_ disk: Int) throws {
    let (machine, folder, replica) = disks[disk]
    let left = try folder.crashed()
    replica.database.close()
    disks[disk] = (machine, left, try open(left, of: machine))
  }

  /// The other hub answers from now on; at first one that comes from a backup.
  private func swapHubs() throws {
    let here = (folder: hubFolder, replica: event.hub, boot: event.boot)
    if let there = rival {
      (hubFolder, event.hub, event.boot) = there
    } else {
      guard !hubCopies.isEmpty else { return }
      hubFolder = try hubCopies[pick(0..<hubCopies.count)].crashed()
      event.hub = try Replica(at: hubFolder.database, event: event.world.event, as: .hub)
      try event.begin()
    }
    rival = here
  }

  /// Something stands on a disk that should not.
  struct Unsound: Error {
    var findings: [Finding]
  }

  private func check(_ disk: Int) throws { try check(disks[disk].replica) }

  private func checkHub() throws { try check(event.hub) }

  private func check(_ replica: Replica) throws {
    if replica.hasUncommitted { try replica.commit() }
    let findings = try replica.verify().findings
    guard findings.isEmpty else { throw Unsound(findings: findings) }
  }

  /// A disk is copied, and both go on.
  private func copyNode(_ disk: Int) throws {
    let machine = disks[disk].machine
    let folder = try copy(disks[disk].folder, of: disks[disk].replica)
    disks.append((machine, folder, try open(folder, of: machine)))
  }

  // MARK: Meeting

  /// A node and the hub, as their sessions go.
  ///
  /// - Parameter wholly: until nothing is left to say; else it breaks off somewhere.
  func meet(_ disk: Int, wholly: Bool) throws {
    let node = disks[disk].replica
    let machine = event.machines[disks[disk].machine]
    try greet(node, machine)
    if !wholly, pick(0..<3) == 0 { return }
    try offer(node, atMost: wholly ? .max : 1)
    if !wholly, pick(0..<3) == 0 { return }
    try up(node, machine, atMost: wholly ? .max : pick(0..<20))
    if !wholly, pick(0..<3) == 0 { return }
    try down(node)
    // Its numbers were taken by a copy: what it has just seen tells it.
    if node.isOutgrown { try renew(node, machine) }
  }

  private func renew(_ node: Replica, _ machine: Machine) throws {
    try node.renew(epoch: Identifier(high: random.next(), low: random.next()))
  }

  private func greet(_ node: Replica, _ machine: Machine) throws {
    guard let writer = node.ownWriter, let head = node.ownHead else { return }
    let held = event.hub.head(of: writer)
    let own = held.n <= head.n ? try node.ownHash(at: held.n) : nil
    if own != held.hash { try renew(node, machine) }
    guard try event.hub.hash(atEndOf: node.position.place) != node.position.hash else { return }
    var place: Int64 = 0
    for start in try node.starts()
    where try event.hub.hash(atEndOf: start.place - 1) == start.before {
      place = max(place, start.place - 1)
    }
    try node.part(at: node.commonPosition(place: place, starts: event.hub.starts()))
  }

  private func offer(_ node: Replica, atMost most: Int) throws {
    for offered in try node.asideOffers(limit: 1000).prefix(most) {
      guard try !event.hub.hasRecovered(offered.after),
        let frame = try node.asideFrame(after: offered.after)
      else { continue }
      do throws(StoreError) {
        try event.hub.recover(
          SegmentReading(hasher: event.world.hasher, deflate: Deflate()).segment(frame, first: 0))
      } catch {
        guard case .unknownOp = error else { throw error }
      }
      try event.hub.commit()
    }
  }

  private func up(_ node: Replica, _ machine: Machine, atMost most: Int) throws {
    guard let writer = node.ownWriter, let head = node.ownHead else { return }
    var left = most
    while event.hub.head(of: writer).n < head.n, left > 0 {
      let held = event.hub.head(of: writer)
      let lines = Array(try node.ownLines(from: held.n + 1).prefix(left))
      left -= lines.count
      try event.hub.place(
        machine.batch(lines, epoch: writer.epoch, after: held), received: event.world.tick())
      try event.hub.commit()
    }
    for op in event.hub.missingPrivates(of: machine.key.id, limit: 1000) {
      if case .line(let line) = try node.privateLine(of: op) {
        try event.hub.keepPrivate(line, of: op)
      }
    }
    event.hub.askAgainForPrivates(of: machine.key.id)
    try event.hub.commit()
  }

  private func down(_ node: Replica) throws {
    while node.position.place < event.hub.position.place {
      for stored in try event.hub.segments(after: node.position.place, maxBytes: 100_000) {
        try node.adopt(event.read(stored.frame))
      }
      try node.commit()
    }
    for op in node.missingPrivates(limit: 1000) {
      if case .line(let line) = try event.hub.privateLine(of: op) {
        try node.keepPrivate(line, of: op)
      }
    }
    node.askAgainForPrivates()
    try node.commit()
  }

  /// Everybody meets the hub until nothing changes any more.
  func settle() throws {
    for _ in 0..<6 {
      for disk in disks.indices { try meet(disk, wholly: true) }
    }
  }

  // MARK: What is held

  /// Every op that any living disk holds: on its log, on its own chain, or aside.
  func held() throws -> Set<OpID> {
    var ops = try placed(event.hub)
    for (_, _, replica) in disks {
      ops.formUnion(try placed(replica))
      if let own = replica.own {
        try own.chain.each { (_, line, _) throws(StoreError) in ops.insert(event.world.id(line)) }
        try own.chain.eachOfOtherEpochs { (line, _) throws(StoreError) in
          ops.insert(event.world.id(line))
        }
      }
      for offered in try replica.asideOffers(limit: 10_000) {
        guard let frame = try replica.asideFrame(after: offered.after) else { continue }
        ops.formUnion(try event.read(frame).entries.map(\.op))
      }
    }
    return ops
  }

  /// Private lines that stand beside own ops on a disk, and are not at the hub.
  func privatesOnlyAtNodes() throws -> Set<OpID> {
    var ops: Set<OpID> = []
    for (_, _, replica) in disks {
      guard let own = replica.own else { continue }
      func look(_ line: [UInt8]) throws(StoreError) {
        let op = event.world.id(line)
        guard case .line = try replica.privateLine(of: op) else { return }
        if case .line = try event.hub.privateLine(of: op) { return }
        ops.insert(op)
      }
      try own.chain.each { (_, line, _) throws(StoreError) in try look(line) }
      try own.chain.eachOfOtherEpochs { (line, _) throws(StoreError) in try look(line) }
    }
    return ops
  }

  /// The ops of a log.
  func placed(_ replica: Replica) throws -> Set<OpID> {
    var ops: Set<OpID> = []
    try replica.log.each { (row) throws(StoreError) in
      let segment = try replica.segmentReading.segment(row.frame, first: row.first)
      ops.formUnion(segment.entries.map(\.op))
    }
    return ops
  }
}
