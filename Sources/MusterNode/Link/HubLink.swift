import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// The node's link to the hub: dials for ever, and carries the queue when it can.
///
/// It knows the one connection that there is, or when to dial again. It never decides what is
/// recorded; it sends what is on the disk, adopts what the hub sends, and commits before it says so.
final class HubLink {
  /// How the link is, for people.
  enum Condition {
    /// Waiting to dial again; with what went wrong last.
    case waiting(String?)
    /// A connection is being made.
    case dialing
    /// A session is open.
    case connected
  }

  private struct Live {
    let connection: Connection
    var session: NodeSession
  }

  /// How often the node tells the hub how it is, ms.
  private static let statusEveryMs = 15_000
  /// What the hub sends is gathered for so long, ms, and then written in one transaction: the hub has
  /// it on its disk, so that a power cut costs a resend and nothing else.
  private static let gatherMs = 500
  /// After so many entries memory that the work has left is given back.
  private static let muchWork = 1_000

  let node: Node
  let loop: EventLoop
  let log: (String) -> Void
  let hasher = Hasher256()
  let deflate = Deflate()
  private let dialer: TLSDialer
  private let addresses: [HostPort]
  private var nextAddress = 0
  private var redial = Redial()
  private var live: Live?
  private var deadlineTimer: Timer?
  private var statusTimer: Timer?
  private var commitTimer: Timer?
  private var redialTimer: Timer?
  private var attempt: DialAttempt?
  private var isStopped = false
  /// Entries taken since memory was last given back.
  private var taken = 0

  /// How the link is.
  private(set) var condition = Condition.waiting(nil)
  /// Why the hub takes no ops now.
  private(set) var held: String?
  /// What the hub last said of the coverage.
  private(set) var hubStatus: HubStatus?
  /// The hub that answers now, `host:port`.
  private(set) var address = ""
  /// Bytes of all sessions, in and out.
  private(set) var bytesIn = 0
  private(set) var bytesOut = 0
  /// Called whenever something came from the hub.
  var onHeard: () -> Void = {}
  /// Called when only opening the data anew helps.
  var onStorageFailure: (Failure) -> Void = { _ in }

  init(
    node: Node, loop: EventLoop, addresses: [HostPort], log: @escaping (String) -> Void
  ) throws(NetError) {
    self.node = node
    self.loop = loop
    self.addresses = addresses
    self.log = log
    dialer = try TLSDialer(
      loop: loop,
      identity: TLSIdentity(
        certificateDER: node.key.selfSignedCertificateDER(),
        privateKeyDER: node.key.privateKeyDER()))
    node.onRecorded = { [weak self] in
      guard let self else { return }
      self.loop.soon { self.sendOps() }
    }
  }

  /// Whether a session is open.
  var isConnected: Bool { if case .connected = condition { true } else { false } }

  // MARK: Dialing

  /// Dials now.
  func start() { dial() }

  private func dial() {
    guard live == nil, !isStopped, !addresses.isEmpty else { return }
    condition = .dialing
    let target = addresses[nextAddress % addresses.count]
    address = target.description
    attempt = dialer.dial(target) { [weak self] result in
      guard let self else { return }
      self.attempt = nil
      switch result {
      case .success(let connection): self.begin(connection)
      case .failure(let error):
        self.nextAddress += 1
        self.wait(error.message)
      }
    }
  }

  private func wait(_ why: String?, atLeastMs: Int64 = 0) {
    condition = .waiting(why)
    let pause = max(atLeastMs, redial.pause())
    if let why { log("no link to the hub: \(why) (again in \(pause) ms)") }
    redialTimer = loop.after(ms: Int(pause)) { [weak self] in self?.dial() }
  }

  private func begin(_ connection: Connection) {
    let exported = connection.exporter
    guard let exporter = Digest(bytes: exported.span), let holdings = holdings() else {
      connection.abort()
      return wait("The data cannot be read.")
    }
    let channel = Channel(
      peerKey: connection.peerKey, ownKey: node.key.publicKey, exporter: exporter)
    let session = NodeSession(
      holdings: holdings, signer: node.key, channel: channel, at: node.moment(), hasher: hasher,
      deflate: deflate)
    live = Live(connection: connection, session: session)
    connection.onBytes = { [weak self] bytes in self?.receive(bytes) }
    connection.onClosed = { [weak self] _ in self?.ended(nil) }
    connection.onWritable = { [weak self] in self?.sendOps() }
    connection.send(session.hello())
    planDeadline()
  }

