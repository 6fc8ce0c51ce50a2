import MusterCore
import MusterSync
import MusterTrust
import Testing

@testable import MusterStore

@Suite struct ReplicaTests {
  @Test("Hub and nodes that hold the same log have the same state, before and after reopening")
  func convergence() throws {
    let event = try Event(nodes: 3)
    var random = SystemRandomNumberGenerator()
    for round in 0..<6 {
      for index in 0..<3 {
        let machine = event.machines[index]
        let made = (0..<Int.random(in: 0..<300, using: &random)).map { _ in
          machine.checkin("person-\(Int.random(in: 0..<40, using: &random))")
        }
        try event.nodes[index].record(made, received: event.world.tick())
        try event.nodes[index].record(
          [machine.walkIn("Anna \(round) \(index)")], received: event.world.tick())
        if Bool.random(using: &random) { try event.up(index) }
        if Bool.random(using: &random) { try event.down(index) }
      }
    }
    for index in 0..<3 { try event.up(index) }
    for index in 0..<3 { try event.down(index) }
    let digest = event.hub.stateDigest()
    let place = event.hub.position
    #expect(place.place > 0)
    for index in 0..<3 {
      #expect(event.nodes[index].position == place)
      #expect(event.nodes[index].stateDigest() == digest)
      #expect(event.nodes[index].pendingCount == 0)
      try event.reopenNode(index)
      #expect(event.nodes[index].stateDigest() == digest)
      #expect(event.nodes[index].position == place)
      #expect(event.nodes[index].pendingCount == 0)
      #expect(event.nodes[index].hubKeys == [event.world.hub.publicKey])
    }
    try event.reopenHub()
    #expect(event.hub.stateDigest() == digest)
    #expect(event.hub.position == place)
    try event.begin()
    #expect(event.hub.stateDigest() == digest)
    #expect(try event.hub.starts().count == 2)
  }

  @Test("A crash after a commit loses nothing of it, and a crash before it leaves none of it")
  func crash() throws {
    let event = try Event(nodes: 1)
    let machine = event.machines[0]
    try event.nodes[0].record(
      (0..<600).map { machine.checkin("p\($0)") }, received: event.world.tick())
    let digest = event.hub.stateDigest()
    let place = event.hub.position
    let writer = try #require(event.nodes[0].ownWriter)
    let lines = try event.nodes[0].ownLines(from: 1)
    try event.hub.place(
      machine.batch(lines, epoch: writer.epoch, after: event.hub.head(of: writer)),
      received: event.world.tick())
    let before = try event.hubFolder.crashed()
    try event.hub.commit()
    let after = try event.hubFolder.crashed()
    let old = try Replica(at: before.database, event: event.world.event, as: .hub)
    #expect(old.stateDigest() == digest)
    #expect(old.position == place)
    #expect(old.head(of: writer).n == 0)
    let new = try Replica(at: after.database, event: event.world.event, as: .hub)
    #expect(new.stateDigest() == event.hub.stateDigest())
    #expect(new.position == event.hub.position)
    #expect(new.head(of: writer).n == Int64(lines.count))
  }

  @Test("Own ops are pending until the log shows them, over restarts too")
  func pending() throws {
    let event = try Event(nodes: 1)
    let machine = event.machines[0]
    try event.nodes[0].record([machine.checkin("anna")], received: event.world.tick())
    #expect(event.nodes[0].pendingCount == 2)
    let placed = event.nodes[0].stateDigest()
    try event.reopenNode(0)
    #expect(event.nodes[0].pendingCount == 2)
    #expect(event.nodes[0].stateDigest() == placed)
    #expect(event.nodes[0].reading { $0.pendingCount } == 2)
    try event.up(0)
    #expect(event.nodes[0].pendingCount == 2)
    #expect(event.nodes[0].acknowledgement == (2, 2))
    try event.down(0)
    #expect(event.nodes[0].pendingCount == 0)
    #expect(event.nodes[0].reading { $0.pendingCount } == 0)
    try event.reopenNode(0)
    #expect(event.nodes[0].acknowledgement == (2, 2))
    #expect(event.nodes[0].stateDigest() == event.hub.stateDigest())
  }

