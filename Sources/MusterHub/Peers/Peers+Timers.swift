import MusterCore
import MusterNet
import MusterStore
import MusterSync

extension Peers {
  /// How often sessions are looked at: pings and deaths may be so much late, ms.
  private static var lookEveryMs: Int { 1000 }

  /// Begins to look after sessions; called once.
  func startTimers(coverage: @escaping () -> HubStatus) {
    lookAtRoom()
    _ = loop.plan(everyMs: Self.lookEveryMs) { [weak self] in self?.look() }
    _ = loop.plan(everyMs: Int(Limits.standard.pingMs)) { [weak self] in
      guard let self else { return }
      let frame = coverage()
      for peer in self.peers.values where peer.log != .closed && peer.session.isOpen {
        peer.connection.send(peer.session.status(frame))
      }
    }
  }

  /// Looks at sessions that may be due, and at the disk.
  func look() {
    lookAtRoom()
    practices?.look()
    handAllowed()
    askAfterRecovery()
    logMarks()
    pumpLeftBehind()
    let moment = hub.moment()
    for peer in peers.values where peer.session.deadline <= moment.mono {
      switch peer.session.timer(at: moment) {
      case .nothing: break
      case .send(let frame): peer.connection.send(frame)
      case .failed(let error):
        log("session with \(peer.connection.peerAddress) ended: \(error.code) \(error.name)")
        end(peer)
      }
    }
    for (node, peer) in byNode where peer.role == .node { hearing.heard(node, at: peer.heardAt) }
    do throws(StoreError) {
      try hearing.write(at: moment.time)
    } catch {
      log("when nodes were last heard cannot be written: \(error.message)")
    }
  }

  /// Bytes received from nodes since the start.
  var bytesIn: Int { peers.values.reduce(closedBytesIn) { $0 + $1.connection.bytesIn } }
  /// Bytes sent to nodes since the start.
  var bytesOut: Int { peers.values.reduce(closedBytesOut) { $0 + $1.connection.bytesOut } }

  /// Ends the session of a node whose rights have ended.
  func shutOut(_ node: KeyID) {
    practices?.shutOut(node)
    // Every machine that has its key: a copy of it may be the thief's.
    for peer in peers.values where peer.node == node || peer.session.node == node {
      peer.log = .closed
      end(
        peer, ProtocolError(.revoked, "This node was revoked; ask the centre for a new join code."))
    }
  }

  /// Ends all sessions in order: what only a greeting tells is heard when each node comes again, some
  /// seconds later.
  func callAnew() {
    for peer in peers.values where peer.session.isOpen {
      peer.session.bye("news")
      end(peer)
    }
  }

  /// Says good-bye to all, in order.
  func close(_ reason: String) {
    finish()
    practices?.close(reason)
    for peer in peers.values {
      peer.session.bye(reason)
      end(peer)
    }
    do throws(StoreError) {
      try hearing.write(at: hub.now(), isLast: true)
    } catch {
      log("when nodes were last heard cannot be written: \(error.message)")
    }
  }
}
