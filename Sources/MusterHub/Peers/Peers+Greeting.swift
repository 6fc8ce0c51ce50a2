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
      let welcome = try hub.welcome(hello, admission)
      peer.admission = admission
      note(peer, of: admission.keyID)
      peer.sent = hello.log.place
      peer.log =
        welcome.isRevoked ? .closed : welcome.from == hello.log.place + 1 ? .flows : .parted
      if peer.log == .flows { held[admission.keyID] = hello.log.place }
      peer.connection.send(peer.session.welcome(welcome, at: hub.moment()))
      peer.role = hello.role
      guard welcome.verdict == .prefix else {
        // It comes again under another epoch; until then it has nothing to say or to hear.
        return log(
          "node \(admission.keyID.hex) of \(admission.point) was put back or copied: it begins anew"
        )
      }
      enter(peer, admission)
      tellRoom(peer)
      if peer.role == .standby {
        log("a standby is here, with key \(admission.keyID.hex)")
      } else {
        hearing.heard(admission.keyID, at: peer.heardAt)
        log("node \(admission.keyID.hex) of \(admission.point) is here")
      }
      if peer.log == .parted {
        log("its log has parted from this one after place \(welcome.from - 1)")
      }
      askForPrivates(of: peer, admission)
      oweAck(peer)
      pump(peer)
    } catch {
      log("hello of \(admission.point) refused: \(error.code) \(error.name)")
      end(peer, error)
    }
  }

  /// Takes the peer among those who are here. A machine that has connected anew takes its own place;
  /// a copy of it, under another epoch, stands beside it.
  private func enter(_ peer: Peer, _ admission: Admission) {
    let writer = peer.session.writer
    for other in machines(of: admission.keyID)
    where other !== peer && (other.session.writer == writer || planted(.dropsCopies)) {
      log("node \(admission.keyID.hex) of \(admission.point) has connected anew")
      other.session.bye("connected anew")
      end(other)
    }
    let copies = machines(of: admission.keyID).filter(\.session.isOpen)
    if copies.count > 1 {
      log(
        "node \(admission.keyID.hex) of \(admission.point) runs on \(copies.count) machines: one is"
          + " a copy of the other")
    }
    byNode[admission.keyID] = peer
  }

  /// Asks a node for private lines that the hub lacks: of its own ops, and names that the centre gave
  /// and a restored backup lacks: whoever may have them may have kept them.
  private func askForPrivates(of peer: Peer, _ admission: Admission) {
    askForPrivates(of: peer, author: admission.keyID)
    for hub in hub.replica.reading({ fold in fold.hubKeys().keys.sorted() }) {
      askForPrivates(of: peer, author: hub)
    }
  }

  /// Asks everybody anew, once ops have come back whose lines they may have kept.
  func askAfterRecovery() {
    guard hasRecovered else { return }
    hasRecovered = false
    for peer in peers.values where peer.session.isOpen && peer.role == .node {
      if let admission = peer.admission { askForPrivates(of: peer, admission) }
    }
  }

  private func askForPrivates(of peer: Peer, author: KeyID) {
    if planted(.asksForNoPrivateLines) || planted(.saysWholeTooEarly) { return }
    hub.replica.askAgainForPrivates(of: author)
    while true {
      let ops = hub.replica.missingPrivates(of: author, limit: Limits.standard.entries)
      guard !ops.isEmpty else { return }
      peer.connection.send(peer.session.want(ops))
    }
  }

  /// Gives a node that greets its practice event to that event's peers.
  func handOver(_ peer: Peer, _ hello: Hello, _ admission: Admission) {
    forget(peer)
    do throws(ProtocolError) {
      guard let practices else { throw ProtocolError(.wrongEvent, "This is a practice event.") }
      try practices.take(peer, hello, admission)
    } catch {
      log("rehearsal of \(admission.point) refused: \(error.code) \(error.name)")
      end(peer, error)
    }
  }

  /// Answers an `enrol`: finds the join code that its proof fits, and admits the node once.
  func admit(_ enrol: Enrol, from peer: Peer) {
    do throws(ProtocolError) {
      let channel = peer.session.channel
      if let answer = try practices?.answer(enrol, over: channel) {
        return peer.connection.send(peer.session.enrolled(answer))
      }
      let answer = try Enrolling(hub: hub, channel: channel).answer(enrol)
      peer.connection.send(peer.session.enrolled(answer))
      log("a machine has joined with key \(keyID(of: peer.connection.peerKey).hex)")
    } catch {
      log("enrolment from \(peer.connection.peerAddress) refused: \(error.code) \(error.name)")
      guard error.isOne(of: .badCode) else { return end(peer, error) }
      _ = loop.plan(afterMs: 1000) { [weak self, weak peer] in
        guard let self, let peer else { return }
        self.end(peer, error)
      }
    }
  }
}
