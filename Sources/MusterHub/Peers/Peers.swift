import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// All connections of nodes, and the turn in which they are served.
///
/// A turn takes one frame from each connection that has some, in rounds, until 2,000 ops or 50 ms are
/// taken; commits once, or leaves the little that came to a commit some ms later; acknowledges; and lets
/// segments flow (`Protocol/4-messages.md`, Liveness).
/// What happens when in a turn stands in ``turn()``; who is told what, in the files beside.
final class Peers {
  let hub: Hub
  let loop: any Planner
  let log: (String) -> Void
  let hasher = Hasher256()
  let deflate = Deflate()
  /// By the order in which they came.
  var peers: [Int: Peer] = [:]
  /// Those of each node that has greeted: one, unless a copy of it is here, or it has come anew.
  private var machines: [KeyID: [Peer]] = [:]
  /// Those to which something is owed when what they brought is on the disk.
  private var owing: [Peer] = []
  /// Better measures of clocks that are known, by node: logged together (``logMarks()``).
  var betterMarks: [KeyID: ClockMark] = [:]
  private var arrivals = 0
  /// Open sessions by node.
  var byNode: [KeyID: Peer] = [:]
  /// Up to which place of the log each node has it on its disk, as it last said to this process.
  var held: [KeyID: Int64] = [:]
  /// What is known of each node beside the log.
  var hearing: NodeHearing
  var cache = SegmentCache(limitBytes: 2 * 1_048_576)
  /// Called when the disk fails so that only opening it anew helps.
  var onStorageFailure: (Failure) -> Void = { _ in }
  /// Private lines that have come, to be offered once they are on the disk.
  var arrived: [PrivateEntry] = []
  /// Whether ops of other lives have come since everybody was asked for private lines.
  var hasRecovered = false
  /// How much room the disk has.
  var room: DiskRoom
  /// Bytes of sessions that have ended.
  var closedBytesIn = 0
  var closedBytesOut = 0

  /// The practice events of nodes that rehearse; nil at the hub of such an event itself.
  var practices: Practices?
  /// How much a practice event still takes; nil at a real one.
  var allowance: PracticeAllowance?
  /// Called when it takes no more.
  var onExhausted: () -> Void = {}
  /// Called when a node ends its session in order, with its reason.
  var onBye: (String) -> Void = { _ in }

  /// So many ops fill a segment well enough.
  private static let muchGathered = 32
  /// Ops placed since the last commit.
  private var gathered = 0
  /// When that was, µs on the boot clock.
  private var lastCommit: Int64 = 0
  /// Until what was gathered is committed at the latest.
  private var finishTimer: (any Planned)?

  private var ready: [Peer] = []
  private var isTurnPlanned = false
  var lastPump: Int64 = 0
  /// Until everybody was handed the log.
  var pumpTimer: (any Planned)?
  /// Those who are still to be handed it, now that it is time.
  var toPump: ArraySlice<Peer> = []
  /// Whether the log has grown while it was handed out.
  var isPumpOwed = false

  /// - Parameter keepFree: free bytes of the disk below which nodes are asked to wait.
  init(
    hub: Hub, loop: any Planner, keepFree: Int64 = Peers.keepFree,
    log: @escaping (String) -> Void
  ) throws(Failure) {
    self.hub = hub
    room = DiskRoom(keepFree: keepFree)
    self.loop = loop
    self.log = log
    hearing = try NodeHearing(hub.replica)
    hub.onSegments = { [weak self] segments in
      self?.gathered = 0
      self?.lastCommit = BootClock.microseconds()
      self?.tell(segments)
    }
  }

  // MARK: Connections

  /// Takes a connection whose TLS handshake is done.
  func accept(_ connection: any Wire) {
    let exported = connection.exporter
    guard let exporter = Digest(bytes: exported.span) else { return connection.abort() }
    let channel = Channel(
      peerKey: connection.peerKey, ownKey: hub.keys.hub.publicKey, exporter: exporter)
    let key = keyID(of: channel.peerKey)
    take(
      Peer(
        connection: connection,
        session: HubSession(
          channel: channel, event: hub.event, practice: practices?.event(of: key),
          certificate: hub.keys.certificate, standing: hub.admissions(of: key).map(\.op),
          at: hub.moment(), hasher: hasher, deflate: deflate)))
  }

  /// Serves a connection from now on.
  func take(_ peer: Peer) {
    let connection = peer.connection
    arrivals += 1
    peer.arrival = arrivals
    peer.isReady = false
    peers[arrivals] = peer
    connection.onBytes = { [weak self, weak peer] bytes in
      guard let self, let peer else { return }
      peer.session.feed(bytes, at: self.hub.moment())
      // Whoever sends faster than turns can take waits in the kernel, not in memory.
      if peer.session.waitingBytes > Limits.standard.slowReaderBytes { self.pause(peer) }
      self.makeReady(peer)
    }
    connection.onClosed = { [weak self, weak peer] _ in
      guard let self, let peer else { return }
      self.forget(peer)
    }
    connection.onWritable = { [weak self, weak peer] in
      guard let self, let peer else { return }
      if peer.isPaused { self.makeReady(peer) }
      if self.ready.isEmpty { self.pump(peer) } else { self.planPump() }
    }
  }

  func makeReady(_ peer: Peer) {
    if !peer.isReady {
      peer.isReady = true
      ready.append(peer)
    }
    guard !isTurnPlanned else { return }
    isTurnPlanned = true
    loop.soon { [weak self] in self?.turn() }
  }

