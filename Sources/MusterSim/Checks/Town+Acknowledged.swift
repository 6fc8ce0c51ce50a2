import MusterHub
import MusterStore
import MusterTrust

extension Town {
  /// Looks whether the hub's disk has all that nodes were told to be on it.
  func lookAtAcknowledged(_ engine: HubEngine) {
    for node in nodes {
      for (writer, said) in node.storage.durable.sorted(by: { $0.value < $1.value }) {
        let held = engine.replica.head(of: writer).n
        guard held < said else { continue }
        world.violate(
          .acknowledgedStays,
          "\(node.machine.name) was told that \(said) ops are on the hub's disk, where \(held) are")
      }
    }
  }
}
