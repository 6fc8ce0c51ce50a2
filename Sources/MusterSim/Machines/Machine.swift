import MusterDaemon
import MusterNet
import MusterTrust

/// One computer: clocks, a disk, chance of its own, and at most one process.
final class Machine {
  let world: World
  /// For people.
  let name: String
  /// Its data folder, a real one.
  let folder: String
  let clock: SimClock
  let disk: SimDisk
  /// What its engine draws.
  let chance: Chance
  /// The process that runs.
  private(set) var life: Life?
  /// Whether it has power.
  private(set) var isOn = true
  /// Until when its process is busy with what it does, µs.
  var busyUntil: Int64 = 0
  /// Since when it has been standing still, µs; nil while it goes.
  private(set) var asleepSince: Int64?
  /// How long it has stood still so far, µs.
  private(set) var slept: Int64 = 0
  /// Opens the engine in a new process; gives why it could not.
  var onStart: (Life) -> Failure? = { _ in nil }
  /// Called when the process has ended, with how; its engine is to be dropped then.
  var onEnd: (LifeEnd) -> Void = { _ in }
  /// Called after each call into the process, while it runs.
  var onSettled: (Life) -> Void = { _ in }
  /// Counts how often its disk was put back from before.
  var era = 0
  /// Called when the machine answers again, so that what was held back goes on.
  var onAnswering: () -> Void = {}
  /// How long it stays down when its process ends next, µs; nil for as long as a service manager waits.
  var downFor: Int64?
  /// Until when it was to stay down, as far as that was planned, µs.
  private(set) var downUntil: Int64 = 0
  /// Whether it is gone for good: nothing starts it again, whatever was planned before.
  var isLost = false
  /// Whether somebody sees to it that its process runs.
  var isSupervised = true
  /// So many starts have failed, one after the other.
  private(set) var failedStarts = 0
  private var parked: [() -> Void] = []

  init?(_ world: World, name: String, folder: String, chance: Chance) {
    guard let disk = SimDisk(folder: folder) else { return nil }
    self.world = world
    self.name = name
    self.folder = folder
    self.disk = disk
    self.chance = chance
    clock = SimClock(
      time: world.moment, disk: disk, chance: chance,
      age: chance.number(Int64(10_000_000)...864_000_000_000),
      drift: chance.number(Int64(-500)...500))
  }

  /// Whether packets reach it.
  var answers: Bool { isOn && asleepSince == nil }

  /// Does something as code of this machine does it: with its clocks, its chance and its disk.
  func within<Value>(_ body: () -> Value) -> Value {
    disk.beginCall()
    return BootClock.$machine.withValue(clock) {
      Randomness.$dice.withValue(chance) {
        DiskSpace.$simulated.withValue(disk) { body() }
      }
    }
  }

  // MARK: The process

  /// Starts a process, where none runs.
  func launch() {
    guard !isLost, isOn, life == nil, asleepSince == nil else { return }
    let begun = Life(on: self)
    life = begun
    world.note("\(name) starts")
    let failure = within { onStart(begun) }
    if let failure, !disk.isDead {
      failedStarts += 1
      world.note("\(name) cannot start: \(failure.message)")
      begun.failure = failure
    } else {
      failedStarts = 0
    }
    begun.settle()
  }

  /// Ends the process, whatever it does; what it wrote stays.
  func end(_ how: LifeEnd) {
    guard let ended = life else { return }
    life = nil
    busyUntil = 0
    parked.removeAll()
    if how == .powerCut {
      disk.cut(chance.next(), kept: [0, 0, 64, 128, 255][chance.number(0...4)])
    } else {
      disk.kill()
    }
    disk.beginCall()
    world.note("\(name) ends: \(how)")
    ended.end(tellsPeers: how != .powerCut)
    onEnd(how)
    if isSupervised { launchLater() }
  }

  private func launchLater() {
    if let downFor { downUntil = world.now + downFor }
    let pause = downFor ?? chance.number(Int64(1_000_000)...5_000_000)
    downFor = nil
    world.after(pause) { [weak self] in
      guard let self, self.isSupervised else { return }
      self.launch()
    }
  }

  /// Loses power, with all that was not on the disk.
  func losePower() {
    wake()
    let supervised = isSupervised
    isSupervised = false
    end(.powerCut)
    isOn = false
    isSupervised = supervised
  }

  /// Has power again, and boots.
  func boot() {
    guard !isLost else { return }
    wake()
    guard !isOn else { return }
    isOn = true
    clock.boot()
    onAnswering()
    launch()
  }

  // MARK: Standing still

  /// Stands still, as a laptop whose lid is closed.
  func sleep() { asleepSince = asleepSince ?? world.now }

  /// Goes on.
  func wake() {
    guard let since = asleepSince else { return }
    slept += world.now - since
    asleepSince = nil
    let waiting = parked
    parked.removeAll()
    for body in waiting { world.after(0, body) }
    if life == nil, isSupervised { launchLater() }
    onAnswering()
  }

  /// Keeps something for when it goes on.
  func park(_ body: @escaping () -> Void) { parked.append(body) }
}

/// How a process ended.
enum LifeEnd: Equatable {
  /// In order.
  case stopped
  /// Killed, or ended within a call to the disk.
  case killed
  /// The machine lost power.
  case powerCut
  /// By itself, because the disk failed.
  case failed(String)
}
