import MusterCore
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

extension Peers {
  /// So much of the log is handed to a connection at once, bytes; more follows as it is written.
  private static var pumpBytes: Int { 131_072 }
  /// What follows within this time goes with it, ms: a node's ops come in several batches, and to hand
  /// each out to thousands costs more than the wait.
  private static var gatherMs: Int64 { 15 }
  /// So many nodes are handed the log in one turn of the loop.
  private static var pumpedAtOnce: Int { 64 }

  /// New segments are on the disk: keeps them at hand and lets them flow.
  func tell(_ segments: [StoredSegment]) {
    for segment in segments {
      cache.keep(first: segment.first, last: segment.end.place, frame: segment.frame)
    }
    if !segments.isEmpty { planPump() }
  }

  /// Sends soon when nothing was sent lately, else gathers: at most ten writes a second.
  func planPump() {
    guard pumpTimer == nil else {
      isPumpOwed = isPumpOwed || !toPump.isEmpty
      return
    }
    let passed = BootClock.microseconds() / 1000 - lastPump
    let wait = max(Self.gatherMs, Limits.standard.segmentWriteMs - passed)
    pumpTimer = loop.plan(afterMs: Int(wait)) { [weak self] in self?.beginPump() }
  }

  private func beginPump() {
    lastPump = BootClock.microseconds() / 1000
    toPump = peers.values.map(\.self)[...]
    pumpSome()
  }

  /// Hands some nodes their next part, then lets everybody else have a turn: a segment for thousands is
  /// much to encrypt, and a desk must not wait for it.
  private func pumpSome() {
    for peer in toPump.prefix(Self.pumpedAtOnce) { pump(peer) }
    toPump = toPump.dropFirst(Self.pumpedAtOnce)
    guard toPump.isEmpty else { return loop.soon { [weak self] in self?.pumpSome() } }
    pumpTimer = nil
    if isPumpOwed { planPump() }
    isPumpOwed = false
  }

  /// Hands the log on to nodes that lack some of it and have nothing of it under way: no word that a
  /// connection can take more was to be missed, and if one ever is, its node must not stay behind.
  func pumpLeftBehind() {
    guard pumpTimer == nil else { return }
    let place = hub.replica.position.place
    for peer in peers.values
    where peer.session.isOpen && peer.takesLog && peer.log == .flows && peer.sent < place
      && peer.connection.outputBytes == 0
    {
      log("node of \(peer.admission?.point ?? "?") was left behind at place \(peer.sent)")
      pump(peer)
    }
  }

  /// Hands a node the next part of the log, unless it has enough to read.
  func pump(_ peer: Peer) {
    guard peer.session.isOpen, peer.takesLog, peer.log == .flows else { return }
    while peer.sent < hub.replica.position.place, peer.connection.isOpen,
      peer.connection.outputBytes < Connection.lowMarkBytes
    {
      let first = peer.sent + 1
      guard let entry = cache.run(from: first) ?? readOn(from: peer.sent) else { return }
      peer.connection.send(shared: entry.bytes)
      peer.sent = entry.last
    }
  }

  /// Reads the next part of the log from the store and keeps it at hand: other nodes will want it too.
  private func readOn(from place: Int64) -> SegmentCache.Entry? {
    do throws(StoreError) {
      let segments = try hub.replica.segments(after: place, maxBytes: Self.pumpBytes)
      for segment in segments {
        cache.keep(first: segment.first, last: segment.end.place, frame: segment.frame)
      }
      return cache.run(from: place + 1)
    } catch {
      log("the log cannot be read at place \(place): \(error.message)")
      return nil
    }
  }
}
