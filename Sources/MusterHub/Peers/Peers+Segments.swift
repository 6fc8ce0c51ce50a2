import MusterNet
import MusterStore
import MusterSync
import MusterTrust

extension Peers {
  /// So much of the log is handed to a connection at once, bytes; more follows as it is written.
  private static var pumpBytes: Int { 131_072 }

  /// New segments are on the disk: keeps them at hand and lets them flow.
  func tell(_ segments: [StoredSegment]) {
    for segment in segments {
      _ = cache.keep(first: segment.first, last: segment.end.place, frame: segment.frame)
    }
    if !segments.isEmpty { planPump() }
  }

  /// Sends at once when nothing was sent lately, else gathers: at most ten writes a second.
  func planPump() {
    guard pumpTimer == nil else { return }
    let passed = BootClock.microseconds() / 1000 - lastPump
    let wait = max(0, Limits.standard.segmentWriteMs - passed)
    pumpTimer = loop.plan(afterMs: Int(wait)) { [weak self] in
      guard let self else { return }
      self.pumpTimer = nil
      self.lastPump = BootClock.microseconds() / 1000
      for peer in self.peers.values { self.pump(peer) }
    }
  }

  /// Hands a node the next part of the log, unless it has enough to read.
  func pump(_ peer: Peer) {
    guard peer.session.isOpen, peer.takesLog, peer.log == .flows else { return }
    while peer.sent < hub.replica.position.place, peer.connection.isOpen,
      peer.connection.outputBytes < Connection.lowMarkBytes
    {
      guard let entry = cache[peer.sent + 1] ?? readOn(from: peer.sent) else { return }
      peer.connection.send(shared: entry.bytes)
      peer.sent = entry.last
    }
  }

  /// Reads the next part of the log from the store and keeps it at hand: other nodes will want it too.
  private func readOn(from place: Int64) -> SegmentCache.Entry? {
    do throws(StoreError) {
      let segments = try hub.replica.segments(after: place, maxBytes: Self.pumpBytes)
      for segment in segments {
        _ = cache.keep(first: segment.first, last: segment.end.place, frame: segment.frame)
      }
      return cache[place + 1]
    } catch {
      log("the log cannot be read at place \(place): \(error.message)")
      return nil
    }
  }
}
