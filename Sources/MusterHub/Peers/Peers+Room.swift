import MusterDaemon
import MusterNet
import MusterSync

/// What the hub does while its disk is nearly full: nodes keep their ops and see why.
extension Peers {
  /// Free bytes below which nodes are asked to wait: more than all their windows hold, so that what
  /// is under way already still fits.
  static let keepFree: Int64 = 64 << 20

  /// Looks at the disk, and tells the nodes when something has changed.
  func lookAtRoom() {
    guard room.note(free: DiskSpace.freeBytes(at: hub.folder.path)) else { return }
    hub.isDiskScarce = room.isScarce
    log(
      room.isScarce
        ? "the disk is nearly full (\(room.freeText) free): nodes wait with their ops until there is"
          + " room" : "the disk has room again: nodes send their ops")
    for peer in peers.values { tellRoom(peer) }
    if !room.isScarce { reconsider() }
  }

  /// Asks a node to wait, or to go on, where it does not do so already.
  func tellRoom(_ peer: Peer) {
    guard peer.session.isOpen, peer.isHeld != room.isScarce else { return }
    peer.isHeld = room.isScarce
    peer.connection.send(
      room.isScarce
        ? peer.session.hold(
          reason: "disk_full",
          text:
            "The hub's disk is nearly full. What you record is kept here and goes by itself when"
            + " there is room.") : peer.session.resume())
  }
}
