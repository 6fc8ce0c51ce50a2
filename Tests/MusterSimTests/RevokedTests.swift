import MusterCore
import MusterSync
import MusterTrust
import Testing

@testable import MusterSim

@Suite struct RevokedTests {
  private static let minute: Int64 = 60_000_000

  @Test("A hub that was put back gets back what revoked nodes alone hold, others' work too")
  func handsIn() throws {
    var lacking = 0
    for seed in 1...8 as ClosedRange<UInt64> {
      let options = Options(seed: seed, nodes: 3, minutes: 9, faults: [])
      let outcome = try Simulation.run(options) { town in
        let world = town.world
        world.mayRewrite = true
        world.after(Self.minute) { town.copy(town.hub.machine) }
        // Its own ops so far are of an epoch that it ends, for it is copied: only the log has them.
        world.after(3 * Self.minute) { town.clone(town.nodes[0], sameBoot: false) }
        world.after(6 * Self.minute) { lacking += Self.leave(town.nodes[0], in: town) }
      }
      #expect(outcome.violation == nil, "seed \(seed): \(outcome.violation?.text ?? "")")
    }
    // Copies are made at random, too: in some runs the last is a new one.
    #expect(lacking > 20)
  }

  /// Leaves of all nodes only one, with its copy, and revokes both; the hub is put back from a copy.
  ///
  /// - Returns: how many ops the hub lacks then that are not gone for good.
  private static func leave(_ node: SimNode, in town: Town) -> Int {
    guard let key = node.key,
      town.hub.ask("revoke", ["node": .string(key.hex), "why": "lost"]) != nil
    else { return 0 }
    town.mayBeRevoked(key)
    for other in town.livingNodes where !other.isRevoked { town.destroy(other) }
    Faults(town).rewrite(.restoreHub, town.world.chance("the revoked"))
    guard let left = town.holding(of: town.hub.machine) else { return 0 }
    return town.book.told.count { !left.ops.contains($0) && !town.book.lost.contains($0) }
  }
}
