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

  struct Live {
    let connection: any Wire
    var session: NodeSession
    /// Whether something has come that is not dealt with yet.
    var isBehind = false
  }

  /// How often the node tells the hub how it is, ms.
  static let statusEveryMs = 15_000
  /// What the hub sends is gathered for so long, ms, and then written in one transaction: the hub has
  /// it on its disk, so that a power cut costs a resend and nothing else.
  static let gatherMs = 500
  /// A full disk is tried again after so long, ms.
  static let fullDiskRetryMs = 5_000
  /// So many of the hub's messages are dealt with in one turn of the loop.
  static let messagesAtOnce = 4
  /// After so many entries memory that the work has left is given back.
  static let muchWork = 1_000

  let node: Node
  let loop: any Planner
  let log: (String) -> Void
  let hasher = Hasher256()
  let deflate = Deflate()
  private let dialer: any Dialer
  private var addresses: [HostPort]
  var nextAddress = 0
  var redial = Redial()
  var live: Live?
  private var deadlineTimer: (any Planned)?
  var statusTimer: (any Planned)?
  var commitTimer: (any Planned)?
  private var redialTimer: (any Planned)?
  private var attempt: (any Planned)?
  private var isStopped = false
  /// When a hub last said that it has moved, µs on the boot clock.
  private var movedLast: Int64 = 0
  /// When this machine last began anew because a copy of it had connected, µs on the boot clock.
  var copiedLast: Int64?
  /// Segments of other lives that the hub has said it has, in this session.
  var settled: Set<Digest> = []
  /// Entries taken since memory was last given back.
  var taken = 0

  /// How the link is.
  var condition = Condition.waiting(nil)
  /// Why the hub takes no ops now.
  var held: String?
  /// What the hub last said of the coverage.
  var hubStatus: HubStatus?
  /// The hub that answers now, `host:port`.
  private(set) var address = ""
  /// Bytes of all sessions, in and out.
  private(set) var bytesIn = 0
  private(set) var bytesOut = 0
  /// Called whenever something came from the hub.
  var onHeard: () -> Void = {}
  /// Called when some of what came is dealt with, and when a connection has ended.
  var onChange: () -> Void = {}
  /// Why the last session was ended, where one of the two has said it.
  private(set) var refusal: ProtocolError?
  /// Called when only opening the data anew helps.
  var onStorageFailure: (Failure) -> Void = { _ in }

  init(
    node: Node, loop: any Planner, dialer: any Dialer, addresses: [HostPort],
    log: @escaping (String) -> Void
  ) {
    self.node = node
    self.loop = loop
    self.addresses = addresses
    self.log = log
    self.dialer = dialer
    node.onRecorded = { [weak self] in
      guard let self else { return }
      self.loop.soon { self.sendOps() }
    }
  }

  /// Whether a session is open.
  var isConnected: Bool { if case .connected = condition { true } else { false } }

  /// Takes the addresses that the hub names; those that it does not name are tried last.
  func learn(_ named: [String]) {
    let found = named.compactMap { try? HostPort($0) }
    guard !found.isEmpty, found != Array(addresses.prefix(found.count)) else { return }
    let current = addresses[nextAddress % addresses.count]
    addresses = found + addresses.filter { !found.contains($0) }
    nextAddress = addresses.firstIndex(of: current) ?? 0
    try? node.replica.settings.set(.addresses, to: named.joined(separator: "\n"))
  }

  // MARK: Dialing

  /// Dials now.
  func start() { dial() }

  private func dial() {
    guard live == nil, !isStopped, !addresses.isEmpty else { return }
    condition = .dialing
    let target = addresses[nextAddress % addresses.count]
    address = target.description
    attempt = dialer.open(target) { [weak self] result in
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
    if planted(.givesUpDialing), nextAddress > 20 { return }
    // Whoever answers at the address may have said it, hub or not.
    let pause = max(min(atLeastMs, Limits.standard.redialToMs), redial.pause())
    if let why { log("no link to the hub: \(why) (again in \(pause) ms)") }
    redialTimer = loop.plan(afterMs: Int(pause)) { [weak self] in self?.dial() }
  }

  private func begin(_ connection: any Wire) {
    do throws(Failure) { try node.commitGathered() } catch {
      connection.abort()
      guard node.goesOn(after: error) else { return onStorageFailure(error) }
      return wait(error.message)
    }
    let exported = connection.exporter
    guard let exporter = Digest(bytes: exported.span), let holdings = node.holdings() else {
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
    connection.onClosed = { [weak self] _ in self?.hungUp() }
    connection.onWritable = { [weak self] in self?.sendOps() }
    connection.send(session.hello())
    planDeadline()
  }

  /// The connection is gone; `error` when the session knows why.
  func ended(_ error: ProtocolError?, dialsAtOnce: Bool = false) {
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
    refusal = error
    if error?.isOne(of: .revoked) == true { node.isShutOut = true }
    onChange()
    if error != nil || !isConnected { nextAddress += 1 }
    let now = BootClock.microseconds()
    if dialsAtOnce, now - movedLast > Limits.standard.redialFromMs * 1000 {
      movedLast = now
      condition = .waiting(nil)
      return loop.soon { [weak self] in self?.dial() }
    }
    wait(
      error.map { "\($0.text) (\($0.code) \($0.name))" } ?? "the connection has ended",
      atLeastMs: error?.retryAfterMs ?? 0)
  }

  /// Says good-bye, and dials no more.
  ///
  /// - Parameter then: called once the good-bye has gone out, or at once where nobody hears it.
  func stop(_ reason: String = "shutting down", then: @escaping () -> Void) {
    guard var leaving = takeOff() else { return then() }
    leaving.session.bye(reason)
    leaving.connection.onClosed = { _ in then() }
    leaving.connection.send(leaving.session.farewell)
    leaving.connection.close(withinMs: 1_000)
  }

  /// Ends as when a cable is pulled: no word goes out, and it dials no more.
  func cut() { takeOff()?.connection.abort() }

  /// The connection, which is nobody's from now on.
  private func takeOff() -> Live? {
    isStopped = true
    attempt?.cancel()
    for timer in [deadlineTimer, statusTimer, commitTimer, redialTimer] { timer?.cancel() }
    guard let leaving = live else { return nil }
    live = nil
    condition = .waiting(nil)
    leaving.connection.onBytes = { _ in }
    leaving.connection.onWritable = {}
    leaving.connection.onClosed = { _ in }
    return leaving
  }

  /// Bytes of all sessions so far, the open one included.
  var traffic: (bytesIn: Int, bytesOut: Int) {
    (bytesIn + (live?.connection.bytesIn ?? 0), bytesOut + (live?.connection.bytesOut ?? 0))
  }

  // MARK: Time

  func planDeadline() {
    deadlineTimer?.cancel()
    guard let deadline = live?.session.deadline, deadline < Int64.max else { return }
    let wait = max(1, (deadline - BootClock.microseconds()) / 1000 + 1)
    deadlineTimer = loop.plan(afterMs: Int(wait)) { [weak self] in self?.deadlineCame() }
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
