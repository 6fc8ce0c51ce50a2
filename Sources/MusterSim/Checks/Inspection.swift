import MusterCore
import MusterHub
import MusterNode
import MusterStore
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
    for node in town.nodes where !node.isRevoked {
      guard let replica = node.engine?.replica else { continue }
      lookAtRecord(of: node, hub)
      if replica.stateDigest() != digest {
        world.violate(
          .sameLogSameState,
          "\(node.machine.name) has another state at place"
            + " \(replica.position.place) than the hub")
      }
    }
  }

  private func lookAtRecord(of node: SimNode, _ hub: Replica) {
    let missing = node.storage.recorded.filter { !hub.isPlaced($0) }
    if let first = missing.first {
      world.violate(
        .nothingIsLost,
        "the hub lacks \(missing.count) ops that \(node.machine.name) has told people of,"
          + " \(first.hex) first")
    }
  }
}
