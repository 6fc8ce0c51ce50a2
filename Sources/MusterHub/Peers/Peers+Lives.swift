import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// Nodes that bring what other lives of the hub had (`Protocol/4-messages.md`, Other lives).
extension Peers {
  /// Notes what a node has of the log; from a node whose log has parted, from where it goes on.
  func note(_ position: LogPosition, of peer: Peer) {
    guard let node = peer.session.node else { return }
    switch peer.log {
    case .closed: return
    case .flows: held[node] = position.place
    case .parted:
      let hash = try? hub.replica.hash(atEndOf: position.place)
      guard hash == position.hash else {
        return end(
          peer, ProtocolError(.parted, "Place \(position.place) is not on this hub's log either."))
      }
      peer.log = .flows
      peer.sent = position.place
      held[node] = position.place
      pump(peer)
    }
  }

  /// Asks for the first segments of an offer that the hub lacks and nobody was asked for, and says
  /// which of them it has.
  ///
  /// What is left of the offer is looked at again when something was taken up, when somebody leaves who
  /// was asked, and when the disk has room again: nobody who waits has to offer it once more.
  func consider(_ offer: [SegmentOffer], of peer: Peer) {
    peer.offer = offer
    // What a revoked node was asked for others are asked for too: a thief may keep it waiting.
    let asked = peers.values.reduce(into: Set<Digest>()) {
      guard $1.session.isOpen, $1 === peer || $1.log != .closed else { return }
      $0.formUnion($1.session.askedSegments)
    }
    var wanted: [Digest] = []
    var there: [Digest] = []
    for segment in offer {
      if isThere(segment) {
        there.append(segment.after)
      } else if !asked.contains(segment.after), wanted.count < Limits.standard.segmentsWanted {
        wanted.append(segment.after)
      }
    }
    peer.offer.removeAll { isThere($0) }
    peer.connection.send(peer.session.recovered(there))
    // While the disk is nearly full they stay where they are.
    if !room.isScarce { peer.connection.send(peer.session.wantSegments(wanted)) }
  }

  /// Looks once more at what waits in offers.
  func reconsider() {
    for peer in peers.values
    where !peer.offer.isEmpty && peer.session.isOpen && peer.session.askedSegments.isEmpty {
      consider(peer.offer, of: peer)
    }
  }

  /// Whether all of a segment is on the disk: taken up before, or of this very log.
  private func isThere(_ segment: SegmentOffer) -> Bool {
    if planted(.claimsToHaveRecovered) { return true }
    if (try? hub.replica.hasRecovered(segment.after)) == true { return true }
    let end = segment.first + segment.count - 1
    return (try? hub.replica.hash(atEndOf: end)) == segment.after
  }

  /// Takes up a segment of another life.
  ///
  /// - Returns: how many ops were placed.
  func recover(_ segment: Segment, from peer: Peer) -> Int {
    guard hub.knows(segment.header.key, in: segment) else {
      end(peer, ProtocolError(.wrongHub, "The segment is signed by no hub's key."))
      return 0
    }
    // Lines that its entries name are read from the disk.
    do throws(Failure) { try hub.commit() } catch {
      onStorageFailure(error)
      return 0
    }
    do throws(StoreError) {
      let placed = try hub.replica.recover(segment)
      peer.recovered.append(segment.header.after)
      owe(peer)
      return max(placed, 1)
    } catch {
      // What it builds on has not come: another node may bring it, or this one later.
      if case .unknownOp = error { return 1 }
      end(peer, Self.protocolError(error))
      return 0
    }
  }

  /// Says what was taken up, now that it is on the disk, to those who are owed something.
  func tellRecovered(to owing: [Peer]) {
    var areAny = false
    for peer in owing where !peer.recovered.isEmpty && peers[peer.arrival] === peer {
      areAny = true
      let recovered = peer.recovered
      peer.offer.removeAll { recovered.contains($0.after) }
      peer.connection.send(peer.session.recovered(recovered))
      peer.recovered.removeAll()
    }
    guard areAny else { return }
    hasRecovered = true
    reconsider()
  }
}
