import MusterDaemon
import MusterHeld
import MusterNet
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterHub

@Suite("Few ops are committed together")
struct GatheringTests {
  /// Gives the body a hub and a node that has handed in one op, which was committed at once: the clock
  /// stands, so that no time passes after it.
  private func withNode(_ body: (HubEngine, HeldNode, HeldLoop) throws -> Void) throws {
    let stage = try Stage()
    let code = try stage.ask("invite", ["point": "fr-1"])["code"]?.string
    try BootClock.$machine.withValue(StandingClock()) {
      let loop = HeldLoop()
      let (engine, node) = try stage.serve(on: loop)
      try node.begin(code)
      loop.turn()
      _ = try node.read()
      loop.turn()
      _ = try node.read()
      try node.hand(in: 1)
      loop.turn()
      #expect(try node.read().durable == 1)
      try body(engine, node, loop)
    }
  }

  @Test("What comes soon after a commit waits, unacknowledged, and is no segment yet")
  func waits() throws {
    try withNode { engine, node, loop in
      let place = engine.replica.position.place
      for _ in 0..<2 { try node.hand(in: 1) }
      loop.step()
      #expect(engine.replica.hasUncommitted)
      #expect(engine.replica.position.place == place)
      #expect(try node.read() == HeldNode.Heard())
      loop.turn()
      #expect(!engine.replica.hasUncommitted)
      #expect(try node.read() == HeldNode.Heard(place: place + 2, durable: 3))
    }
  }

  @Test("Much is committed at once")
  func much() throws {
    try withNode { engine, node, loop in
      try node.hand(in: 32)
      loop.step()
      #expect(!engine.replica.hasUncommitted)
      #expect(try node.read().durable == 33)
    }
  }

  @Test("Who asks, and who says good-bye, has all of it committed and acknowledged first")
  func asked() throws {
    try withNode { engine, node, loop in
      try node.hand(in: 1)
      loop.step()
      _ = try engine.perform("status", [:])
      #expect(!engine.replica.hasUncommitted)
      #expect(try node.read().durable == 2)
      try node.hand(in: 1)
      loop.step()
      #expect(engine.replica.hasUncommitted)
      engine.sayGoodbye()
      let heard = try node.read()
      #expect(heard.durable == 3)
      #expect(heard.isEnded)
    }
  }
}
