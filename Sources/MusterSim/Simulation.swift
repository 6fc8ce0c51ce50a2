import Glibc
import MusterCommand
import MusterCore
package import MusterDaemon
import MusterSync
import MusterTrust

/// What came of a run.
package struct Outcome {
  /// The run.
  package var options: Options
  /// Virtual time, µs.
  package var virtual: Int64
  /// Real time, µs.
  package var real: Int64
  /// Events that happened.
  package var events: Int
  /// What happened, by name.
  package var figures: [String: Int]
  /// Digest of all that happened.
  package var trace: String
  /// What did not hold; nil when all did.
  package var violation: Violation?
}

/// One run: some hours in which people act and things break, then peace, then a look at everything.
package final class Simulation {
  private let options: Options
  private let town: Town
  private let folder: String

  /// Sets up a run.
  package init(_ options: Options) throws(Failure) {
    self.options = options
    folder = "/dev/shm/muster-sim-\(getpid())"
    town = try Town(options, in: folder)
  }

  /// Runs it to its end.
  package static func run(_ options: Options) throws(Failure) -> Outcome {
    let begun = Self.realTime()
    let folder = "/dev/shm/muster-sim-\(getpid())"
    clear(folder)
    defer { clear(folder) }
    let simulation = try Simulation(options)
    SignatureMemory.$current.withValue(SignatureMemory()) { simulation.run() }
    return simulation.outcome(since: begun)
  }

  private static func clear(_ folder: String) {
    guard let names = try? Files.names(in: folder) else { return }
    for name in names {
      let path = folder + "/" + name
      if Files.isFolder(path) { clear(path) } else { _ = unsafe unlink(path) }
    }
    _ = unsafe rmdir(folder)
  }

  /// µs of a clock that only goes on.
  static func realTime() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }

  private func run() {
    let faults = Faults(town)
    town.world.mayRewrite = options.faults.contains { Fault.history.contains($0) }
    town.open()
    let watch = options.watched.flatMap { OpID($0) }.map { Watch(town, $0) }
    watch?.begin()
    faults.begin(options.faults)
    town.world.run(until: Int64(options.minutes) * 60_000_000)
    faults.end()
    Peace(town).come()
    for machine in town.machines {
      machine.isSupervised = false
      machine.end(.killed)
    }
  }

  private func outcome(since begun: Int64) -> Outcome {
    Outcome(
      options: options, virtual: town.world.now, real: Self.realTime() - begun,
      events: town.world.events, figures: town.world.figures.counts, trace: town.world.trace.hex,
      violation: town.world.violation)
  }
}