  @Test("Who comes is on the disk at once, beside what gathers, and both stand after a crash")
  func besideGathered() throws {
    let event = try Event(nodes: 1)
    let node = event.nodes[0]
    let machine = event.machines[0]
    try event.up(0)
    try event.down(0)
    let held = node.position
    let change = Act.participantPut(ParticipantChange(country: "AA"))
    try event.hub.place(
      [event.world.byHub(change, event.boot, participant: "r-1")], received: event.world.tick())
    try event.hub.commit()
    try event.gather(0)
    #expect(node.hasUncommitted)
    try node.record([machine.checkin("r-1")], received: event.world.tick())
    #expect(node.hasUncommitted)
    #expect(node.position == held)
    let crashed = try event.folders[0].crashed()
    let found = try Replica(at: crashed.database, event: event.world.event, as: node.role)
    #expect(found.position == held)
    #expect(found.ownHead == node.ownHead)
    #expect(found.pendingCount == 1)

    try node.commit()
    try event.up(0)
    try event.down(0)
    #expect(node.pendingCount == 0)
    #expect(node.stateDigest() == event.hub.stateDigest())
  }

  @Test("A name that is put, and what is taken back, wait for nothing that gathers")
  func namesBesideGathered() throws {
    let event = try Event(nodes: 1)
    let node = event.nodes[0]
    let machine = event.machines[0]
    let walkIn = machine.walkIn("Ana Kask")
    let person = event.world.id(walkIn.line)
    try node.record([walkIn], received: event.world.tick())
    try event.up(0)
    try event.gather(0)
    #expect(node.hasUncommitted)
    try node.record([machine.op(.void(ops: [person]))], received: event.world.tick())
    #expect(try node.search("ana") == [])
  }

  @Test("An idempotency key stands on the disk with its op, or neither does")
  func idempotency() throws {
    let event = try Event(nodes: 1)
    let machine = event.machines[0]
    let node = event.nodes[0]
    let op = machine.checkin("anna")
    let before = try event.folders[0].crashed()
    let ids = try node.record(
      [op], received: event.world.tick(), answer: Answer(key: "k", response: [7], at: 1))
    let after = try event.folders[0].crashed()
    let role = node.role
    let old = try Replica(at: before.database, event: event.world.event, as: role)
    #expect(try old.answers.response(to: "k") == nil)
    #expect(try old.line(of: ids[0]) == nil)
    let new = try Replica(at: after.database, event: event.world.event, as: role)
    #expect(try new.answers.response(to: "k") == [7])
    #expect(try new.line(of: ids[0]) == op.line)
  }

  @Test("A full disk refuses a node's op and leaves all as it was; with room it goes on")
  func fullNode() throws {
    let event = try Event(nodes: 1)
    let node = event.nodes[0]
    let machine = event.machines[0]
    let pages = try #require(try node.database.integer("PRAGMA page_count"))
    try node.database.execute("PRAGMA max_page_count = \(pages + 2)")
    var recorded: Int64 = 1
    var error: StoreError?
    while error == nil, recorded < 10_000 {
      do throws(StoreError) {
        try node.record([machine.checkin("p\(recorded)")], received: event.world.tick())
        recorded += 1
      } catch let caught { error = caught }
    }
    guard case .diskFull? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(node.isReady)
    #expect(node.ownHead?.n == recorded)
    #expect(node.pendingCount == Int(recorded))
    try node.database.execute("PRAGMA max_page_count = 1000000")
    try node.record([machine.checkin("late")], received: event.world.tick())
    try event.up(0)
    try event.down(0)
    #expect(node.stateDigest() == event.hub.stateDigest())
  }

