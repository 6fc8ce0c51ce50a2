import MusterDaemon
import MusterNet
import MusterSync
import Testing

@testable import MusterNode
@testable import MusterSim

/// Points rehearse, and something breaks in the midst of most.
@Suite struct RehearsalTests {
  private static let breaking: [Fault] = [
    .kill, .powerCut, .stop, .sleep, .cut, .oneWay, .halfOpen, .slowLine,
  ]
  private static let lookEvery: Int64 = 7_000_000
  private static let lastBegin: Int64 = 560_000_000

  @Test("Whatever breaks, no rehearsal blames the machine, and the real event hears of none")
  func breaks() throws {
    var ends: [String: Int] = [:]
    for seed in 1...8 as ClosedRange<UInt64> {
      let options = Options(seed: seed, nodes: 4, minutes: 10, faults: [.clock, .slowDisk])
      let outcome = try Simulation.run(options) { town in
        let chance = town.world.chance("rehearsals")
        for node in town.nodes {
          look(at: node, strike: { strike(node, in: town, chance) }) { answer in
            ends[Self.end(of: answer), default: 0] += 1
            #expect(answer["outcome"]?.string != "failed", "seed \(seed), \(answer.compact)")
          }
        }
      }
      #expect(outcome.violation == nil, "seed \(seed): \(outcome.violation?.text ?? "")")
    }
    // Some end well, some are broken off at each end.
    #expect(ends["well", default: 0] >= 10, "\(ends)")
    #expect(ends.count >= 3, "\(ends)")
  }

  /// Lets something break at the hub, the node or between them, within what a rehearsal takes.
  private func strike(_ node: SimNode, in town: Town, _ chance: Chance) {
    town.world.after(chance.number(Int64(0)...1_500_000)) {
      let faults = Faults(town)
      guard let kind = chance.pick(Self.breaking) else { return }
      faults.note(kind, node.machine.name)
      switch kind {
      case .cut, .oneWay, .halfOpen, .slowLine: faults.disturb(kind, node, chance)
      default:
        faults.strike(kind, chance.happens(600) ? town.hub.machine : node.machine, chance)
      }
    }
  }

  /// How it ended: well, by the trouble's name, or as the daemon that has ended meanwhile left it.
  private static func end(of answer: JSONValue) -> String {
    if answer["outcome"]?.string == "well" { return "well" }
    return answer["steps"]?.array?.last?["step"]?.string ?? "swept"
  }

  /// Lets a node rehearse until it has come beyond dialing, and tells how that ended.
  private func look(
    at node: SimNode, strike: @escaping () -> Void, then: @escaping (JSONValue) -> Void
  ) {
    let world = node.machine.world
    world.after(Self.lookEvery) {
      // Whoever begins late is not broken off any more when all has to come to rest.
      guard world.now < Self.lastBegin else { return }
      var hasEnded = false
      ask(.get, node) { answer in
        if answer["running"]?.bool == true { return }
        hasEnded = answer["outcome"] != nil && Self.end(of: answer) != "no-hub"
        if hasEnded { then(answer) } else { ask(.post, node) { _ in strike() } }
      }
      if !hasEnded { look(at: node, strike: strike, then: then) }
    }
  }

  private func ask(
    _ method: HTTPMethod, _ node: SimNode, then: @escaping (JSONValue) -> Void
  ) {
    let request = HTTPRequest(
      method, path: ["api", "v1", "rehearsal"], query: [], headers: [],
      body: method == .post ? Array(#"{"patience":240}"#.utf8) : [], isUnixSocket: true)
    let machine = node.machine
    guard let life = machine.life, machine.answers, machine.busyUntil <= machine.world.now else {
      return
    }
    life.perform {
      guard let answer = node.engine?.answer(request), answer.status == 200,
        let said = try? JSONValue.read(answer.body)
      else { return }
      then(said)
    }
  }
}
