import MusterCore
import MusterHub
import MusterModel
import MusterNode
import MusterStore
import MusterSync
import MusterTrust

/// A look at everything when all has come to rest.
struct Inspection {

  private let town: Town
  private var world: World { town.world }

  init(_ town: Town) { self.town = town }

  /// Looks at everything.
  func look() {
    guard let hub = town.hub.engine?.replica else { return }
    let digest = hub.stateDigest()
    lookForLost(hub)
    if let engine = town.hub.engine { town.lookAtAcknowledged(engine) }
    lookWithin("hub", town.hub.machine, hub)
    for node in town.livingNodes {
      guard let replica = node.engine?.replica else { continue }
      lookWithin(node.machine.name, node.machine, replica)
      if !node.isRevoked, replica.stateDigest() != digest {
        world.violate(
          .sameLogSameState,
          "\(node.machine.name) has another state at place \(replica.position.place) than the hub")
      }
    }
    Comparison(town).compare(hub)
  }

  // MARK: What was told

  private func lookForLost(_ hub: Replica) {
    let missing = town.book.told.filter { !hub.isPlaced($0) && !town.book.lost.contains($0) }
    if let first = missing.first {
      world.violate(
        .nothingIsLost,
        "the hub lacks \(missing.count) of \(town.book.told.count) ops that people were told of,"
          + " \(first.hex) first, which \(whereabouts(of: first))")
    }
    world.figures.count("ops excusably lost", town.book.told.count { !hub.isPlaced($0) })
  }

  /// Who was told of an op, and which machines hold it.
  private func whereabouts(of op: OpID) -> String {
    let told = town.nodes.filter { $0.storage.recorded.contains(op) }.map { node in
      node.machine.name + (node.isGone ? " (gone)" : node.isRevoked ? " (revoked)" : "")
    }
    let holders = town.livingNodes.filter { node in
      (try? node.engine?.replica.opsOnDisk().contains(op)) == true
    }
    return "people were told of at \(told.joined(separator: ", ")) and is on the disks of "
      + holders.map(\.machine.name).joined(separator: ", ")
  }

  // MARK: One machine

  private func lookWithin(_ name: String, _ machine: Machine, _ replica: Replica) {
    do throws(StoreError) {
      let report = try replica.verify()
      if let finding = report.findings.first {
        world.violate(.verifies, "\(name): \(finding.message)")
      }
    } catch {
      world.violate(.verifies, "\(name): \(error.message)")
    }
    guard let scratch = town.scratch else { return }
    scratch.disk.become(machine.disk)
    let again = scratch.within { () -> Digest? in
      let opened = try? Replica(
        at: scratch.folder + "/muster.db", event: replica.event, as: .reader)
      return opened?.stateDigest()
    }
    scratch.disk.kill()
    if again != replica.stateDigest() {
      world.violate(.sameAfterReopening, "\(name) has another state in memory than on its disk")
    }
  }
}
