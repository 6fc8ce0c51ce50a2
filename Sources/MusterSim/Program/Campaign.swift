import Glibc
import MusterCommand
import MusterDaemon
import MusterSync

/// Many runs in processes of their own, and what came of all of them.
final class Campaign {
  /// So many runs a process does, lest what it leaks adds up.
  private static let runsEach: UInt64 = 40

  private let plan: Plan
  private var waiting: [ClosedRange<UInt64>] = []
  private var working: [(worker: Worker, left: ClosedRange<UInt64>?)] = []
  private var failed: [Report] = []
  private var runs = 0
  private var simulatedMs: Int64 = 0
  private var realMs: Int64 = 0
  private var counts: [String: Int] = [:]
  private var said: Int64 = 0

  init(_ plan: Plan) {
    self.plan = plan
    var first = plan.seeds.lowerBound
    while first <= plan.seeds.upperBound {
      let last = min(first + Self.runsEach - 1, plan.seeds.upperBound)
      waiting.append(first...last)
      first = last + 1
    }
    waiting.reverse()
  }

  /// Runs all, prints what came of it.
  func run(asJSON: Bool) throws(Failure) -> ExitCode {
    let begun = Simulation.realTime()
    repeat {
      while working.count < plan.jobs, let next = waiting.popLast() { try start(next) }
      listen()
      tell(since: begun)
    } while !working.isEmpty || !waiting.isEmpty
    failed.sort { $0.seed < $1.seed }
    let wallMs = (Simulation.realTime() - begun) / 1_000
    Terminal.print(asJSON ? json(wallMs).compact : words(wallMs))
    if plan.shrinks, let first = failed.first { try Shrinking(plan, first).run() }
    return failed.isEmpty ? .done : .refused
  }

  // MARK: Processes

  private func start(_ seeds: ClosedRange<UInt64>) throws(Failure) {
    var words = [
      "run", "--lines", "--first", "\(seeds.lowerBound)", "--seeds", "\(seeds.count)", "--nodes",
      "\(plan.template.nodes)", "--faults",
      plan.template.faults.map(\.rawValue).joined(separator: ","),
    ]
    if let minutes = plan.minutes { words += ["--minutes", "\(minutes)"] }
    working.append((try Worker(words + plan.extra), seeds))
  }

  /// Waits until one has said something, and takes it in.
  private func listen() {
    let index = Worker.wait(for: working.map(\.worker))
    if let lines = working[index].worker.lines() {
      for line in lines { take(line, from: index) }
    } else {
      finish(index)
    }
  }

  private func take(_ line: String, from index: Int) {
    guard let report = Report(line) else { return }
    take(report)
    let last = working[index].left?.upperBound ?? report.seed
    working[index].left = report.seed < last ? (report.seed + 1)...last : nil
  }

  private func take(_ report: Report) {
    runs += 1
    simulatedMs += report.simulatedMs
    realMs += report.realMs
    for (name, count) in report.counts { counts[name, default: 0] += count }
    guard report.failure != nil else { return }
    failed.append(report)
    // At once, for who waits: a campaign takes hours.
    if failed.count <= 20 { Terminal.error(words(of: report)) }
  }

  private func finish(_ index: Int) {
    let (worker, left) = working.remove(at: index)
    let how = worker.end()
    guard let left else { return }
    let seed = left.lowerBound
    take(
      Report(
        crashed: seed, minutes: plan.options(seed).minutes, how ?? "an error that it printed"))
    if seed < left.upperBound { waiting.append((seed + 1)...left.upperBound) }
  }

  // MARK: Words

  private func tell(since begun: Int64) {
    guard isatty(2) == 1, Simulation.realTime() - said > 5_000_000 else { return }
    said = Simulation.realTime()
    Terminal.error(
      "\(runs) of \(plan.seeds.count) runs, \(failed.count) failed, \((said - begun) / 1_000_000) s"
    )
  }

  /// How many times as fast as real time one process ran.
  private var speed: Int64 { realMs == 0 ? 0 : simulatedMs / realMs }

  private func words(_ wallMs: Int64) -> String {
    var lines = [
      "\(runs) runs of \(plan.template.nodes) nodes: \(runs - failed.count) held,"
        + " \(failed.count) failed. \(simulatedMs / 3_600_000) simulated hours,"
        + " \(speed) times as fast as real time; \(wallMs / 1_000) s with \(plan.jobs) at once."
    ]
    let width = counts.keys.map(\.utf8.count).max() ?? 0
    for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
      lines.append(
        "  \(name)" + String(repeating: " ", count: width - name.utf8.count) + "  \(count)")
    }
    return lines.joined(separator: "\n")
  }

  private func words(of report: Report) -> String {
    let (name, text) = report.failure ?? ("", "")
    return "seed \(report.seed): \(name): \(text)\n  again: \(again(report))"
  }

  /// The command that plays a run again.
  private func again(_ report: Report) -> String {
    (["muster-sim"] + plan.options(report.seed).words + plan.extra).joined(separator: " ")
  }

  private func json(_ wallMs: Int64) -> JSONValue {
    let all = counts.sorted { $0.key < $1.key }
    let failures = failed.map { report -> JSONValue in
      [
        "seed": .number(Int(report.seed)), "violated": .string(report.failure?.name ?? ""),
        "text": .string(report.failure?.text ?? ""),
        "again": .string(again(report)),
      ]
    }
    return [
      "runs": .number(runs), "nodes": .number(plan.template.nodes),
      "failed": .number(failed.count), "simulated_ms": .number(Int(simulatedMs)),
      "real_ms": .number(Int(realMs)), "wall_ms": .number(Int(wallMs)),
      "times_real_time": .number(Int(speed)), "failures": .array(failures),
      "counts": .object(all.map { JSONMember(name: $0.key, value: .number($0.value)) }),
    ]
  }
}
