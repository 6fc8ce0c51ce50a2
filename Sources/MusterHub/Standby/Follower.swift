import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// A standby at work: follows the hub's log, with every private line, over the protocol of the nodes.
///
/// It knows the one connection that there is, or when to dial again. What has come is on the disk
/// before the hub is told; it records nothing of its own.
final class Follower {
  /// What comes is gathered for so long, ms, and then written in one transaction.
  private static let gatherMs = 200

  let replica: Replica
  private let keys: HubKeys
  private let file: StandbyFile
  private let loop: any Planner
  private let dialer: any Dialer
  private let addresses: [HostPort]
  private let log: (String) -> Void
  private let hasher = Hasher256()
  private let deflate = Deflate()
  private let boot = Randomness.identifier()
  private var nextAddress = 0
  private var redial = Redial()
  private var live: (connection: any Wire, session: NodeSession)?
  private var commitTimer: (any Planned)?
  private var deadlineTimer: (any Planned)?
  private var settled: Set<Digest> = []
  /// Whether a session is open.
  private(set) var isConnected = false
  /// When the hub was last heard, µs on the boot clock; nil before.
  private(set) var heard: Int64?
  /// Called when only opening the data anew helps.
  var onStorageFailure: (Failure) -> Void = { _ in }

  init(
    replica: Replica, keys: HubKeys, file: StandbyFile, addresses: [HostPort],
    loop: any Planner, dialer: any Dialer, log: @escaping (String) -> Void
  ) {
    self.replica = replica
    self.keys = keys
    self.file = file
    self.addresses = addresses
    self.loop = loop
    self.dialer = dialer
    self.log = log
  }

  /// Dials now, and for ever.
  func start() { dial() }

  private func moment() -> Moment {
    Moment(mono: BootClock.microseconds(), time: BootClock.wallMilliseconds())
  }

  private func dial() {
    guard live == nil, !addresses.isEmpty else { return }
    let target = addresses[nextAddress % addresses.count]
    _ = dialer.open(target) { [weak self] result in
      guard let self else { return }
      switch result {
      case .success(let connection): self.begin(connection)
      case .failure(let error):
        self.nextAddress += 1
        self.wait(error.message)
      }
    }
  }

  private func wait(_ why: String) {
    let pause = redial.pause()
    log("no link to the hub: \(why) (again in \(pause) ms)")
    _ = loop.plan(afterMs: Int(pause)) { [weak self] in self?.dial() }
  }

  private func begin(_ connection: any Wire) {
    // A hello speaks of what is on the disk: what the last session brought has to be there.
    do throws(Failure) { try commit() } catch {
      connection.abort()
      return onStorageFailure(error)
    }
    let exported = connection.exporter
    guard let exporter = Digest(bytes: exported.span), let starts = try? replica.starts() else {
      connection.abort()
      return wait("the data cannot be read")
    }
    let channel = Channel(
      peerKey: connection.peerKey, ownKey: keys.hub.publicKey, exporter: exporter)
    let writer = Writer(node: keys.hub.id, epoch: boot)
    var holdings = NodeSession.Holdings(
      event: keys.event, root: keys.certificate.root, admitted: admitted, epoch: boot,
      head: WriterHead(event: keys.event, writer: writer), log: replica.position,
      starts: starts, hubKeys: replica.hubKeys,
      clock: NodeClock(
        boot: boot, mono: BootClock.microseconds(), wall: BootClock.wallMilliseconds()),
      software: MusterHub.software)
    holdings.role = .standby
    let session = NodeSession(
      holdings: holdings, signer: keys.hub, channel: channel, at: moment(), hasher: hasher,
      deflate: deflate)
    live = (connection, session)
    connection.onBytes = { [weak self] bytes in self?.receive(bytes) }
    connection.onClosed = { [weak self] _ in self?.ended(nil) }
    connection.send(session.hello())
    planDeadline()
  }

  /// Its own admission, signed by the key that the root has certified.
  private var admitted: Admitted {
    let admission = Admission(
      key: keys.hub.publicKey, keyID: keys.hub.id, seal: keys.seal.publicKey, point: "standby",
      country: "")
    let operation = Operation(
      node: keys.hub.id, nonce: 0, at: 0, boot: boot, mono: 0, point: "standby",
      act: .nodeAdmit(admission))
    return Admitted(
      line: OperationWriter.write(operation, event: keys.event), event: keys.event,
      certificate: keys.certificate, signer: keys.hub)
  }

  private func receive(_ bytes: [UInt8]) {
    live?.session.feed(bytes, at: moment())
    if isConnected { heard = BootClock.microseconds() }
    while let event = live?.session.next(at: moment()) {
      do throws(Failure) { try deal(with: event) } catch { return onStorageFailure(error) }
    }
    guard live != nil else { return }
    if replica.hasUncommitted { planCommit() }
    if let replies = live?.session.takeReplies(), !replies.isEmpty { send(replies) }
    planDeadline()
  }

