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
  private let world: World
  private let folder = "/dev/shm/muster-sim-\(getpid())"

  private init(_ options: Options) {
    self.options = options
    world = World(seed: options.seed, printsLog: options.printsLog)
  }

  /// Runs it to its end.
  package static func run(_ options: Options) throws(Failure) -> Outcome {
    try run(options) { _ in }
  }

  /// Runs it to its end, and lets more happen in it.
  ///
  /// - Parameter open: called when machines start and people come.
  static func run(_ options: Options, open: (Town) -> Void) throws(Failure) -> Outcome {
    let begun = Self.realTime()
    let simulation = Simulation(options)
    clear(simulation.folder)
    defer { clear(simulation.folder) }
    var failure: Failure?
    SignatureMemory.$current.withValue(SignatureMemory()) {
      do throws(Failure) { try simulation.run(open) } catch { failure = error }
    }
    // Whatever else went wrong followed from it.
    if let failure, simulation.world.violation == nil { throw failure }
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

  private func run(_ open: (Town) -> Void) throws(Failure) {
    let town = try Town(options, in: folder, world)
    let faults = Faults(town)
    town.world.mayRewrite = options.faults.contains { Fault.history.contains($0) }
    town.open()
    open(town)
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
      options: options, virtual: world.now, real: Self.realTime() - begun,
      events: world.events, figures: world.figures.counts, trace: world.trace.hex,
      violation: world.violation)
  }
}
