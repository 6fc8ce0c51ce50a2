import MusterCore
import MusterDaemon
import MusterNet
import MusterNode
import MusterStore
import MusterSync
import MusterTrust

/// A point's machine with the engine that runs on it.
final class SimNode {
  let machine: Machine
  let cable: Cable
  /// The point that it serves, and its country.
  let point: String
  let country: String
  /// The code by which it joins.
  let code: String
  /// The engine, while its process runs and has joined.
  private(set) var engine: NodeEngine?
  /// What is on its disk, as people know it.
  var storage = Storage()
  /// The id of its key, once it has run.
  private(set) var key: KeyID?
  /// Whether it has been revoked.
  var isRevoked = false
  /// Whether its machine is gone for good.
  private(set) var isGone = false

  private let dialing: Chance
  private let failing: () -> Int
  private let hub: () -> SimDialer.Hub?
  private(set) var hasJoined = false
  /// What its process knows the hub to have.
  private var heard: Heard?

  private var world: World { machine.world }

  init(
    _ machine: Machine, point: String, country: String, code: String, failing: @escaping () -> Int,
    hub: @escaping () -> SimDialer.Hub?
  ) {
    self.machine = machine
    self.point = point
    self.country = country
    self.code = code
    self.failing = failing
    self.hub = hub
    cable = Cable()
    dialing = machine.world.chance("dialing \(machine.name)")
    machine.onStart = { [weak self] life in self?.start(life) }
    machine.onEnd = { [weak self] _ in self?.engine = nil }
    machine.onSettled = { [weak self] life in self?.lookAtAcknowledgement(life) }
    machine.onAnswering = { [weak self] in self?.goOn() }
  }

  private func goOn() {
    for line in cable.lines { line.goOn(after: 200_000) }
  }

  // MARK: Starting and ending

  private func start(_ life: Life) -> Failure? {
    do throws(Failure) {
      if hasJoined { try open(life) } else { try join(life) }
      return nil
    } catch {
      return error
    }
  }

  private func dialer(_ life: Life, _ key: Digest) -> SimDialer {
    SimDialer(life, over: cable, key: key, chance: dialing, failing: failing, hub: hub)
  }

  private func join(_ life: Life) throws(Failure) {
    try Joining.begin(folder: machine.folder, code: code) { key in
      dialer(life, key.publicKey)
    } then: { [weak self, weak life] failure in
      guard let self, let life else { return }
      if let failure {
        life.failure = failure
        return
      }
      self.hasJoined = true
      do throws(Failure) { try self.open(life) } catch { life.failure = error }
    }
    // A person who sees nothing happen tries again.
    world.after(30_000_000) { [weak self, weak life] in
      guard let self, let life, life === self.machine.life, !self.hasJoined else { return }
      self.machine.end(.killed)
    }
  }

  private func open(_ life: Life) throws(Failure) {
    heard = nil
    let engine = try NodeEngine(folder: machine.folder, hub: nil, loop: life.planner) {
      [world, name = machine.name] text in
      world.hear(name, text)
    } dialer: { key in
      dialer(life, key.publicKey)
    }
    engine.onStorageFailure = { [weak life] failure in life?.failure = life?.failure ?? failure }
    self.engine = engine
    key = engine.keyID
    engine.start()
    lookAtRecord(engine)
  }

  /// Ends in order, and is started anew after a while.
  func stop() {
    guard let life = machine.life else { return }
    var hasLeft = false
    let close = { [weak self, weak life] in
      guard let self, let life, life === self.machine.life, !hasLeft else { return }
      hasLeft = true
      var failure: Failure?
      life.perform {
        do throws(Failure) { try self.engine?.close() } catch { failure = error }
      }
      guard life === self.machine.life, life.isAlive else { return }
      self.machine.end(failure.map { .failed($0.message) } ?? .stopped)
    }
    life.perform { [weak self, world] in
      guard let engine = self?.engine else { return }
      engine.leave { world.after(0, close) }
    }
    world.after(1_500_000, close)
  }

  /// Its disk was put back from a copy, or is a copy of another's: what people were told since is not on
  /// it.
  func takeOver(_ storage: Storage, of node: SimNode) {
    self.storage = storage
    hasJoined = node.hasJoined
    key = node.key
  }

  /// Its machine is gone for good.
  func lose() {
    isGone = true
    machine.isLost = true
    machine.isSupervised = false
    machine.end(.powerCut)
  }

  // MARK: What must hold

  /// Notes what the hub says to have, which is never less than before, unless its disk was put back.
  private func lookAtAcknowledgement(_ life: Life) {
    guard let engine, engine.isConnected, let era = life.heardEra, era == hub()?.machine.era,
      let writer = engine.replica.ownWriter
    else { return }
    let durable = engine.replica.acknowledgement.durable
    if let heard, heard.era == era, heard.writer == writer, durable < heard.durable {
      return world.violate(
        .durableNeverGoesBack,
        "\(machine.name) knew \(heard.durable) of its ops to be at the hub, and now \(durable)")
    }
    // What it knew before it heard this era of the hub was said by another.
    if let heard, heard.era == era, heard.writer == writer, durable > heard.durable {
      storage.durable[writer] = max(durable, storage.durable[writer] ?? 0)
    }
    heard = Heard(era: era, writer: writer, durable: durable)
  }

  private struct Heard {
    var era: Int
    var writer: Writer
    var durable: Int64
  }

  /// Looks whether all is there that people were told to be recorded.
  private func lookAtRecord(_ engine: NodeEngine) {
    guard !machine.disk.isDead else { return }
    let missing = engine.replica.reading { [storage] fold in
      storage.recorded.filter { fold.operationInfo($0) == nil }
    }
    if let first = missing.first {
      world.violate(
        .recordedStays,
        "\(machine.name) lacks \(missing.count) of \(storage.recorded.count) ops that people were"
          + " told of, \(first.hex) first")
    }
  }
}