  private func send(_ frame: [UInt8]) { live?.connection.send(frame) }

  private func deal(with event: NodeSession.Event) throws(Failure) {
    switch event {
    case .welcome(let welcome): try open(welcome)
    case .segment(let segment):
      try Failure.storing { () throws(StoreError) in try replica.adopt(segment) }
    case .privates(let entries): keep(entries)
    case .wantSegments(let after):
      for hash in after {
        let frame = try Failure.storing { () throws(StoreError) in
          try replica.asideFrame(after: hash)
        }
        if let frame { send(frame) }
      }
    case .recovered(let after): try offer(without: after)
    case .bye(let reason):
      log("the hub said good-bye: \(reason)")
      ended(nil)
    case .failed(let error): ended(error)
    case .acknowledged, .want, .status, .held, .released, .offset: break
    }
  }

  private func open(_ welcome: Welcome) throws(Failure) {
    guard let ping = live?.session.open(ownHash: welcome.head.hash, at: moment()) else {
      return ended(nil)
    }
    isConnected = true
    redial.reset()
    send(ping)
    log("following the hub at \(live?.connection.peerAddress ?? "")")
    if welcome.from != replica.position.place + 1 {
      let common = try Failure.storing { () throws(StoreError) in
        let common = try replica.commonPosition(
          place: welcome.from - 1, starts: welcome.starts)
        try replica.part(at: common)
        return common
      }
      log("the hub's log is another after place \(common.place): what it lacks is offered to it")
      let have = live?.session.follow(from: common, hubKeys: replica.hubKeys)
      if let have { send(have) }
    }
    replica.askAgainForPrivates()
    settled.removeAll()
    try offer(without: [])
    wantPrivates()
  }

  private func offer(without after: [Digest]) throws(Failure) {
    settled.formUnion(after)
    let limit = Limits.standard.entries
    let kept = try Failure.storing { () throws(StoreError) in
      try replica.asideOffers(limit: limit + settled.count)
    }
    let rest = kept.filter { !settled.contains($0.after) }.prefix(limit)
    if !rest.isEmpty, let session = live?.session { send(session.offer(Array(rest))) }
  }

  private func keep(_ entries: [PrivateEntry]) {
    for entry in entries {
      do throws(StoreError) {
        switch entry.content {
        case .line(let line): try replica.keepPrivate(line, of: entry.op)
        case .gone: try replica.noteGone(entry.op)
        // It comes unasked when the hub has it.
        case .absent: break
        }
      } catch {
        log("private line of \(entry.op.hex) not taken: \(error.message)")
      }
    }
  }

  private func planCommit() {
    guard commitTimer == nil else { return }
    commitTimer = loop.plan(afterMs: Self.gatherMs) { [weak self] in
      guard let self else { return }
      self.commitTimer = nil
      do throws(Failure) { try self.commit() } catch { return self.onStorageFailure(error) }
      if self.isConnected, let session = self.live?.session {
        self.send(session.have(self.replica.position))
      }
      self.wantPrivates()
    }
  }

  private func commit() throws(Failure) {
    guard replica.hasUncommitted else { return }
    try Failure.storing { () throws(StoreError) in _ = try replica.commit() }
  }

  private func wantPrivates() {
    guard isConnected, let session = live?.session else { return }
    while true {
      let wanted = replica.missingPrivates(limit: Limits.standard.entries)
      guard !wanted.isEmpty else { return }
      send(session.want(wanted))
    }
  }

  private func ended(_ error: ProtocolError?) {
    guard let gone = live else { return }
    live = nil
    isConnected = false
    gone.connection.onBytes = { _ in }
    gone.connection.onClosed = { _ in }
    deadlineTimer?.cancel()
    if !gone.session.farewell.isEmpty { gone.connection.send(gone.session.farewell) }
    gone.connection.close()
    nextAddress += 1
    wait(error.map { "\($0.text) (\($0.code) \($0.name))" } ?? "the connection has ended")
  }

  private func planDeadline() {
    deadlineTimer?.cancel()
    guard let deadline = live?.session.deadline, deadline < Int64.max else { return }
    let wait = max(1, (deadline - BootClock.microseconds()) / 1000 + 1)
    deadlineTimer = loop.plan(afterMs: Int(wait)) { [weak self] in
      guard let self else { return }
      switch self.live?.session.timer(at: self.moment()) {
      case .send(let frame): self.send(frame)
      case .failed(let error): return self.ended(error)
      case .nothing, nil: break
      }
      self.planDeadline()
    }
  }
}
