package import MusterCommand
import MusterDaemon

/// `muster-sim`: runs seeds and says what came of them.
package enum SimProgram {
  /// Runs the program to its end.
  package static func run(_ words: [String]) -> ExitCode {
    var options = Options(seed: 1)
    var index = words.makeIterator()
    while let word = index.next() {
      switch word {
      case "--seed": options.seed = index.next().flatMap { UInt64($0) } ?? 1
      case "--nodes": options.nodes = index.next().flatMap { Int($0) } ?? 5
      case "--minutes": options.minutes = index.next().flatMap { Int($0) } ?? 60
      case "--watch":
        options.watched = index.next()
        options.printsLog = true
      case "--log": options.printsLog = true
      case "--fault":
        options.faults = (index.next() ?? "").split(separator: ",").compactMap {
          Fault(rawValue: String($0))
        }
      default: break
      }
    }
    do throws(Failure) {
      let outcome = try Simulation.run(options)
      print(
        "seed \(options.seed): \(outcome.virtual / 1_000_000) s in \(outcome.real / 1_000) ms,"
          + " \(outcome.events) events, trace \(outcome.trace)")
      for (name, count) in outcome.figures.sorted(by: { $0.key < $1.key }) {
        print("  \(name): \(count)")
      }
      if let violation = outcome.violation {
        print("VIOLATED \(violation.invariant.rawValue) at \(violation.at): \(violation.text)")
        return .refused
      }
      return .done
    } catch {
      print(error.message)
      return error.exitCode
    }
  }
}
