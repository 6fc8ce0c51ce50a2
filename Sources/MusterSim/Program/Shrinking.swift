import MusterCommand
import MusterDaemon

/// Looks for a smaller run that fails in the same way: shorter, with fewer kinds of faults, fewer nodes.
///
/// Each kind of fault draws from chance of its own, so what is left out leaves the others as they were.
final class Shrinking {
  /// So many runs it takes at most.
  private static let patience = 80

  private var best: Options
  private let failure: String
  private let extra: [String]
  private var tries = 0

  init(_ plan: Plan, _ report: Report) {
    best = plan.options(report.seed)
    failure = report.failure?.name ?? ""
    extra = plan.extra
  }

  /// Looks, and prints the command of the smallest that was found.
  func run() throws(Failure) {
    let first = best
    var isSmaller = true
    while isSmaller {
      isSmaller = false
      for candidate in candidates() where try fails(candidate) {
        best = candidate
        isSmaller = true
        break
      }
    }
    guard best.words != first.words else { return }
    Terminal.error("  smaller: muster-sim \((best.words + extra).joined(separator: " "))")
  }

  private func candidates() -> [Options] {
    var all: [Options] = []
    func add(_ change: (inout Options) -> Void) {
      var candidate = best
      change(&candidate)
      all.append(candidate)
    }
    if best.minutes > 1 { add { $0.minutes = max(1, $0.minutes / 2) } }
    for fault in best.faults { add { $0.faults.removeAll { $0 == fault } } }
    if best.nodes > 1 { add { $0.nodes -= 1 } }
    if best.minutes > 1 { add { $0.minutes -= 1 } }
    return all
  }

  private func fails(_ options: Options) throws(Failure) -> Bool {
    guard tries < Self.patience, !options.faults.isEmpty else { return false }
    tries += 1
    let worker = try Worker(options.words + ["--lines"] + extra)
    var last: Report?
    while let lines = worker.lines() { last = lines.compactMap { Report($0) }.last ?? last }
    let crash = worker.end()
    return (last?.failure?.name ?? (crash == nil ? "" : "crashes")) == failure
  }
}
