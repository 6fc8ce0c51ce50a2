import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// Files that carry a point's work to the hub, and its answer back.
extension NodeCommands {
  /// `{"path": absolute}`: writes all that was recorded here.
  func exportBundle(_ body: RequestBody) throws(Failure) -> JSONValue {
    let path = try self.path(body)
    let bytes = try BundleExport(node: node).run()
    try Failure.commanding { () throws(CommandError) in try Files.write(bytes, to: path) }
    return [
      "path": .string(path), "ops": .number(node.replica.ownHead?.n ?? 0),
      "bytes": .number(bytes.count),
    ]
  }

  /// `{"path": absolute}`: takes in the hub's answer.
  func importBundle(_ body: RequestBody) throws(Failure) -> JSONValue {
    let path = try self.path(body)
    let bytes = try Failure.commanding { () throws(CommandError) in
      try Files.read(path, atMostBytes: BundleFile.contentLimit + (1 << 20))
    }
    let seed = try Failure.trusting { () throws(TrustError) in
      try KeyFile.read(.seal, at: node.folder.sealKey)
    }
    let outcome = try BundleAnswer(node: node).run(bytes, seal: SealKey(seed: seed))
    let pending = (node.replica.ownHead?.n ?? 0) - node.replica.acknowledgement.durable
    return .present([
      "entries": .number(outcome.entries), "place": .number(node.replica.position.place),
      "durable": .number(node.replica.acknowledgement.durable), "pending": .number(pending),
      "outgrown": outcome.isOutgrown ? true : nil, "revoked": outcome.isRevoked ? true : nil,
    ])
  }

  private func path(_ body: RequestBody) throws(Failure) -> String {
    guard let path = try body.text("path", atMostBytes: 4_096), path.hasPrefix("/") else {
      throw .usage("path: write the absolute path of the file.")
    }
    return path
  }
}
