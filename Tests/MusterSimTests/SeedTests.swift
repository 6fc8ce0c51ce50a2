import MusterCommand
import MusterDaemon
import Testing

@testable import MusterSim

@Suite struct SeedTests {
  @Test("What must hold holds", arguments: [3, 7, 12] as [UInt64])
  func holds(seed: UInt64) throws {
    let outcome = try Simulation.run(Options(seed: seed, nodes: 3, minutes: 5))
    #expect(outcome.violation == nil)
    #expect(outcome.figures["ops recorded", default: 0] > 0)
  }

  @Test(
    "What must hold holds where a killed machine is struck again, and where the revoked alone have the log",
    arguments: [7454, 7548] as [UInt64])
  func holdsInShortRuns(seed: UInt64) throws {
    let outcome = try Simulation.run(Options(seed: seed, nodes: 5, minutes: 9))
    #expect(outcome.violation == nil, "\(outcome.violation?.text ?? "")")
  }

  @Test("Who is killed while nothing runs stays away no longer for it") func killedTwice() throws {
    let options = Options(seed: 2, nodes: 1, minutes: 4, faults: [])
    _ = try Simulation.run(options) { town in
      let machine = town.nodes[0].machine
      machine.end(.killed)
      Faults(town).strike(.kill, machine, town.world.chance("kills"))
      #expect(machine.downFor == nil)
    }
  }

  @Test("A run is played again by the words that name it") func words() throws {
    var options = Options(seed: 9, nodes: 2, minutes: 8, faults: [.cut, .kill])
    options.faults = [.kill]
    guard case .run(let invocation) = try SimProgram.program.parse(options.words) else {
      return #expect(Bool(false), "not a command")
    }
    let again = try Plan(invocation).options(9)
    #expect(again.words == options.words)
    #expect(again.faults == [.kill])
    #expect(again.minutes == 8)
  }

  @Test(
    "What is not a run is refused, with what to do",
    arguments: [
      ["run", "--seed", "1", "--seeds", "2"], ["run", "--faults", "kill,flood"],
      ["run", "--minutes", "5", "--hours", "1"], ["run", "--nodes", "0"],
    ]) func refuses(words: [String]) throws
  {
    #expect(throws: CommandError.self) {
      guard case .run(let invocation) = try SimProgram.program.parse(words) else { return }
      _ = try Plan(invocation)
    }
  }

  @Test("Seeds draw short runs mostly, and long ones too") func lengths() {
    let lengths = (1...400).map { Options(seed: UInt64($0)).minutes }
    #expect(lengths.allSatisfy { (4...60).contains($0) })
    #expect(lengths.count { $0 < 10 } > 200)
    #expect(lengths.count { $0 >= 25 } > 10)
  }

  @Test(
    "In a short run seldom things are as much nearer as its root is shorter",
    arguments: [(60, 1_000), (15, 500), (90, 1_000)])
  func sparseness(minutes: Int, expected: Int64) {
    #expect(Options(seed: 1, minutes: minutes).sparseness == expected)
  }

  @Test("A report is read as it was written, with what did not hold") func reports() throws {
    var outcome = Outcome(
      options: Options(seed: 5), virtual: 9_000_000, real: 3_000, events: 7,
      figures: ["fault kill": 2], trace: "00ff")
    outcome.violation = Violation(
      invariant: .nothingIsLost, at: 4_000_000, text: "one op \"x\"", log: [])
    let report = try #require(Report(outcome.json.compact))
    #expect(report.seed == 5 && report.simulatedMs == 9_000 && report.realMs == 3)
    #expect(report.failure?.name == "nothing-is-lost" && report.failure?.text == "one op \"x\"")
    #expect(report.counts.first?.name == "fault kill" && report.counts.first?.count == 2)
    #expect(Report("{\"seed\":") == nil)
  }
}
