import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// One practice event at work: a hub of its own, in a folder of its own, with the one node that
/// rehearses on it.
///
/// It is a real ``Hub`` with real ``Peers``: what a rehearsal proves is proved of the code that serves
/// the day. It has the hub's key, certified by a root of its own, and nothing else in common with the
/// real event.
final class Practice {
  let hub: Hub
  let peers: Peers
  private let centre: Centre
  /// Called, perhaps more than once, when it is to be thrown away.
  var onEnd: () -> Void = {}

  /// Opens what stands in a folder, and begins a life of the practice event's hub.
  ///
  /// - Parameters:
  ///   - isNew: syncs nothing before its replica is told to.
  ///   - time: hub time of the real event, ms.
  init(
    _ folder: HubFolder, _ keys: HubKeys, isNew: Bool, loop: any Planner, time: Int64,
    keepFree: Int64, log: @escaping (String) -> Void
  ) throws(Failure) {
    hub = try Hub(
      folder: folder, keys: keys, clockIsRight: true, time: time, isInTheMaking: isNew)
    peers = try Peers(hub: hub, loop: loop, keepFree: keepFree, log: log)
    centre = Centre(hub: hub, peers: peers)
    peers.allowance = PracticeAllowance()
    peers.onStorageFailure = { [weak self] failure in
      log(failure.message)
      self?.onEnd()
    }
    peers.onExhausted = { [weak self] in self?.onEnd() }
    peers.onBye = { [weak self] reason in if reason == "rehearsed" { self?.onEnd() } }
    let tell = hub.onSegments
    hub.onSegments = { [weak self] segments in
      tell(segments)
      self?.tellState()
    }
  }

  /// Takes a connection of the node's whose `hello` has named this event.
  func take(_ peer: Peer, _ hello: Hello, _ admission: Admission) {
    peers.take(peer)
    peers.greet(hello, admission, peer)
    tellState()
    peers.makeReady(peer)
  }

  /// Looks after sessions, and says anew what the hub has: of whom its clock has come in a moment from now, that
  /// is to be heard once the moment has passed.
  func look() {
    peers.finish()
    peers.look()
    tellState()
  }

  /// Says to the node what the hub has, for it to compare.
  private func tellState() {
    guard peers.peers.values.contains(where: { $0.session.isOpen }), !hub.replica.hasUncommitted
    else { return }
    var status = centre.coverage().hubStatus
    status.state = StateMark(
      place: hub.replica.position.place, digest: hub.replica.stateDigest())
    for peer in peers.peers.values where peer.session.isOpen {
      peer.connection.send(peer.session.status(status))
    }
  }

  /// Ends in order, as one that goes on when the hub is started again.
  func close(_ reason: String) throws(StoreError) {
    peers.close(reason)
    try hub.replica.close()
  }
}
