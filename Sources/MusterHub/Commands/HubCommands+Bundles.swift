import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// Files from points without a network.
extension HubCommands {
  /// `{"path": a node's bundle, "reply": where the answer goes}`, both absolute.
  func importBundle(_ body: JSONValue) throws(Failure) -> JSONValue {
    let hub = try centre.writing()
    let path = try body.argument("path")
    let reply = try body.argument("reply")
    let bytes = try Failure.commanding { () throws(CommandError) in
      try Files.read(path, atMostBytes: BundleFile.contentLimit + (1 << 20))
    }
    let outcome = try BundleImport(hub: hub).run(bytes)
    try Failure.commanding { () throws(CommandError) in try Files.write(outcome.reply, to: reply) }
    return [
      "point": .string(outcome.admission.point), "node": .id(outcome.admission.keyID),
      "ops": .count(outcome.ops), "new": .count(outcome.placed),
      "private_lines": .count(outcome.privates), "reply": .string(reply),
      "outgrown": .bool(outcome.isOutgrown), "revoked": .bool(outcome.isRevoked),
    ]
  }
}
