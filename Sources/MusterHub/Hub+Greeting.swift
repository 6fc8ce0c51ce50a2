import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// What a hub answers a node that greets it, over a connection or in a bundle.
extension Hub {
  /// The answer to a `hello` whose admission and signatures are good.
  func welcome(_ hello: Hello, _ admission: Admission) throws(ProtocolError) -> Welcome {
    // What was gathered is not on the disk yet, and a welcome speaks of what is.
    try commitForAnswer()
    let writer = Writer(node: admission.keyID, epoch: hello.epoch)
    let head = replica.head(of: writer)
    let starts: [HubStartMark]
    let common: Int64
    do throws(StoreError) {
      starts = try replica.starts()
      common = try hello.commonPlace { (place) throws(StoreError) in
        try replica.hash(atEndOf: place)
      }
    } catch {
      throw Peers.protocolError(error)
    }
    let isRevoked = isRevoked(admission.keyID)
    if isRevoked, planted(.turnsRevokedAway) { throw ProtocolError(.revoked, "Go away.") }
    if hello.role == .node { try logAgain(hello.admitted, admission) }
    var welcome = Welcome(
      software: MusterHub.software, event: event, generation: generation,
      certificate: keys.certificate, head: head, verdict: hello.verdict(held: head),
      whole: replica.whole(of: writer), starts: starts,
      from: common + 1, time: now(), isRevoked: isRevoked)
    welcome.addresses = (try? HubAddresses(replica.settings).all()) ?? []
    return welcome
  }

  /// The admissions of a machine that count on the log.
  func admissions(of key: KeyID) -> [NodeView] {
    replica.reading { fold in fold.admissions(of: key) }
  }

  private func commitForAnswer() throws(ProtocolError) {
    do throws(Failure) { try commit() } catch {
      throw ProtocolError(.storage, error.message, retryAfterMs: 10_000)
    }
  }

  /// A hub restored from before the enrolment knows its node by the admission that the node shows:
  /// it logs that same line anew.
  private func logAgain(_ admitted: Admitted, _ admission: Admission) throws(ProtocolError) {
    let known = admissions(of: admission.keyID)
    guard !known.contains(where: { $0.admission.point == admission.point }) else { return }
    do throws(StoreError) {
      _ = try replica.place([OwnOp(line: admitted.line)], received: now())
    } catch {
      throw Peers.protocolError(error)
    }
    try commitForAnswer()
  }
}
