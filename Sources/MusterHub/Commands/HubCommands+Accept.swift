import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// What a revoked node has handed in: honest people's work, or not; a person says which.
extension HubCommands {
  /// `{"node": id of the node or of its point}`: lets count all that a revoked node has handed in so
  /// far. What it hands in later waits again.
  func accept(_ body: JSONValue) throws(Failure) -> JSONValue {
    let hub = try centre.writing()
    let name = try body.argument("node")
    let nodes = hub.replica.reading { fold in fold.nodes() }
    let found = nodes.filter { $0.admission.keyID.hex == name || $0.admission.point == name }
    guard !found.isEmpty else {
      throw .unknown("There is no node \(Terminal.plain(name)): look at nodes.")
    }
    let revoked = found.filter { centre.isRevoked($0) }
    guard let node = revoked.first else {
      throw .refused("\(Terminal.plain(name)) is not revoked: what it hands in counts by itself.")
    }
    let id = node.admission.keyID
    guard !revoked.contains(where: { $0.admission.keyID != id }) else {
      throw .refused("\(Terminal.plain(name)) has several revoked nodes: name one by its id.")
    }
    let waiting = hub.replica.reading { fold in fold.waitingForAcceptance(of: id) }
    guard waiting > 0 else {
      throw .refused("Nothing that \(Terminal.plain(name)) handed in waits for you.")
    }
    let acceptance = Acceptance(key: node.admission.key, keyID: id, durable: Self.limits(id, hub))
    return try append([Draft(.nodeAccept(acceptance))]) { ops in
      [
        "op": .maybe(ops.first?.hex), "node": .id(id), "point": .string(node.admission.point),
        "accepted": .count(waiting),
      ]
    }
  }

  /// Up to which number the hub holds each writer of a node.
  static func limits(_ node: KeyID, _ hub: Hub) -> [WriterLimit] {
    hub.replica.writerHeads.filter { $0.key.node == node }
      .map { WriterLimit(epoch: $0.key.epoch, n: $0.value.n) }.sorted { $0.epoch < $1.epoch }
  }
}
