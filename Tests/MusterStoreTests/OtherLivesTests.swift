import MusterCore
import MusterSync
import MusterTrust
import Testing

@testable import MusterStore

/// What stands on one disk while the log that it followed is another one.
@Suite("What other lives leave behind")
struct OtherLivesTests {
  let event: Event
  /// The hub as it was before the nodes had handed anything in.
  let backup: Folder

  init() throws {
    event = try Event(nodes: 3)
    for index in 0..<3 { try event.down(index) }
    backup = try event.hubFolder.crashed()
  }

  private func putHubBack() throws {
    try event.hub.close()
    event.hub = try Replica(at: backup.database, event: event.world.event, as: .hub)
    try event.begin()
  }

  private func part(_ index: Int) throws {
    let node = event.nodes[index]
    try node.part(at: node.commonPosition(place: 0, starts: event.hub.starts()))
  }

  private func aside(of index: Int) throws -> [Segment] {
    let node = event.nodes[index]
    return try node.asideOffers(limit: 1000).map { offer in
      try event.read(try #require(try node.asideFrame(after: offer.after)))
    }
  }

  @Test("A node whose log has parted verifies, with private lines of ops that are kept aside")
  func soundAside() throws {
    let machine = event.machines[0]
    try event.nodes[0].record([machine.walkIn("Anna Weber")], received: event.world.tick())
    try event.up(0)
    // Of the same country: it has the line of an op that is not its own.
    try event.down(2)
    try putHubBack()
    try part(2)
    let report = try event.nodes[2].verify()
    #expect(report.findings == [])
    #expect(report.privateLines == 1 && report.aside > 0)
  }

  @Test("A segment kept aside that was changed is found, and named by its place")
  func changedAside() throws {
    try event.nodes[0].record(
      [event.machines[0].checkin("p")], received: event.world.tick())
    try event.up(0)
    try event.down(0)
    try putHubBack()
    try part(0)
    let offer = try #require(try event.nodes[0].asideOffers(limit: 1).first)
    var frame = try #require(try event.nodes[0].asideFrame(after: offer.after))
    frame[frame.count / 2] ^= 0x10
    try event.nodes[0].database.statement("UPDATE aside SET frame = ? WHERE after = ?")
      .bind(1, frame).bind(2, offer.after).run()
    let findings = try event.nodes[0].verify().findings
    let isNamed = findings.contains {
      if case .aside(offer.first, _) = $0 { true } else { false }
    }
    #expect(isNamed)
  }

  @Test("A private line counts as there only once it is, under whatever writer the op came again")
  func wholeAgain() throws {
    let machine = event.machines[0]
    let op = machine.walkIn("Anna")
    let lines = [op.line, machine.checkin("p").line]
    for epoch in [Epoch(high: 1, low: 1), Epoch(high: 2, low: 2)] {
      let writer = Writer(node: machine.key.id, epoch: epoch)
      try event.hub.place(
        machine.batch(lines, epoch: epoch, after: event.hub.head(of: writer)),
        received: event.world.tick())
      try event.hub.commit()
      #expect(event.hub.whole(of: writer) == 0)
    }
    try event.reopenHub()
    let second = Writer(node: machine.key.id, epoch: Epoch(high: 2, low: 2))
    #expect(event.hub.whole(of: second) == 0)
    try event.hub.keepPrivate(#require(op.privateLine), of: event.world.id(op.line))
    #expect(event.hub.whole(of: second) == 2)
  }

  @Test("Where segments are recovered the later first, whole and durable stay true")
  func laterFirst() throws {
    let machine = event.machines[0]
    let node = event.nodes[0]
    let walkIns = (0..<4).map { machine.walkIn("Guest \($0)") }
    for walkIn in walkIns {
      try node.record([walkIn], received: event.world.tick())
      try event.up(0)
    }
    try event.down(1)
    try putHubBack()
    try part(1)
    let writer = try #require(node.ownWriter)
    for segment in try aside(of: 1).reversed() {
      try event.hub.recover(segment)
      try event.hub.commit()
    }
    // The boot op and the first guest, who came with it, alone follow on the beginning.
    #expect(event.hub.head(of: writer).n == 2)
    #expect(event.hub.whole(of: writer) == 1)
    // The node comes with all of it, in one piece and then piece by piece.
    let start = WriterHead(event: event.world.event, writer: writer)
    let lines = try node.ownLines(from: 1)
    let place = event.hub.position.place
    try event.hub.place(
      machine.batch(lines, epoch: writer.epoch, after: start), received: event.world.tick())
    try event.hub.commit()
    #expect(event.hub.position.place == place)
    #expect(event.hub.head(of: writer).n == 5)
    var held = start
    for line in lines {
      let batch = machine.batch([line], epoch: writer.epoch, after: held)
      #expect(try event.hub.place(batch, received: event.world.tick()) == 0)
      held = WriterHead(n: batch.last, hash: batch.after)
    }
    // Lines that come the later first: what lacks one before is not whole.
    for index in [3, 1, 0, 2] {
      let line = try #require(walkIns[index].privateLine)
      try event.hub.keepPrivate(line, of: event.world.id(walkIns[index].line))
      #expect(event.hub.whole(of: writer) == [3: 1, 1: 1, 0: 3, 2: 5][index])
    }
    #expect(try event.hub.commit().isEmpty && event.hub.verify().findings == [])
  }

  @Test("A standby made the hub takes up what its own disk keeps of other lives")
  func promoted() throws {
    let machine = event.machines[0]
    try event.nodes[0].record(
      (0..<300).map { machine.checkin("p\($0)") }, received: event.world.tick())
    try event.up(0)
    let folder = try Folder()
    let standby = try Replica(at: folder.database, event: event.world.event, as: .standby)
    func follow() throws {
      for stored in try event.hub.segments(after: standby.position.place, maxBytes: .max) {
        try standby.adopt(event.read(stored.frame))
      }
      try standby.commit()
    }
    try follow()
    let there = event.hub.stateDigest()
    try putHubBack()
    try standby.part(at: standby.commonPosition(place: 0, starts: event.hub.starts()))
    try follow()
    #expect(standby.asideCount > 1)
    try standby.promote()
    try standby.close()
    event.hub = try Replica(at: folder.database, event: event.world.event, as: .hub)
    try event.begin()
    let missing = try #require(event.hub.asideCount > 1 ? event.hub.stateDigest() : nil)
    #expect(missing != there)
    #expect(try !event.hub.recoverAside().isEmpty)
    #expect(event.hub.asideCount == 0)
    let lines = try event.nodes[0].ownLines(from: 1, maxCount: 400, maxBytes: .max)
    #expect(lines.count == 301)
    #expect(lines.allSatisfy { event.hub.isPlaced(event.world.id($0)) })
    #expect(try event.hub.recoverAside().isEmpty && event.hub.verify().findings == [])
  }

  @Test("A file of an earlier version is read as it is, with nothing aside")
  func earlierFile() throws {
    try event.nodes[0].close()
    let database = try Database(path: event.folders[0].database, options: .node)
    try database.execute("DROP TABLE aside; DROP TABLE recovered; PRAGMA user_version = 2")
    database.close()
    let reader = try Replica(
      at: event.folders[0].database, event: event.world.event, as: .reader)
    #expect(reader.asideCount == 0 && reader.position == event.hub.position)
    let report = try Replica.verify(
      at: event.folders[0].database, event: event.world.event)
    #expect(report.findings == [] && report.aside == 0)
  }
}
