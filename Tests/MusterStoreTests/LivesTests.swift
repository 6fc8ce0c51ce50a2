import MusterCore
import MusterSync
import MusterTrust
import Testing

@testable import MusterStore

@Suite("Disks that are put back, copied and lost")
struct LivesTests {
  @Test(
    "What any living disk holds ends on the hub, once, and all agree", arguments: UInt64(1)...16)
  func histories(seed: UInt64) throws {
    let lives = try Lives(seed: seed, nodes: 3)
    for _ in 0..<80 { try lives.step() }
    let held = try lives.held()
    try lives.settle()
    let event = lives.event
    let there = try lives.placed(event.hub)
    #expect(held.subtracting(there).isEmpty)
    let digest = event.hub.stateDigest()
    for (_, _, node) in lives.disks {
      #expect(node.position == event.hub.position)
      #expect(node.stateDigest() == digest)
      #expect(node.pendingCount == 0)
      #expect(node.asideCount == 0)
      let report = try node.verify()
      #expect(report.isSound, "\(report.findings.map(\.message))")
    }
    let report = try event.hub.verify()
    #expect(report.isSound, "\(report.findings.map(\.message))")
    #expect(event.hub.reading { $0.operationCount } == there.count)
    #expect(try lives.privatesOnlyAtNodes().isEmpty)
    for (_, _, node) in lives.disks {
      let writer = try #require(node.ownWriter)
      #expect(event.hub.head(of: writer) == node.ownHead)
      #expect(event.hub.whole(of: writer) == node.ownHead?.n)
    }
  }

  @Test("A disk that is opened anew has what it had: epoch, what waits, what is aside")
  func reopened() throws {
    let event = try Event(nodes: 2)
    try event.down(0)
    let copy = try event.hubFolder.crashed()
    let machine = event.machines[0]
    try event.nodes[0].record(
      (0..<20).map { machine.checkin("p\($0)") }, received: event.world.tick())
    try event.up(0)
    try event.down(0)
    try event.hub.close()
    event.hub = try Replica(at: copy.database, event: event.world.event, as: .hub)
    try event.begin()
    let node = event.nodes[0]
    let common = try node.commonPosition(place: 0, starts: event.hub.starts())
    #expect(common.place > 0)
    try node.part(at: common)
    #expect(node.position == common && node.asideCount > 0)
    // The boot op and twenty check-ins; nothing of the node stands on the log that is left.
    #expect(node.pendingCount == 21)
    let digest = node.stateDigest()
    try event.reopenNode(0)
    #expect(event.nodes[0].position == common)
    #expect(event.nodes[0].asideCount > 0 && event.nodes[0].pendingCount == 21)
    #expect(event.nodes[0].stateDigest() == digest)
    #expect(event.nodes[0].acknowledgement.durable == 0)
  }

  @Test("A new epoch chains what is not on the log, and nothing else")
  func renewed() throws {
    let event = try Event(nodes: 1)
    let machine = event.machines[0]
    let node = event.nodes[0]
    try node.record((0..<5).map { machine.checkin("p\($0)") }, received: event.world.tick())
    try event.up(0)
    try event.down(0)
    try node.record((5..<8).map { machine.checkin("p\($0)") }, received: event.world.tick())
    let before = try #require(node.ownWriter)
    let epoch = Identifier(high: 7, low: 7)
    try node.renew(epoch: epoch)
    #expect(node.ownWriter?.epoch == epoch && node.ownWriter?.node == before.node)
    #expect(node.ownHead?.n == 3 && node.pendingCount == 3)
    try event.up(0)
    try event.down(0)
    #expect(node.pendingCount == 0)
    #expect(node.stateDigest() == event.hub.stateDigest())
    #expect(try event.hub.verify().isSound)
  }

  @Test("The log shows an op under a node's own number that it has not made: it is outgrown")
  func outgrown() throws {
    let event = try Event(nodes: 1)
    let machine = event.machines[0]
    let copy = try event.folders[0].crashed()
    try event.nodes[0].record([machine.checkin("p1")], received: event.world.tick())
    try event.up(0)
    let twin = try Replica(
      at: copy.database, event: event.world.event,
      as: .node(key: machine.key.id, country: machine.country))
    for stored in try event.hub.segments(after: 0, maxBytes: 1_000_000) {
      try twin.adopt(event.read(stored.frame))
    }
    #expect(twin.isOutgrown)
    try twin.renew(epoch: Identifier(high: 1, low: 1))
    #expect(!twin.isOutgrown)
  }

  @Test(
    "A segment whose line stands in one that has not come is taken up later, and nothing by half")
  func laterSegment() throws {
    let event = try Event(nodes: 1)
    try event.down(0)
    let copy = try event.hubFolder.crashed()
    let machine = event.machines[0]
    let node = event.nodes[0]
    let op = machine.checkin("p1")
    try node.record([op], received: event.world.tick())
    try event.up(0)
    // The same line under another epoch: an entry without its line.
    let writer = Writer(node: machine.key.id, epoch: Identifier(high: 9, low: 9))
    let start = WriterHead(event: event.world.event, writer: writer)
    try event.hub.place(
      machine.batch([op.line], epoch: writer.epoch, after: start), received: event.world.tick())
    try event.hub.commit()
    try event.down(0)
    try event.hub.close()
    event.hub = try Replica(at: copy.database, event: event.world.event, as: .hub)
    try event.begin()
    try node.part(at: node.commonPosition(place: 0, starts: event.hub.starts()))
    let offers = try node.asideOffers(limit: 10)
    let last = try #require(offers.last)
    let first = try #require(offers.first)
    func segment(_ offer: SegmentOffer) throws -> Segment {
      try event.read(try #require(try node.asideFrame(after: offer.after)))
    }
    let place = event.hub.position
    #expect(throws: StoreError.unknownOp(event.world.id(op.line))) {
      try event.hub.recover(segment(last))
    }
    #expect(!event.hub.hasUncommitted && event.hub.position == place)
    for offer in offers {
      try event.hub.recover(segment(offer))
      try event.hub.commit()
      #expect(try event.hub.hasRecovered(offer.after))
    }
    #expect(try event.hub.recover(segment(first)) == 0)
  }
}
