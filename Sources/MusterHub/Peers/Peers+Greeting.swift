import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

extension Peers {
  /// Answers a `hello`, or says why not.
  func greet(_ hello: Hello, _ admission: Admission, _ peer: Peer) {
    do throws(ProtocolError) {
      let welcome = try answer(hello, admission)
      peer.admission = admission
      peer.node = admission.keyID
      peer.sent = hello.log.place
      peer.connection.send(peer.session.welcome(welcome, at: hub.moment()))
      if let other = byNode[admission.keyID], other !== peer {
        log("node \(admission.keyID.hex) of \(admission.point) has connected twice: a copy?")
      }
      byNode[admission.keyID] = peer
      hearing.heard(admission.keyID, at: peer.heardAt)
      log("node \(admission.keyID.hex) of \(admission.point) is here")
      askForPrivates(of: peer, author: admission.keyID)
      peer.owesAck = true
      pump(peer)
    } catch {
      log("hello of \(admission.point) refused: \(error.code) \(error.name)")
      end(peer, error)
    }
  }

  private func answer(
    _ hello: Hello, _ admission: Admission
  ) throws(ProtocolError) -> Welcome {
    if hub.isRevoked(admission.keyID) {
      throw ProtocolError(.revoked, "This node was revoked; ask the centre for a new join code.")
    }
    let writer = Writer(node: admission.keyID, epoch: hello.epoch)
    let head = hub.replica.head(of: writer)
    if head.n > hello.head.n {
      throw ProtocolError(
        .behind,
        "The hub holds \(head.n) of your ops, you have \(hello.head.n): this is an older copy.")
    }
    if head.n == hello.head.n, head.hash != hello.head.hash {
      throw ProtocolError(.fork, "The hub holds other ops under your numbers.")
    }
    let starts: [HubStartMark]
    do throws(StoreError) {
      guard try hub.replica.hash(atEndOf: hello.log.place) == hello.log.hash else {
        throw StoreError.noSegmentEnd(place: hello.log.place)
      }
      starts = try hub.replica.starts()
    } catch {
      if case .noSegmentEnd = error {
        throw ProtocolError(.parted, "Your log does not lie on this hub's.")
      }
      throw Self.protocolError(error)
    }
    try logAgain(hello.admitted, admission)
    return Welcome(
      software: MusterHub.software, event: hub.event, generation: hub.generation,
      certificate: hub.keys.certificate, head: head, whole: hub.replica.whole(of: writer),
      starts: starts, from: hello.log.place + 1, time: hub.now())
  }

  /// A hub restored from before the enrolment knows its node by the admission that the node shows:
  /// it logs the same admission anew.
  private func logAgain(_ admitted: Admitted, _ admission: Admission) throws(ProtocolError) {
    let isKnown = hub.replica.reading { fold in
      fold.admissions(of: admission.keyID).contains { $0.admission.point == admission.point }
    }
    guard !isKnown else { return }
    do throws(Failure) {
      try hub.append([Draft(.nodeAdmit(admission), point: admission.point)])
    } catch {
      throw ProtocolError(.storage, error.message, retryAfterMs: 10_000)
    }
  }

  private func askForPrivates(of peer: Peer, author: KeyID) {
    hub.replica.askAgainForPrivates(of: author)
    while true {
      let ops = hub.replica.missingPrivates(of: author, limit: Limits.standard.entries)
      guard !ops.isEmpty else { return }
      peer.connection.send(peer.session.want(ops))
    }
  }

  /// Answers an `enrol`: finds the join code that its proof fits, and admits the node once.
  func admit(_ enrol: Enrol, from peer: Peer) {
    do throws(ProtocolError) {
      let answer = try Enrolling(hub: hub, channel: peer.session.channel).answer(enrol)
      peer.connection.send(peer.session.enrolled(answer))
      log("a machine has joined with key \(keyID(of: peer.connection.peerKey).hex)")
    } catch {
      log("enrolment from \(peer.connection.peerAddress) refused: \(error.code) \(error.name)")
      guard error.isOne(of: .badCode) else { return end(peer, error) }
      _ = loop.after(ms: 1000) { [weak self, weak peer] in
        guard let self, let peer else { return }
        self.end(peer, error)
      }
    }
  }
}