  func forget(_ peer: Peer) {
    guard peers.removeValue(forKey: peer.arrival) != nil else { return }
    if !peer.session.askedSegments.isEmpty || !peer.offer.isEmpty { reconsider() }
    closedBytesIn += peer.connection.bytesIn
    closedBytesOut += peer.connection.bytesOut
    guard let node = peer.session.node ?? peer.node else { return }
    machines[node]?.removeAll { $0 === peer }
    if machines[node]?.isEmpty == true { machines[node] = nil }
    guard byNode[node] === peer else { return }
    // A copy of it may still be here.
    byNode[node] = machines(of: node).first { $0.session.isOpen }
    guard peer.role == .node else { return log("the standby with key \(node.hex) is gone") }
    log("node \(node.hex) of \(peer.admission?.point ?? "?") is gone")
    hearing.heard(node, at: peer.heardAt)
  }

  /// The connections of a node that has greeted.
  func machines(of node: KeyID) -> [Peer] { machines[node] ?? [] }

  /// Files a connection under the node that has greeted on it.
  func note(_ peer: Peer, of node: KeyID) {
    peer.node = node
    machines[node, default: []].append(peer)
  }

  // MARK: The turn

  private func turn() {
    isTurnPlanned = false
    let limits = Limits.standard
    let end = BootClock.microseconds() + limits.tickMs * 1000
    var taken = 0
    var next = 0
    var again: [Peer] = []
    var round = ready
    ready = []
    while !round.isEmpty {
      while next < round.count, taken < limits.opsPerTick, BootClock.microseconds() < end {
        let peer = round[next]
        next += 1
        // Whoever asks without reading waits, and what it asked next with it: an answer may be a
        // thousand times its question.
        guard peer.connection.outputBytes <= limits.slowReaderBytes else {
          peer.isReady = false
          pause(peer)
          continue
        }
        guard let event = peer.session.next(at: hub.moment()) else {
          peer.isReady = false
          sendReplies(of: peer)
          resume(peer)
          continue
        }
        let placed = deal(with: event, from: peer)
        taken += placed
        gathered += placed
        // One that was handed over is another's to serve.
        if peer.session.event == hub.event { again.append(peer) }
      }
      if next < round.count { break }
      round = again
      again = []
      next = 0
    }
    ready = Array(round[min(next, round.count)...]) + again + ready
    finishInTime()
    if !ready.isEmpty, !isTurnPlanned {
      isTurnPlanned = true
      loop.soon { [weak self] in self?.turn() }
    }
  }

  /// Finishes at once where much was gathered, or nothing was committed lately; else together with what
  /// follows. A check-in that is a segment by itself costs every node ten times the bytes, and a signature
  /// to check.
  private func finishInTime() {
    // Who brings what was lost brings the next part once it hears that this one is there.
    guard hub.replica.hasUncommitted, gathered < Self.muchGathered,
      owing.allSatisfy(\.recovered.isEmpty)
    else { return finish() }
    let passed = (BootClock.microseconds() - lastCommit) / 1_000
    guard passed < Limits.standard.segmentWriteMs else { return finish() }
    guard finishTimer == nil else { return }
    finishTimer = loop.plan(afterMs: Int(Limits.standard.segmentWriteMs - passed)) { [weak self] in
      self?.finish()
    }
  }

  /// Commits what was gathered, and only then acknowledges.
  func finish() {
    finishTimer?.cancel()
    finishTimer = nil
    if planted(.acknowledgesBeforeCommit) {
      _ = loop.plan(afterMs: 400) { [weak self] in try? self?.hub.commit() }
    } else {
      do throws(Failure) {
        try hub.commit()
      } catch {
        return onStorageFailure(error)
      }
    }
    let owing = owing
    self.owing = []
    for peer in owing {
      peer.isOwed = false
      if peer.owesAck, peers[peer.arrival] === peer { acknowledge(peer) }
      peer.owesAck = false
    }
    if !arrived.isEmpty { offerArrived() }
    tellRecovered(to: owing)
  }

  /// Remembers that a node hears of what it brought once that is on the disk.
  func owe(_ peer: Peer) {
    guard !peer.isOwed else { return }
    peer.isOwed = true
    owing.append(peer)
  }

  /// Remembers that a node is acknowledged once what it brought is on the disk.
  func oweAck(_ peer: Peer) {
    peer.owesAck = true
    owe(peer)
  }

  func acknowledge(_ peer: Peer) {
    guard let writer = peer.session.writer else { return }
    let head = hub.replica.head(of: writer)
    let whole = hub.replica.whole(of: writer)
    if let frame = peer.session.acknowledge(durable: head.n, whole: whole) {
      peer.connection.send(frame)
    }
  }

  private func pause(_ peer: Peer) {
    guard !peer.isPaused else { return }
    peer.isPaused = true
    peer.connection.pauseReading()
  }

  /// Reads on from a node whose bytes are dealt with and who takes in what it is answered; one that
  /// asks without reading is left alone until its silence ends the session.
  private func resume(_ peer: Peer) {
    guard peer.isPaused, !peer.isReady,
      peer.connection.outputBytes <= Limits.standard.slowReaderBytes
    else { return }
    peer.isPaused = false
    peer.connection.resumeReading()
  }

  private func sendReplies(of peer: Peer) {
    let replies = peer.session.takeReplies()
    if !replies.isEmpty { peer.connection.send(replies) }
    if peer.connection.outputBytes > Limits.standard.slowReaderBytes { pause(peer) }
  }

  /// Ends a connection; what the session owes the other side goes out first.
  func end(_ peer: Peer, _ error: ProtocolError? = nil) {
    if let error { peer.session.refuse(error) }
    if !peer.session.farewell.isEmpty { peer.connection.send(peer.session.farewell) }
    peer.connection.close()
  }
}
