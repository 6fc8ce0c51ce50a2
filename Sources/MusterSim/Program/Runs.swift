import MusterCommand
import MusterDaemon
import MusterSync

/// Runs seeds in this process, a line of JSON for each.
struct Runs {
  private let plan: Plan

  init(_ plan: Plan) { self.plan = plan }

  /// Runs them.
  func run() -> ExitCode {
    var code = ExitCode.done
    for seed in plan.seeds {
      do throws(Failure) {
        let outcome = try Simulation.run(plan.options(seed))
        Terminal.print(outcome.json.compact)
        guard outcome.violation != nil else { continue }
        code = .refused
        if plan.endsEarly { return code }
      } catch {
        Terminal.error("muster-sim: seed \(seed): \(error.message)")
        return error.exitCode
      }
    }
    return code
  }
}

extension Outcome {
  /// For programs.
  var json: JSONValue {
    var value: JSONValue = [
      "seed": .number(Int(options.seed)), "minutes": .number(options.minutes),
      "simulated_ms": .number(Int(virtual / 1_000)), "real_ms": .number(Int(real / 1_000)),
      "events": .number(events), "trace": .string(trace),
    ]
    let counts = figures.sorted { $0.key < $1.key }
    value.append(
      "counts", .object(counts.map { JSONMember(name: $0.key, value: .number($0.value)) }))
    if let violation {
      value.append("violated", .string(violation.invariant.rawValue))
      value.append("at_ms", .number(Int(violation.at / 1_000)))
      value.append("text", .string(violation.text))
    }
    return value
  }
}
