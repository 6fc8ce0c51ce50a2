import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// Writes what a node has recorded as a file, sealed to its hub.
struct BundleExport {
  let node: Node
  /// X25519 keys of others who may read it: of a standby, or of the hub that it has become.
  let others: [Digest]

  /// What the node would send: hello, its whole chain and its private lines, what it asks for.
  func run(to path: String) throws(Failure) {
    try Failure.storing { () throws(StoreError) in
      if node.replica.hasUncommitted { try node.replica.commit() }
    }
    guard let holdings = node.holdings() else { throw .inputOutput("The data cannot be read.") }
    let file = try Failure.withNamedFile { () throws(CommandError) in try NewFile(path) }
    let hub = node.enrolment.seal
    let writer = try BundleWriter(
      file, from: .node, event: node.enrolment.event, to: [hub] + others.filter { $0 != hub })
    var session = NodeSession(
      holdings: holdings, signer: node.key,
      channel: Channel(
        peerKey: node.enrolment.admitted.certificate.key, ownKey: node.key.publicKey,
        exporter: writer.exporter),
      at: node.moment(), hasher: Hasher256(), deflate: Deflate())
    try writer.add(session.hello())
    session.openForBundle()
    try write(&session, upTo: holdings.head.n, to: writer)
    session.bye("end of the bundle")
    try writer.add(session.farewell)
    try writer.finish()
  }

  private func write(
    _ session: inout NodeSession, upTo end: Int64, to writer: BundleWriter
  ) throws(Failure) {
    while let n = session.nextToSend(made: end) {
      let lines = try Failure.storing { () throws(StoreError) in
        try node.replica.ownLines(from: n)
      }
      let batch = session.ops(lines)
      guard !batch.isEmpty else { throw .inputOutput("The own chain cannot be read at \(n).") }
      try writer.add(batch)
      for frame in session.privates(node.privateEntries(of: lines)) { try writer.add(frame) }
    }
    node.replica.askAgainForPrivates()
    while true {
      let wanted = node.replica.missingPrivates(limit: Limits.standard.entries)
      guard !wanted.isEmpty else { return }
      try writer.add(session.want(wanted))
    }
  }
}