  private func holdings() -> NodeSession.Holdings? {
    guard let writer = node.replica.ownWriter, let head = node.replica.ownHead,
      let starts = try? node.replica.starts()
    else { return nil }
    return NodeSession.Holdings(
      event: node.enrolment.event, root: node.enrolment.root, admitted: node.enrolment.admitted,
      epoch: writer.epoch, head: head, log: node.replica.position, starts: starts,
      hubKeys: node.replica.hubKeys, clock: node.clock(), software: MusterNode.software)
  }

  /// The connection is gone; `error` when the session knows why.
  private func ended(_ error: ProtocolError?) {
    guard let gone = live else { return }
    live = nil
    // What this connection still says must not end the next one.
    gone.connection.onBytes = { _ in }
    gone.connection.onWritable = {}
    gone.connection.onClosed = { _ in }
    bytesIn += gone.connection.bytesIn
    bytesOut += gone.connection.bytesOut
    deadlineTimer?.cancel()
    statusTimer?.cancel()
    if gone.session.farewell.isEmpty {
      gone.connection.close()
    } else {
      gone.connection.send(gone.session.farewell)
      gone.connection.close()
    }
    held = nil
    if error != nil || !isConnected { nextAddress += 1 }
    wait(
      error.map { "\($0.text) (\($0.code) \($0.name))" } ?? "the connection has ended",
      atLeastMs: error?.retryAfterMs ?? 0)
  }

  /// Says good-bye, and dials no more.
  ///
  /// - Parameter then: called once the good-bye has gone out, or at once where nobody hears it.
  func stop(then: @escaping () -> Void) {
    isStopped = true
    attempt?.cancel()
    for timer in [deadlineTimer, statusTimer, commitTimer, redialTimer] { timer?.cancel() }
    guard var leaving = live else { return then() }
    live = nil
    condition = .waiting(nil)
    leaving.session.bye("shutting down")
    leaving.connection.onBytes = { _ in }
    leaving.connection.onWritable = {}
    leaving.connection.onClosed = { _ in then() }
    leaving.connection.send(leaving.session.farewell)
    leaving.connection.close(withinMs: 1_000)
  }

  /// Bytes of all sessions so far, the open one included.
  var traffic: (bytesIn: Int, bytesOut: Int) {
    (bytesIn + (live?.connection.bytesIn ?? 0), bytesOut + (live?.connection.bytesOut ?? 0))
  }

  // MARK: What comes

  private func receive(_ bytes: [UInt8]) {
    onHeard()
    live?.session.feed(bytes, at: node.moment())
    node.lastHeard = BootClock.wallMilliseconds()
    while let event = live?.session.next(at: node.moment()) {
      do throws(Failure) {
        try deal(with: event)
      } catch {
        return onStorageFailure(error)
      }
    }
    guard live != nil else { return }
    if node.replica.hasUncommitted { planCommit() }
    if let replies = live?.session.takeReplies(), !replies.isEmpty { send(replies) }
    planDeadline()
    sendOps()
  }

  private func deal(with event: NodeSession.Event) throws(Failure) {
    switch event {
    case .welcome(let welcome): try open(welcome)
    case .acknowledged(let durable, let whole):
      try Failure.storing { () throws(StoreError) in
        try node.replica.acknowledged(durable: durable, whole: whole)
      }
    case .segment(let segment):
      taken += segment.entries.count
      try Failure.storing { () throws(StoreError) in try node.replica.adopt(segment) }
    case .want(let ops): answer(ops)
    case .privates(let entries): keep(entries)
    case .status(let status): hubStatus = status
    case .held(_, let text):
      held = text
      log("the hub takes no ops now: \(text)")
    case .released: held = nil
    case .offset(let offset): node.offset = offset
    case .bye(let reason):
      log("the hub said good-bye: \(reason)")
      ended(nil)
    case .failed(let error): ended(error)
    }
  }

  private func open(_ welcome: Welcome) throws(Failure) {
    let hash = try Failure.storing { () throws(StoreError) in
      try node.replica.ownHash(at: welcome.head.n)
    }
    guard let hash, let ping = live?.session.open(ownHash: hash, at: node.moment()) else {
      return ended(ProtocolError(.fork, "The hub holds other ops under this node's numbers."))
    }
    condition = .connected
    redial.reset()
    send(ping)
    log("linked to the hub at \(address); it holds \(welcome.head.n) of our ops")
    node.replica.askAgainForPrivates()
    try Failure.storing { () throws(StoreError) in
      try node.replica.acknowledged(durable: welcome.head.n, whole: welcome.whole)
    }
    try handPrivates(after: welcome.whole, upTo: welcome.head.n)
    sendStatus()
    statusTimer = loop.every(ms: Self.statusEveryMs) { [weak self] in self?.sendStatus() }
    wantPrivates()
  }

