import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// Files that carry a point's work to the hub, and its answer back.
extension NodeCommands {
  /// `{"path": absolute, "for": keys of others who may read it}`: writes all that was recorded here.
  func exportBundle(_ body: RequestBody) throws(Failure) -> JSONValue {
    let path = try self.path(body)
    var others: [Digest] = []
    for text in try body.texts("for", atMost: SealedFile.recipientLimit - 1) ?? [] {
      guard let key = Digest(text) else {
        throw .usage("--for: write a key of 64 hex digits, as muster-hub bundle key shows it.")
      }
      others.append(key)
    }
    try OwnFolder.check(path, isOutside: node.folder.path)
    try BundleExport(node: node, others: others).run(to: path)
    return [
      "path": .string(path), "ops": .number(node.replica.ownHead?.n ?? 0),
      "bytes": .number(Files.size(path) ?? 0),
    ]
  }

  /// `{"path": absolute}`: takes in the hub's answer.
  func importBundle(_ body: RequestBody) throws(Failure) -> JSONValue {
    let path = try self.path(body)
    let seal = try sealKey()
    // An open session would go on from a log and a chain that are others now.
    link?.ended(nil, dialsAtOnce: true)
    let outcome = try BundleAnswer(node: node).run(path, seal: seal)
    let pending = (node.replica.ownHead?.n ?? 0) - node.replica.acknowledgement.durable
    return .present([
      "entries": .number(outcome.entries), "place": .number(node.replica.position.place),
      "missing": .integer(outcome.missing),
      "durable": .number(node.replica.acknowledgement.durable), "pending": .number(pending),
      "old": outcome.isOld ? true : nil,
      "outgrown": outcome.isOutgrown ? true : nil, "revoked": outcome.isRevoked ? true : nil,
    ])
  }

  /// Only bundles need it: a node without it goes on with all else.
  private func sealKey() throws(Failure) -> SealKey {
    do throws(TrustError) {
      return SealKey(seed: try KeyFile.read(.seal, at: node.folder.sealKey))
    } catch {
      throw Failure(Failure(error).exitCode, status: 409, error.message)
    }
  }

  private func path(_ body: RequestBody) throws(Failure) -> String {
    guard let path = try body.text("path", atMostBytes: 4_096), path.hasPrefix("/") else {
      throw .usage("path: write the absolute path of the file.")
    }
    return path
  }
}
