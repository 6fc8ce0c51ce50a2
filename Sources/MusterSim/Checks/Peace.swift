import MusterCore
import MusterHub
import MusterNode
import MusterStore
import MusterSync
import MusterTrust

/// The end of a run: all is mended, nobody acts, and everything has to come to rest.
struct Peace {
  /// So long everything may take to come to rest, µs.
  private static let patience: Int64 = 1_800_000_000
  private static let step: Int64 = 5_000_000
  private static let minute: Int64 = 60_000_000

  private let town: Town
  private var world: World { town.world }

  init(_ town: Town) { self.town = town }

  /// Mends all, waits for rest, and looks at what there is.
  func come() {
    town.goHome()
    town.failingDials = 0
    for machine in town.machines {
      machine.disk.plan(.error, atCall: 0)
      machine.disk.limit(toFree: nil)
      machine.disk.syncCost = SimDisk.ordinarySyncCost
      machine.wake()
      machine.boot()
    }
    for node in town.livingNodes {
      node.cable.makeGood()
      node.cable.mend(world, backoff: 1_000_000)
    }
    guard rests() else { return }
    world.run(until: world.now + Self.minute)
    guard rests() else { return }
    Inspection(town).look()
  }

  /// Waits until all is at rest; false where something is violated meanwhile.
  private func rests() -> Bool {
    var end = world.now + Self.patience
    while world.violation == nil, let unrest = unrest() {
      // Peace begins when the last of those on their way is there, and of those that were to stay down.
      if town.awaited > 0 || town.machines.contains(where: { $0.downUntil > world.now }) {
        end = world.now + Self.patience
      }
      guard world.now < end else {
        world.violate(.comesToRest, "after half an hour of peace \(unrest)")
        break
      }
      world.run(until: world.now + Self.step)
    }
    return world.violation == nil
  }

  /// What has not come to rest yet; nil when all has.
  private func unrest() -> String? {
    guard town.awaited == 0 else { return "a machine is still on its way" }
    guard let hub = town.hub.engine else { return "the hub does not run" }
    guard !hub.replica.hasUncommitted else { return "the hub has not committed" }
    for node in town.livingNodes {
      let name = node.machine.name
      guard let engine = node.engine else { return "\(name) does not run" }
      guard engine.isConnected else { return "\(name) is not connected" }
      let replica = engine.replica
      guard !replica.hasUncommitted else { return "\(name) has not committed" }
      guard let head = replica.ownHead, replica.acknowledgement == (head.n, head.n) else {
        return "\(name) has made \(replica.ownHead?.n ?? 0), acknowledged are"
          + " \(replica.acknowledgement)"
      }
      if node.isRevoked {
        guard hasHandedIn(replica, to: hub.replica) else { return "\(name) has more to hand in" }
        continue
      }
      guard replica.pendingCount == 0 else { return "\(name) has \(replica.pendingCount) pending" }
      guard replica.position == hub.replica.position else {
        return "\(name) is at place \(replica.position.place) of \(hub.replica.position.place)"
      }
      guard replica.asideCount == 0 else { return "\(name) keeps \(replica.asideCount) aside" }
    }
    return nil
  }

  /// Whether the hub has all that a revoked node keeps aside of other lives. It is told so, and keeps it
  /// all the same: it does not see the log any more.
  private func hasHandedIn(_ replica: Replica, to hub: Replica) -> Bool {
    guard let kept = try? replica.asideOffers(limit: replica.asideCount) else { return false }
    return kept.allSatisfy { offer in
      (try? hub.hasRecovered(offer.after)) == true
        || (try? hub.hash(atEndOf: offer.first + offer.count - 1)) == offer.after
    }
  }
}
