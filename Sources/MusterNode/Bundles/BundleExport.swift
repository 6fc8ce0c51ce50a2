import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// Writes what a node has recorded as a file, sealed to its hub.
struct BundleExport {
  let node: Node

  /// The file.
  func run() throws(Failure) -> [UInt8] {
    let made = try BundleFile.make(
      from: .node, event: node.enrolment.event, to: [node.enrolment.seal]
    ) { (exporter) throws(Failure) in try frames(exporter) }
    guard let made else {
      throw .configuration("The hub's key for bundles is no good one: join anew with a new code.")
    }
    return made
  }

  /// What the node would send: hello, its whole chain, its private lines.
  private func frames(_ exporter: Digest) throws(Failure) -> [UInt8] {
    guard let holdings = node.holdings() else { throw .inputOutput("The data cannot be read.") }
    let channel = Channel(
      peerKey: node.enrolment.admitted.certificate.key, ownKey: node.key.publicKey,
      exporter: exporter)
    var session = NodeSession(
      holdings: holdings, signer: node.key, channel: channel, at: node.moment(),
      hasher: Hasher256(), deflate: Deflate())
    var frames = session.hello()
    session.openForBundle()
    while let n = session.nextToSend(made: holdings.head.n) {
      let lines = try Failure.storing { () throws(StoreError) in
        try node.replica.ownLines(from: n)
      }
      let batch = session.ops(lines)
      guard !batch.isEmpty else { throw .inputOutput("The own chain cannot be read at \(n).") }
      frames += batch
      for frame in session.privates(node.privateEntries(of: lines)) { frames += frame }
    }
    session.bye("end of the bundle")
    return frames + session.farewell
  }
}
