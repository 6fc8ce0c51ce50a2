import MusterCore

/// One connection between two machines, as TCP keeps it: bytes in order, held back while nothing passes.
final class Line {
  let world: World
  let chance: Chance
  /// The end at the node.
  let near: SimWire
  /// The end at the hub.
  let far: SimWire
  /// Whether nothing passes any more, whoever knows of it.
  private(set) var isBroken = false

  init(
    _ world: World, _ cable: Cable, chance: Chance, node: Life, key: Digest, hub: Life,
    hubKey: Digest
  ) {
    self.world = world
    self.chance = chance
    let exporter = (0..<32).map { _ in UInt8(truncatingIfNeeded: chance.next()) }
    near = SimWire(node, over: cable.up, peerKey: hubKey, exporter: exporter, at: "hub:7575")
    far = SimWire(hub, over: cable.down, peerKey: key, exporter: exporter, at: node.machine.name)
    near.line = self
    far.line = self
    near.peer = far
    far.peer = near
    near.peerEra = hub.era
    far.peerEra = node.era
  }

  /// Whether no end has anything to wait for.
  var isOver: Bool { near.isEnded && far.isEnded }

  /// Goes on with what was held back.
  func goOn(after pause: Int64) {
    for wire in [near, far] { wire.resend(after: pause) }
  }

  /// Breaks: what is under way is lost. An end is told after so long, µs, or never.
  func breakDown(telling near: Int64?, _ far: Int64?) {
    isBroken = true
    for (wire, pause) in [(self.near, near), (self.far, far)] {
      wire.lose()
      guard let pause else { continue }
      world.after(pause) { wire.fail("connection timed out") }
    }
  }
}
