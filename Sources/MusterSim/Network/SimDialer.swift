import MusterCore
import MusterNet

/// Opens simulated connections from a node's process to the hub's.
final class SimDialer: Dialer {
  /// What a dialer must know of the hub's machine.
  struct Hub {
    /// Its machine.
    var machine: Machine
    /// The key that its certificate shows.
    var key: Digest
    /// Takes a connection, where a process runs that does.
    var accept: (any Wire) -> Void
  }

  private static let attemptMs: Int64 = 10_000
  /// A kernel sends its first packet again after so long, µs.
  private static let again: [Int64] = [1_000_000, 3_000_000, 7_000_000]

  private weak var life: Life?
  private let cable: Cable
  private let key: Digest
  private let hub: () -> Hub?
  private let chance: Chance
  /// So many of 1,000 attempts fail for no reason that anybody sees.
  private let failing: () -> Int

  init(
    _ life: Life, over cable: Cable, key: Digest, chance: Chance, failing: @escaping () -> Int,
    hub: @escaping () -> Hub?
  ) {
    self.life = life
    self.cable = cable
    self.key = key
    self.chance = chance
    self.failing = failing
    self.hub = hub
  }

  func open(
    _ address: HostPort, then: @escaping (Result<any Wire, NetError>) -> Void
  ) -> any Planned {
    let attempt = SimDial(then)
    let place = address.description
    guard let life else { return attempt }
    life.world.after(Self.attemptMs * 1_000) { [weak life] in
      life?.perform { attempt.finish(.failure(.timedOut(place, Int(Self.attemptMs)))) }
    }
    knock(attempt, place, tries: 0, life.world)
    return attempt
  }

  /// The process that dials, while it runs and waits.
  private func waiting(for attempt: SimDial) -> Life? {
    guard let life, life.isAlive, attempt.isWanted else { return nil }
    return life
  }

  /// The first packet is on its way.
  private func knock(_ attempt: SimDial, _ place: String, tries: Int, _ world: World) {
    world.after(cable.up.latency(chance)) { [self] in
      guard let life = waiting(for: attempt) else { return }
      guard !cable.isCut, let hub = hub(), hub.machine.answers else {
        guard tries < Self.again.count else { return }
        let pause = Self.again[tries] - (tries > 0 ? Self.again[tries - 1] : 0)
        return world.after(pause) { [self] in knock(attempt, place, tries: tries + 1, world) }
      }
      guard hub.machine.life != nil, !chance.happens(failing()) else {
        return world.after(cable.down.latency(chance)) { [weak life] in
          life?.perform { attempt.finish(.failure(.cannotConnect(place, "Connection refused"))) }
        }
      }
      shakeHands(attempt, world)
    }
  }

  /// TLS: once there and back; the node is done first, and the hub when its last words have come.
  private func shakeHands(_ attempt: SimDial, _ world: World) {
    let up = cable.up.latency(chance)
    let pause = 2 * cable.down.latency(chance) + up
    world.after(pause) { [self] in
      guard let life = waiting(for: attempt), !cable.isCut, let hub = hub(), hub.machine.answers,
        let server = hub.machine.life
      else { return }
      connect(attempt, life, hub, server)
    }
  }

  private func connect(_ attempt: SimDial, _ life: Life, _ hub: Hub, _ server: Life) {
    let line = Line(
      life.world, cable, chance: chance, node: life, key: key, hub: server, hubKey: hub.key)
    cable.lines.removeAll { $0.isOver }
    cable.lines.append(line)
    life.world.after(cable.up.delay) { [weak server] in
      server?.perform {
        hub.accept(line.far)
        line.far.handedOver()
      }
    }
    life.perform {
      guard attempt.isWanted else { return line.near.abort() }
      attempt.finish(.success(line.near))
      line.near.handedOver()
    }
  }
}

/// One attempt of a ``SimDialer``.
final class SimDial: Planned {
  private var then: ((Result<any Wire, NetError>) -> Void)?

  init(_ then: @escaping (Result<any Wire, NetError>) -> Void) { self.then = then }

  /// Whether anybody waits for it.
  var isWanted: Bool { then != nil }

  func cancel() { then = nil }

  /// Gives the result, once.
  func finish(_ result: Result<any Wire, NetError>) {
    let call = then
    then = nil
    call?(result)
  }
}
