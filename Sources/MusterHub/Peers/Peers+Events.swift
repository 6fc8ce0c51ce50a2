import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

extension Peers {
  /// Deals with one thing that a node said; gives how many ops were placed.
  func deal(with event: HubSession.Event, from peer: Peer) -> Int {
    peer.heardAt = hub.now()
    if allowance?.takes(event) == false {
      end(peer, ProtocolError(.tooMany, "A practice event takes no more than this."))
      onExhausted()
      return 0
    }
    switch event {
    case .enrol(let enrol): admit(enrol, from: peer)
    case .hello(let hello, let admission) where hello.event != hub.event:
      handOver(peer, hello, admission)
    case .hello(let hello, let admission): greet(hello, admission, peer)
    case .ops(let batch): return place(batch, from: peer)
    case .have(let position): note(position, of: peer)
    case .want(let ops): hand(ops, to: peer)
    case .offer where allowance != nil: break
    case .offer(let segments): consider(segments, of: peer)
    case .recovery(let segment): return recover(segment, from: peer)
    case .privates(let entries): keep(entries, from: peer)
    case .status(let status):
      peer.status = status
      if let node = peer.session.node { hearing.told(node, status, at: peer.heardAt) }
    case .held(_, let text):
      peer.takesLog = false
      log("node of \(peer.admission?.point ?? "?") takes no more of the log: \(text)")
    case .released:
      peer.takesLog = true
      pump(peer)
    case .mark(let mark): note(mark)
    case .bye(let reason):
      peer.connection.close()
      onBye(reason)
    case .failed(let error):
      log("session with \(peer.connection.peerAddress) ended: \(error.code) \(error.name)")
      end(peer)
    }
    return 0
  }

  private func place(_ batch: OpsBatch, from peer: Peer) -> Int {
    guard peer.role == .node else {
      end(peer, ProtocolError(.unexpected, "A standby has no ops of its own."))
      return 0
    }
    do throws(StoreError) {
      let placed = try hub.replica.place(batch, received: hub.now())
      oweAck(peer)
      return max(placed, 1)
    } catch {
      end(peer, Self.protocolError(error))
      return 0
    }
  }

  private func keep(_ entries: [PrivateEntry], from peer: Peer) {
    guard let node = peer.session.node else { return }
    for entry in entries {
      do throws(StoreError) {
        guard try hub.keep(entry, from: node) else {
          log("private line of \(entry.op.hex) not taken: node \(node.hex) did not make that op")
          continue
        }
        if case .line = entry.content { arrived.append(entry) }
      } catch {
        log("private line of \(entry.op.hex) not taken: \(error.message)")
      }
    }
    oweAck(peer)
  }

  /// Sends private lines that are on the disk now to those who asked for them before. One that is
  /// erased was thrown away, and is sent to nobody.
  func offerArrived() {
    for entry in arrived where !hub.replica.reading({ fold in fold.isErased(entry.op) }) {
      for peer in peers.values where peer.wanted.remove(entry.op) != nil {
        for frame in peer.session.privates([entry]) { peer.connection.send(frame) }
      }
    }
    arrived.removeAll()
  }

  /// Answers a node that asks for private lines: those that it may have.
  private func hand(_ ops: [OpID], to peer: Peer) {
    guard let country = peer.admission?.country, peer.log != .closed else { return }
    var entries: [PrivateEntry] = []
    for op in ops {
      let mayHave =
        peer.role == .standby
        || hub.replica.reading { fold in fold.mayHavePrivate(of: op, country: country) }
      guard mayHave, let holding = try? hub.replica.privateLine(of: op) else {
        entries.append(PrivateEntry(op: op, content: .absent))
        if !mayHave, peer.refused.count < Self.wantedLimit { peer.refused.insert(op) }
        continue
      }
      switch holding {
      case .line(let line): entries.append(PrivateEntry(op: op, content: .line(line)))
      case .gone: entries.append(PrivateEntry(op: op, content: .gone))
      case .absent:
        entries.append(PrivateEntry(op: op, content: .absent))
        if planted(.forgetsWhoAsked) { continue }
        if peer.role == .standby || peer.wanted.count < Self.wantedLimit { peer.wanted.insert(op) }
      }
    }
    for frame in peer.session.privates(entries) { peer.connection.send(frame) }
  }

  /// Hands nodes what they have asked for and may have since: a check-in counts now, or people are one.
  func handAllowed() {
    let place = hub.replica.position.place
    for peer in peers.values where !peer.refused.isEmpty && peer.refusedAt != place {
      peer.refusedAt = place
      guard let country = peer.admission?.country, peer.session.isOpen,
        peer.connection.outputBytes <= Limits.standard.slowReaderBytes
      else { continue }
      let allowed = hub.replica.reading { fold in
        peer.refused.filter { fold.mayHavePrivate(of: $0, country: country) }
      }
      guard !allowed.isEmpty else { continue }
      peer.refused.subtract(allowed)
      hand(allowed.sorted(), to: peer)
    }
  }

  /// So many absent private lines are remembered for a node; it asks again at its next session.
  private static var wantedLimit: Int { 4096 }

  /// What a failure of the store means to the node.
  static func protocolError(_ error: StoreError) -> ProtocolError {
    switch error {
    case .gap(_, let held, let first):
      ProtocolError(.gap, "The hub holds \(held) of your ops; after it came \(first).")
    case .fork: ProtocolError(.fork, "The hub holds other ops under these numbers.")
    case .diskFull: ProtocolError(.diskFull, error.message, retryAfterMs: 10_000)
    default: ProtocolError(.storage, "The hub's disk failed.", retryAfterMs: 10_000)
    }
  }
}