  @Test("A commit that fails asks to be opened anew, and the disk holds what was acknowledged")
  func fullHub() throws {
    let event = try Event(nodes: 1)
    let machine = event.machines[0]
    let digest = event.hub.stateDigest()
    let place = event.hub.position
    let pages = try #require(try event.hub.database.integer("PRAGMA page_count"))
    try event.hub.database.execute("PRAGMA max_page_count = \(pages)")
    let walkIns = (0..<2000).map { machine.walkIn("Guest \($0)") }
    for index in stride(from: 0, to: walkIns.count, by: 200) {
      try event.nodes[0].record(
        Array(walkIns[index..<index + 200]), received: event.world.tick())
    }
    #expect(throws: StoreError.self) { try event.up(0) }
    #expect(!event.hub.isReady)
    #expect(throws: StoreError.needsReopen) { try event.hub.commit() }
    event.hub.database.close()
    event.hub = try Replica(at: event.hubFolder.database, event: event.world.event, as: .hub)
    #expect(event.hub.position.place >= place.place)
    if event.hub.position == place { #expect(event.hub.stateDigest() == digest) }
    try event.begin()
    try event.up(0)
    try event.down(0)
    #expect(event.nodes[0].stateDigest() == event.hub.stateDigest())
  }

  @Test("Gaps and forks are told apart, and what is held already is passed over")
  func histories() throws {
    let event = try Event(nodes: 1)
    let machine = event.machines[0]
    let writer = try #require(event.nodes[0].ownWriter)
    let start = event.hub.head(of: writer)
    let lines = (0..<10).map { machine.checkin("p\($0)").line }
    let all = machine.batch(lines, epoch: writer.epoch, after: start)
    #expect(try event.hub.place(all, received: 1) == 10)
    #expect(try event.hub.place(all, received: 2) == 0)
    try event.hub.commit()
    let head = event.hub.head(of: writer)
    // Some held, some new.
    var part = machine.batch(Array(lines[0..<5]), epoch: writer.epoch, after: start)
    #expect(try event.hub.place(part, received: 3) == 0)
    let more = lines + [machine.checkin("new").line]
    part = machine.batch(more, epoch: writer.epoch, after: start)
    #expect(try event.hub.place(part, received: 4) == 1)
    // Another history.
    let other = machine.batch([machine.checkin("x").line], epoch: writer.epoch, after: start)
    #expect(throws: StoreError.fork(writer, n: 1)) { try event.hub.place(other, received: 5) }
    let late = machine.batch(
      [machine.checkin("x").line], epoch: writer.epoch, after: WriterHead(n: 20, hash: head.hash))
    #expect(throws: StoreError.gap(writer, held: 11, first: 21)) {
      try event.hub.place(late, received: 6)
    }
    try event.hub.commit()
    #expect(event.hub.isReady)
    #expect(event.hub.head(of: writer).n == 11)
  }

  @Test("The same line under another writer gets a place and no second line")
  func secondWriter() throws {
    let event = try Event(nodes: 1)
    let machine = event.machines[0]
    let lines = (0..<3).map { machine.checkin("p\($0)").line }
    for epoch in [Epoch(high: 1, low: 1), Epoch(high: 2, low: 2)] {
      let writer = Writer(node: machine.key.id, epoch: epoch)
      let batch = machine.batch(lines, epoch: epoch, after: event.hub.head(of: writer))
      #expect(try event.hub.place(batch, received: event.world.tick()) == 3)
    }
    let place = event.hub.position.place
    let sent = try event.hub.commit()
    #expect(event.hub.position.place == place + 6)
    let entries = try sent.flatMap { try event.read($0.frame).entries }
    #expect(entries.map { $0.line != nil } == [true, true, true, false, false, false])
    try event.down(0)
    #expect(event.nodes[0].stateDigest() == event.hub.stateDigest())
    #expect(try event.nodes[0].line(of: event.world.id(lines[1])) == lines[1])
  }

