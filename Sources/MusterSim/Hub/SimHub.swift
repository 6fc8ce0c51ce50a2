import MusterCore
import MusterDaemon
import MusterHub
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// The hub's machine with the engine that runs on it.
final class SimHub {
  let machine: Machine
  /// The engine, while its process runs.
  private(set) var engine: HubEngine?
  /// The public key of the hub.
  private(set) var key: Digest?
  /// Called when its engine has opened its disk.
  var onOpen: (HubEngine) -> Void = { _ in }
  /// Hub time when it was last looked at, ms.
  private var lastTime: Int64 = .min
  private var clockIsRight = false

  private var world: World { machine.world }

  init(_ machine: Machine) {
    self.machine = machine
    machine.onStart = { [weak self] life in self?.start(life) }
    machine.onEnd = { [weak self] _ in self?.engine = nil }
    machine.onSettled = { [weak self] _ in self?.lookAtTime() }
  }

  /// What dials it.
  var dialed: SimDialer.Hub? {
    guard let key else { return nil }
    return SimDialer.Hub(machine: machine, key: key) { [weak self] wire in
      guard let engine = self?.engine else { return wire.abort() }
      engine.accept(wire)
    }
  }

  // MARK: Starting and ending

  /// Sets up its data.
  func initialise(event: String, address: String) -> Failure? {
    machine.within {
      do throws(Failure) {
        try HubEngine.initialise(folder: machine.folder, event: event, address: address)
        return nil
      } catch {
        return error
      }
    }
  }

  private func start(_ life: Life) -> Failure? {
    do throws(Failure) {
      let engine = try HubEngine(
        folder: machine.folder, loop: life.planner, clockIsRight: clockIsRight,
        keepFree: 64 << 20
      ) { [world] text in world.hear("hub", text) }
      clockIsRight = false
      engine.onStorageFailure = { [weak life] failure in life?.failure = life?.failure ?? failure }
      engine.begin()
      self.engine = engine
      key = engine.publicKey
      lastTime = engine.now()
      if let newest = newestLogged(by: engine), lastTime < newest {
        world.violate(
          .hubTimeNeverGoesBack, "\(newest) is on the log, and the hub starts at \(lastTime)")
      }
      onOpen(engine)
      return nil
    } catch {
      // What a person does who reads the words: the clock has been looked at.
      if error.message.contains("--clock-is-right") { clockIsRight = true }
      return error
    }
  }

  /// Ends in order, and is started anew after a while.
  func stop() {
    guard let life = machine.life else { return }
    life.perform { [weak self] in self?.engine?.sayGoodbye() }
    world.after(2_000_000) { [weak self, weak life] in
      guard let self, let life, life === self.machine.life else { return }
      var failure: Failure?
      life.perform {
        do throws(Failure) { try self.engine?.close() } catch { failure = error }
      }
      guard life === self.machine.life, life.isAlive else { return }
      self.machine.end(failure.map { .failed($0.message) } ?? .stopped)
    }
  }

  // MARK: What is asked of it

  /// Lets an operator do something; nil when the process does not run, or ends over it.
  @discardableResult
  func ask(
    _ command: String, _ body: JSONValue = [:], file: [UInt8] = []
  ) -> Result<JSONValue, Failure>? {
    guard let life = machine.life, machine.answers, machine.busyUntil <= world.now else {
      return nil
    }
    var result: Result<JSONValue, Failure>?
    life.perform { [weak self] in
      guard let engine = self?.engine else { return }
      do throws(Failure) {
        result = .success(try engine.perform(command, body, file: file))
      } catch {
        result = .failure(error)
      }
    }
    return life.isAlive ? result : nil
  }

  /// Looks whether hub time has gone back.
  private func lookAtTime() {
    // While it is busy its clocks have not come to where the call has left them.
    guard machine.busyUntil <= world.now, let engine else { return }
    let time = machine.within { engine.now() }
    if time < lastTime {
      world.violate(.hubTimeNeverGoesBack, "hub time went from \(lastTime) to \(time)")
    }
    lastTime = time
  }

  /// The greatest time on the log, ms, wherever it stands: entry by entry, not as the engine has it.
  /// What was never logged a hub does not know after its end.
  private func newestLogged(by engine: HubEngine) -> Int64? {
    var newest: Int64?
    var place: Int64 = 0
    while let entries = try? engine.replica.entries(after: place), let last = entries.last {
      newest = entries.reduce(newest) { max($0 ?? .min, $1.placement.received) }
      place = last.place
    }
    return newest
  }
}
