import MusterCore
import MusterNet
import MusterStore
import Testing

@testable import MusterHub

@Suite("Marks of nodes' clocks")
struct ClockMarkTests {
  let stage: Stage
  let peers: Peers
  let nodes: [Machine]

  init() throws {
    stage = try Stage()
    peers = try Peers(hub: stage.hub, loop: EventLoop(), log: { _ in })
    nodes = [try Machine(stage, "fr-1", "FR"), try Machine(stage, "ma-1", "MA")]
  }

  private func mark(_ node: Machine, err: Int64, time: Int64 = 5_000) throws {
    let boot = try #require(node.boot)
    peers.note(ClockMark(node: node.id, boot: boot, mono: 1_000, time: time, err: err))
    try stage.hub.commit()
  }

  private func err(_ node: Machine) throws -> Int64? {
    let boot = try #require(node.boot)
    return stage.replica.reading { $0.time(node: node.id, boot: boot, mono: 1_000)?.err }
  }

  @Test("The first is logged at once, of better ones the best of each node, together")
  func together() throws {
    for node in nodes { try mark(node, err: 3_000) }
    let first = stage.place
    for node in nodes { #expect(try err(node) == 3_000) }
    for err: Int64 in [1_400, 600, 900, 250] {
      for node in nodes { try mark(node, err: err) }
    }
    #expect(stage.place == first)
    peers.logMarks()
    #expect(stage.place == first + 2)
    for node in nodes { #expect(try err(node) == 250) }
    peers.logMarks()
    #expect(stage.place == first + 2)
  }

  @Test("One that says something new is logged at once, one that is little better never")
  func newOrLittle() throws {
    try mark(nodes[0], err: 300)
    let first = stage.place
    try mark(nodes[0], err: 200)
    peers.logMarks()
    #expect(stage.place == first)
    try mark(nodes[0], err: 200, time: 900_000)
    #expect(stage.place == first + 1)
  }
}