  @Test("Many full segments in one commit are chained, signed, and read back as one log")
  func manySegments() throws {
    let event = try Event(nodes: 1)
    let machine = event.machines[0]
    let writer = try #require(event.nodes[0].ownWriter)
    for round in 0..<3 {
      for _ in 0..<6 {
        let lines = (0..<256).map { machine.checkin("p\($0)-\(round)").line }
        let batch = machine.batch(
          lines, epoch: writer.epoch, after: event.hub.head(of: writer))
        #expect(try event.hub.place(batch, received: event.world.tick()) == 256)
      }
      let sent = try event.hub.commit()
      #expect(sent.count >= 6)
      #expect(sent.last?.end == event.hub.position)
    }
    #expect(try event.hub.verify().findings == [])
    try event.down(0)
    #expect(event.nodes[0].position == event.hub.position)
    #expect(event.nodes[0].stateDigest() == event.hub.stateDigest())
  }

  @Test("A line that copies a hub's certificate begins no life")
  func falseStart() throws {
    let event = try Event(nodes: 1)
    let machine = event.machines[0]
    let (signer, start) = event.world.life()
    let writer = Writer(node: machine.key.id, epoch: signer.generation)
    let batch = machine.batch([start], epoch: writer.epoch, after: event.hub.head(of: writer))
    try event.hub.place(batch, received: event.world.tick())
    try event.hub.commit()
    try event.down(0)
    #expect(try event.hub.starts().count == 1)
    #expect(try event.nodes[0].starts() == event.hub.starts())
    #expect(try event.nodes[0].verify().findings == [])
    #expect(try event.hub.verify().findings == [])
  }

  @Test("Segments are served from any segment's end, and every line is found")
  func serving() throws {
    let event = try Event(nodes: 1)
    let machine = event.machines[0]
    let ops = (0..<700).map { machine.checkin("p\($0)") }
    for part in [0..<1, 1..<300, 300..<700] {
      try event.nodes[0].record(Array(ops[part]), received: event.world.tick())
      try event.up(0)
    }
    let all = try event.hub.segments(after: 0, maxBytes: .max)
    #expect(all.last?.end == event.hub.position)
    #expect(all.map(\.first) == [1] + all.dropLast().map { $0.end.place + 1 })
    for stored in all {
      #expect(try event.hub.hash(atEndOf: stored.end.place) == stored.end.hash)
      let rest = try event.hub.segments(after: stored.end.place, maxBytes: 1)
      #expect(rest.count == (stored == all.last ? 0 : 1))
    }
    #expect(try event.hub.hash(atEndOf: event.hub.position.place - 1) == nil)
    #expect(try event.hub.hash(atEndOf: event.hub.position.place + 1) == nil)
    for op in ops { #expect(try event.hub.line(of: event.world.id(op.line)) == op.line) }
    #expect(try event.hub.line(of: OpID(high: 1, low: 1)) == nil)
  }

  @Test("A segment that does not follow is not adopted")
  func offChain() throws {
    let event = try Event(nodes: 1)
    let all = try event.hub.segments(after: 0, maxBytes: .max)
    #expect(all.count >= 2)
    #expect(throws: StoreError.offChain(held: 0, first: all[1].first)) {
      try event.nodes[0].adopt(event.read(all[1].frame))
    }
    try event.down(0)
    #expect(event.nodes[0].position == event.hub.position)
  }

  @Test("A folder of another event is refused")
  func otherEvent() throws {
    let event = try Event()
    let found = event.world.event
    try event.hub.close()
    #expect(throws: StoreError.otherEvent(found: found)) {
      _ = try Replica(
        at: event.hubFolder.database, event: EventID(high: 1, low: 1), as: .hub)
    }
  }

  @Test("Lines that cannot be sent are refused before anything is written")
  func unfit() throws {
    let event = try Event(nodes: 1)
    let node = event.nodes[0]
    let machine = event.machines[0]
    for line in [[], [0x0A], [UInt8](repeating: 0x20, count: 16_385)] {
      #expect(throws: StoreError.self) { try node.record([OwnOp(line: line)], received: 1) }
    }
    var wrong = machine.walkIn("Anna")
    wrong.privateLine = machine.walkIn("Berta").privateLine
    #expect(throws: StoreError.wrongPrivateLine(event.world.id(wrong.line))) {
      try node.record([machine.checkin("p"), wrong], received: 1)
    }
    #expect(node.ownHead?.n == 1)
  }
}
