import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// Files from points without a network.
extension HubCommands {
  /// `{"path": a node's bundle, "reply": where the answer goes, "max_mb": how large it may be}`, both
  /// paths absolute.
  func importBundle(_ body: JSONValue) throws(Failure) -> JSONValue {
    let path = try body.argument("path")
    let reply = try body.argument("reply")
    guard let megabytes = body["max_mb"]?.integer, 1...4_096 ~= megabytes else {
      throw .usage("max_mb: write a whole number from 1 to 4096.")
    }
    try OwnFolder.check(reply, isOutside: centre.folder)
    let peers = centre.peers
    let taking = BundleImport(hub: try centre.writing()) { kept in
      peers?.arrived += kept
      peers?.offerArrived()
    }
    let outcome = try taking.run(path, reply: reply, maxBytes: Int(megabytes) << 20)
    return [
      "point": .string(outcome.point), "node": .id(outcome.node),
      "ops": .count(outcome.ops), "new": .count(outcome.placed),
      "private_lines": .count(outcome.privates), "reply": .string(reply),
      "entries": .count(outcome.entries), "more": .bool(outcome.hasMore),
      "outgrown": .bool(outcome.isOutgrown), "revoked": .bool(outcome.isRevoked),
    ]
  }

  /// The key to which nodes seal bundles for this hub.
  func bundleKey() -> JSONValue { ["key": .string(centre.keys.seal.publicKey.hex)] }
}