  private func planCommit() {
    guard commitTimer == nil else { return }
    commitTimer = loop.after(ms: Self.gatherMs) { [weak self] in
      guard let self else { return }
      self.commitTimer = nil
      do throws(Failure) { try self.commit() } catch { self.onStorageFailure(error) }
    }
  }

  /// What was adopted goes to the disk in one transaction; then the hub is told, and asked for the
  /// private lines that have become ours to have.
  private func commit() throws(Failure) {
    try Failure.storing { () throws(StoreError) in _ = try node.replica.commit() }
    if taken >= Self.muchWork {
      taken = 0
      node.replica.trim()
      Memory.giveBack()
    }
    guard isConnected, let session = live?.session else { return }
    send(session.have(node.replica.position))
    wantPrivates()
  }

  private func wantPrivates() {
    guard let session = live?.session else { return }
    while true {
      let wanted = node.replica.missingPrivates(limit: Limits.standard.entries)
      guard !wanted.isEmpty else { return }
      send(session.want(wanted))
    }
  }

  private func keep(_ entries: [PrivateEntry]) {
    taken += entries.count
    for entry in entries {
      do throws(StoreError) {
        switch entry.content {
        case .line(let line): try node.replica.keepPrivate(line, of: entry.op)
        case .gone: try node.replica.noteGone(entry.op)
        case .absent: node.replica.noteAbsent(entry.op)
        }
      } catch {
        log("private line of \(entry.op.hex) not taken: \(error.message)")
      }
    }
  }

  // MARK: What goes

  private func send(_ frame: [UInt8]) { live?.connection.send(frame) }

  /// Sends own ops as long as the window is open.
  private func sendOps() {
    guard isConnected, let head = node.replica.ownHead else { return }
    while let n = live?.session.nextToSend(made: head.n) {
      guard let lines = try? node.replica.ownLines(from: n), !lines.isEmpty else { return }
      if let frame = live?.session.ops(lines) { send(frame) }
      sendPrivates(of: lines)
    }
  }

  private func handPrivates(after whole: Int64, upTo durable: Int64) throws(Failure) {
    var n = whole + 1
    while n <= durable {
      let lines = try Failure.storing { () throws(StoreError) in
        try node.replica.ownLines(from: n)
      }
      guard !lines.isEmpty else { return }
      sendPrivates(of: Array(lines.prefix(Int(durable - n + 1))))
      n += Int64(lines.count)
    }
  }

  private func sendPrivates(of lines: [[UInt8]]) {
    var reader = OperationReader(event: node.enrolment.event)
    var entries: [PrivateEntry] = []
    for line in lines {
      let id = hasher.digest(line).identifier
      let operation = reader.read(line, in: 0..<line.count, id: id)
      guard operation.privateDigest != nil else { continue }
      entries.append(entry(for: id))
    }
    guard let frames = live?.session.privates(entries) else { return }
    for frame in frames { send(frame) }
  }

  /// Answers the hub's `want`: private lines of own ops, and of no others.
  private func answer(_ ops: [OpID]) {
    let entries = ops.map { op in
      let author = node.replica.reading { fold in fold.operationInfo(op)?.node }
      return author == node.key.id ? entry(for: op) : PrivateEntry(op: op, content: .absent)
    }
    guard let frames = live?.session.privates(entries) else { return }
    for frame in frames { send(frame) }
  }

  private func entry(for op: OpID) -> PrivateEntry {
    switch try? node.replica.privateLine(of: op) {
    case .line(let line): PrivateEntry(op: op, content: .line(line))
    case .gone: PrivateEntry(op: op, content: .gone)
    case .absent, nil: PrivateEntry(op: op, content: .absent)
    }
  }

  private func sendStatus() {
    guard isConnected, let session = live?.session else { return }
    send(session.status(node.status()))
  }

  // MARK: Time

  private func planDeadline() {
    deadlineTimer?.cancel()
    guard let deadline = live?.session.deadline, deadline < Int64.max else { return }
    let wait = max(1, (deadline - BootClock.microseconds()) / 1000 + 1)
    deadlineTimer = loop.after(ms: Int(wait)) { [weak self] in self?.deadlineCame() }
  }

  private func deadlineCame() {
    switch live?.session.timer(at: node.moment()) {
    case .send(let frame): send(frame)
    case .failed(let error): return ended(error)
    case .nothing, nil: break
    }
    planDeadline()
  }
}
