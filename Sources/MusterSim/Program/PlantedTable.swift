#if PLANTED_BUGS
  import MusterCommand
  import MusterCore
  import MusterDaemon
  import MusterSync

  /// Each planted mistake in turn, until a run fails: what the simulator is worth.
  struct PlantedTable {
    static let command = Command(
      "planted", "make each mistake on purpose, and see how soon a run fails",
      options: [
        .init("plant", value: "BUG", "this one alone"),
        .init("most", value: "N", "give up after so many runs (default 60)"),
        .init("jobs", value: "N", "mistakes at once (default 1)"),
        .json,
      ])

    /// How one mistake was found, or not.
    struct Finding {
      var bug: PlantedBug
      var runs: Int
      var report: Report?
      var ms: Int64
    }

    /// Within so many runs, of seeds from 1, each is found.
    private static let within = 60

    private let bugs: [PlantedBug]
    private let most: Int
    private let jobs: Int
    private let asJSON: Bool

    init(_ invocation: Invocation) throws(CommandError) {
      most = try invocation.number("most", in: 1...100_000) ?? Self.within
      jobs = try invocation.number("jobs", in: 1...64) ?? 1
      asJSON = invocation.has("json")
      guard let name = invocation.value("plant") else {
        bugs = PlantedBug.allCases
        return
      }
      bugs = [try PlantedBug.named(name)]
    }

    /// Looks at all, prints the table.
    func run() throws(Failure) -> ExitCode {
      var findings: [Finding] = []
      var waiting = Array(bugs.reversed())
      var working: [(bug: PlantedBug, worker: Worker, runs: Int, last: Report?, since: Int64)] = []
      while !waiting.isEmpty || !working.isEmpty {
        while working.count < jobs, let bug = waiting.popLast() {
          working.append((bug, try worker(for: bug), 0, nil, Simulation.realTime()))
        }
        let index = Worker.wait(for: working.map(\.worker))
        if let lines = working[index].worker.lines() {
          for report in lines.compactMap({ Report($0) }) {
            working[index].runs += 1
            working[index].last = report
          }
          continue
        }
        let ended = working.remove(at: index)
        let how = ended.worker.end()
        var finding = Finding(
          bug: ended.bug, runs: ended.runs, report: ended.last?.failure == nil ? nil : ended.last,
          ms: (Simulation.realTime() - ended.since) / 1_000)
        if let how {
          finding.runs += 1
          finding.report = Report(crashed: UInt64(finding.runs), minutes: 0, how)
        }
        findings.append(finding)
        if !asJSON { Terminal.print(words(of: finding)) }
      }
      let missed = findings.filter { $0.report == nil }
      if asJSON { Terminal.print(json(findings).compact) }
      for finding in missed {
        Terminal.error(
          "muster-sim: \(finding.bug) was not found in \(finding.runs) runs: what would show it does"
            + " not happen, or is not looked at")
      }
      return missed.isEmpty ? .done : .refused
    }

    private func worker(for bug: PlantedBug) throws(Failure) -> Worker {
      try Worker([
        "run", "--lines", "--until-caught", "--plant", "\(bug)", "--first", "1", "--seeds",
        "\(most)",
      ])
    }

    private func words(of finding: Finding) -> String {
      let name = "\(finding.bug)"
      let gap = String(repeating: " ", count: max(1, 30 - name.utf8.count))
      let found = finding.report?.failure.map { "run \(finding.runs): \($0.name)" } ?? "NOT FOUND"
      return "\(name)\(gap)\(found) (\(finding.ms) ms; within \(most))"
    }

    private func json(_ findings: [Finding]) -> JSONValue {
      .array(
        findings.map { finding in
          [
            "bug": .string("\(finding.bug)"), "within": .number(most),
            "runs": .number(finding.runs),
            "violated": finding.report?.failure.map { .string($0.name) } ?? .null,
            "ms": .number(Int(finding.ms)),
          ]
        })
    }
  }

  extension PlantedBug {
    /// The mistake of this name.
    static func named(_ name: String) throws(CommandError) -> PlantedBug {
      guard let bug = allCases.first(where: { "\($0)" == name }) else {
        throw .usage(
          "no mistake is called \(Terminal.plain(name)); there are "
            + allCases.map { "\($0)" }.joined(separator: ", "))
      }
      return bug
    }
  }
#endif
