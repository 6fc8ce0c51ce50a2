import CFaultyDisk
import MusterCore
import MusterSync
import MusterTrust
import Testing

@testable import MusterStore

/// A node whose hub comes back from a backup, and whose own life is outgrown, on a disk that fails.
extension FaultyDiskTests {
  /// What the hub sends in two of its lives: the second lacks what the node had handed in.
  private struct TwoLives {
    var first: [Segment] = []
    var second: [Segment] = []
    /// The node's ops that the first life has placed.
    var placed: [OwnOp] = []
    /// Further ops of the node's.
    var more: [OwnOp] = []
    var common = LogPosition(place: 0, hash: Digest(0, 0, 0, 0))
  }

  private func twoLives() throws -> TwoLives {
    var lives = TwoLives()
    lives.placed = (0..<6).map { machine.checkin("p\($0)") }
    lives.more = (6..<10).map { machine.checkin("p\($0)") }
    let disk = try Folder()
    let hub = try Replica(at: disk.database, event: world.event, as: .hub)
    try hub.begin(life.start, life.signer, received: 1)
    lives.common = hub.position
    let copy = try disk.crashed()
    let writer = Writer(node: machine.key.id, epoch: epoch)
    let lines = lives.placed.map(\.line)
    try hub.place(
      machine.batch(lines, epoch: epoch, after: hub.head(of: writer)), received: 2)
    try hub.commit()
    lives.first = try segments(of: hub)
    let back = try Replica(at: copy.database, event: world.event, as: .hub)
    let second = world.life()
    try back.begin(second.start, second.signer, received: 3)
    lives.second = Array(try segments(of: back).dropFirst())
    return lives
  }

  private func segments(of hub: Replica) throws -> [Segment] {
    try hub.segments(after: 0, maxBytes: .max).map {
      try hub.segmentReading.segment($0.frame, first: $0.first)
    }
  }

  private func run(_ lives: TwoLives, _ recorded: inout [OwnOp]) throws(StoreError) {
    recorded = []
    let node = try node()
    defer { node.database.close() }
    func record(_ op: OwnOp) throws(StoreError) {
      try node.record([op], received: 4)
      recorded.append(op)
    }
    try node.renew(epoch: epoch)
    for op in lives.placed { try record(op) }
    for segment in lives.first { try node.adopt(segment) }
    try node.commit()
    try record(lives.more[0])
    try node.renew(epoch: Epoch(high: 2, low: 2))
    try record(lives.more[1])
    try node.part(at: lives.common)
    try record(lives.more[2])
    for segment in lives.second { try node.adopt(segment) }
    try node.commit()
    try node.renew(epoch: Epoch(high: 3, low: 3))
    try record(lives.more[3])
    try node.close()
  }

  @Test("Whatever call fails while logs part or a life begins, every own op is placed or waits")
  func livesOnDisk() throws {
    let lives = try twoLives()
    var recorded: [OwnOp] = []
    try everyCall { (_) throws(StoreError) in
      try run(lives, &recorded)
    } _: { _ in
      let node = try node()
      for op in recorded {
        let id = world.id(op.line)
        let isThere = node.isPlaced(id) || node.own?.unplaced[id] != nil
        #expect(isThere, "\(id.hex)")
      }
      #expect(try node.verify().findings == [])
      node.database.close()
    }
  }
}
