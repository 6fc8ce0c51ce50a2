import CFaultyDisk
import MusterCore
import MusterSync
import MusterTrust
import Testing

@testable import MusterStore

/// Failures, short writes, a full disk, lost pages: at every call that a replica makes of its disk.
@Suite(.serialized) struct FaultyDiskTests {
  /// What has gone through ``Replica/commit()`` or ``Replica/record(_:received:answer:)``.
  struct Acknowledged {
    var position = LogPosition(place: 0, hash: Digest(0, 0, 0, 0))
    var heads: [Writer: WriterHead] = [:]
    var own: Int64 = 0
    var answers: [String] = []
    var privateLines: [OpID] = []
  }

  let world = World()
  let machine: Machine
  let life: (signer: SegmentBuilder.Signer, start: [UInt8])
  let epoch = Epoch(high: 1, low: 1)
  /// The disk is in memory; a replica makes its file on the real one too, to close it to others.
  let folder: Folder

  init() throws {
    folder = try Folder()
    machine = Machine(world, point: "p0", country: "AA")
    life = world.life()
  }

  func hub() throws(StoreError) -> Replica {
    try Replica(at: folder.file("hub"), event: world.event, as: .hub, disk: "faulty")
  }

  func node() throws(StoreError) -> Replica {
    try Replica(
      at: folder.file("node"), event: world.event, as: .node(key: machine.key.id, country: "AA"),
      disk: "faulty")
  }

  /// A little life of a hub: two nodes' worth of ops, private lines, a name, in several commits.
  func runHub(_ done: inout Acknowledged) throws(StoreError) {
    let hub = try hub()
    defer { hub.database.close() }
    try hub.begin(life.start, life.signer, received: 1)
    let boot = world.id(life.start)
    try hub.place([world.byHub(machine.admission, boot, point: "p0")], received: 2)
    try commit(hub, &done)
    let writer = Writer(node: machine.key.id, epoch: epoch)
    for round in 0..<3 {
      let walkIn = machine.walkIn("Anna \(round)")
      let lines = (0..<40).map { machine.checkin("p\(round)-\($0)").line } + [walkIn.line]
      let batch = machine.batch(lines, epoch: epoch, after: hub.head(of: writer))
      try hub.place(batch, received: 3)
      let op = world.id(walkIn.line)
      try hub.keepPrivate(walkIn.privateLine ?? [], of: op)
      try commit(hub, &done)
      done.privateLines.append(op)
    }
    try hub.close()
  }

  func commit(_ hub: Replica, _ done: inout Acknowledged) throws(StoreError) {
    try hub.commit()
    done.position = hub.position
    done.heads = hub.writerHeads
  }

  /// A little life of a node: it records, and is told what is durable.
  func runNode(_ done: inout Acknowledged) throws(StoreError) {
    let node = try node()
    defer { node.database.close() }
    for round in 0..<6 {
      let ops = [machine.checkin("p\(round)"), machine.walkIn("Berta \(round)")]
      let key = "key-\(round)"
      try node.record(ops, received: 5, answer: Answer(key: key, response: [1], at: 1))
      done.own = node.ownHead?.n ?? 0
      done.answers.append(key)
      try node.acknowledged(durable: Int64(round), whole: Int64(round))
      _ = try node.search("berta")
    }
    try node.close()
  }

  static let kinds: [faulty_kind] = [FAULTY_IO, FAULTY_SHORT, FAULTY_FULL, FAULTY_DEAD]

  /// Runs with a fault at each call, cuts the power, and looks at what is left.
  func everyCall(
    _ run: (inout Acknowledged) throws(StoreError) -> Void,
    _ check: (Acknowledged) throws -> Void
  ) throws {
    #expect(faulty_disk_make() == 0)
    var all = Acknowledged()
    try run(&all)
    let calls = faulty_disk_calls()
    #expect(calls > 20)
    for call in 1...calls + 1 {
      // Two kinds at one call, the other two at the next.
      for kind in Self.kinds where (Int(call) + Int(kind.rawValue)) % 2 == 0 {
        faulty_disk_make()
        faulty_disk_plan(call, kind)
        var done = Acknowledged()
        do throws(StoreError) { try run(&done) } catch {
          if case .statement = error { Issue.record("call \(call): \(error)") }
          if kind == FAULTY_FULL, case .io = error { Issue.record("call \(call): \(error)") }
        }
        faulty_disk_cut(UInt32(call % 3 == 0 ? 0 : call))
        do { try check(done) } catch { Issue.record("call \(call), kind \(kind): \(error)") }
      }
    }
  }

  @Test("A full disk keeps no node from hearing what the hub has of it")
  func fullAndAcknowledged() throws {
    faulty_disk_make()
    let node = try node()
    defer { node.database.close() }
    try node.record([machine.bootOp], received: 1)
    faulty_disk_plan(1, FAULTY_FULL)
    try node.acknowledged(durable: 1, whole: 1)
    #expect(node.acknowledgement == (1, 1))
    #expect(node.isReady)
    #expect(throws: StoreError.self) { try node.record([machine.checkin("p")], received: 2) }
    faulty_disk_plan(0, FAULTY_NONE)
    try node.record([machine.checkin("p")], received: 2)
    #expect(node.acknowledgement == (1, 1))
  }

  /// A node begins anew, twice, while some of its ops are on no log.
  func runRenewals(_ done: inout Acknowledged) throws(StoreError) {
    let node = try node()
    defer { node.database.close() }
    for round in 0..<3 {
      if round > 0 { try node.renew(epoch: Epoch(high: 2, low: UInt64(round))) }
      let ids = try node.record([machine.checkin("p\(round)")], received: 5)
      done.privateLines += ids
    }
    try node.close()
  }

  @Test("Wherever a renewal ends, what was recorded before is on the chain of the epoch after it")
  func renewals() throws {
    try everyCall(runRenewals) { done in
      let node = try node()
      let ops = done.privateLines
      #expect(ops.allSatisfy { op in node.reading { $0.operationInfo(op) != nil } })
      #expect(node.pendingCount >= ops.count)
      #expect(node.ownHead?.n ?? 0 >= ops.count)
      let report = try node.verify()
      #expect(report.isSound, "\(report.findings.map(\.message))")
      try node.close()
    }
  }

  @Test("Whatever call to the hub's disk fails, what was acknowledged is there, whole and verified")
  func hubDisk() throws {
    try everyCall(runHub) { done in
      let hub = try hub()
      #expect(hub.position.place >= done.position.place)
      for (writer, head) in done.heads { #expect(hub.head(of: writer).n >= head.n) }
      if done.position.place > 0 {
        #expect(try hub.hash(atEndOf: done.position.place) == done.position.hash)
      }
      for op in done.privateLines {
        guard case .line = try hub.privateLine(of: op) else {
          Issue.record("A private line is lost")
          continue
        }
      }
      #expect(try hub.verify().findings == [])
      hub.database.close()
    }
  }

  @Test("Whatever call to a node's disk fails, no recorded op and no idempotency key is lost")
  func nodeDisk() throws {
    try everyCall(runNode) { done in
      let node = try node()
      let made = node.ownHead?.n ?? 0
      #expect(made >= done.own)
      // Both ops of a record, or neither.
      #expect(made % 2 == 0)
      for round in 0..<6 {
        let isAnswered = try node.answers.response(to: "key-\(round)") != nil
        #expect(isAnswered == (made >= Int64(2 * round + 2)))
      }
      #expect(try node.verify().findings == [])
      node.database.close()
    }
  }
}
