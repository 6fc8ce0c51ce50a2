import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// Admits a machine that proves a join code: at most one key for a code, and the same answer each time.
struct Enrolling {
  let hub: Hub
  let channel: Channel

  /// The answer to an `enrol`; the admission is durable when it is given.
  func answer(_ enrol: Enrol) throws(ProtocolError) -> Enrolled {
    guard let (invitation, secret) = try invitation(fitting: enrol) else {
      throw ProtocolError(.badCode, "No join code fits: check it, or ask the centre for a new one.")
    }
    if let key = invitation.key, key != channel.peerKey {
      throw ProtocolError(
        .codeUsed, "This join code was used by another machine: ask the centre for a new one.")
    }
    let admitted: Admitted
    if let earlier = earlier(invitation) {
      admitted = earlier
    } else {
      admitted = try admit(enrol, invitation)
    }
    return Enrolled(
      event: hub.event, seal: hub.keys.seal.publicKey, admitted: admitted,
      proof: channel.hubProof(of: secret))
  }

  private func invitation(
    fitting enrol: Enrol
  ) throws(ProtocolError) -> (Invitations.Invitation, JoinSecret)? {
    let all: [Invitations.Invitation]
    do throws(StoreError) { all = try hub.replica.invitations.all() } catch {
      throw Peers.protocolError(error)
    }
    for invitation in all {
      guard let secret = JoinSecret(bytes: invitation.secret),
        channel.isProved(enrol, by: secret)
      else { continue }
      return (invitation, secret)
    }
    return nil
  }

  private func earlier(_ invitation: Invitations.Invitation) -> Admitted? {
    guard let line = invitation.admission,
      let signature = invitation.signature.flatMap({ Signature(bytes: $0) })
    else { return nil }
    return Admitted(line: line, certificate: hub.keys.certificate, signature: signature)
  }

  private func admit(
    _ enrol: Enrol, _ invitation: Invitations.Invitation
  ) throws(ProtocolError) -> Admitted {
    let country = hub.replica.reading { fold in
      fold.point(named: invitation.point)?.fields.country
    }
    guard let country else {
      throw ProtocolError(.badCode, "The point \(invitation.point) has no country: import points.")
    }
    let admission = Admission(
      key: channel.peerKey, keyID: keyID(of: channel.peerKey), seal: enrol.seal,
      point: invitation.point, country: country)
    do throws(Failure) {
      let admitted = try hub.admit(admission)
      let isFirst = try Failure.storing { () throws(StoreError) in
        try hub.replica.invitations.use(
          secret: invitation.secret, by: channel.peerKey, admission: admitted.line,
          signature: admitted.signature.bytes)
      }
      guard isFirst else { throw .refused("Another machine has used this join code.") }
      return admitted
    } catch {
      throw ProtocolError(.storage, error.message, retryAfterMs: 10_000)
    }
  }
}

extension Hub {
  /// Admits a node; the admission is durable when this returns.
  func admit(_ admission: Admission) throws(Failure) -> Admitted {
    let ops = try append([Draft(.nodeAdmit(admission), point: admission.point)])
    let line = try Failure.storing { () throws(StoreError) in
      try ops.first.flatMap { (op) throws(StoreError) in try replica.line(of: op) }
    }
    guard let line else { throw .inputOutput("The admission cannot be read back.") }
    return Admitted(
      line: line, event: event, certificate: keys.certificate, signer: keys.hub)
  }
}
