internal import CEvent
internal import COpenSSL
internal import Glibc
public import MusterCore

/// One TLS connection whose handshake is done, either way round.
///
/// Set ``onBytes``, ``onClosed`` and ``onWritable`` in the callback that hands it over; nothing arrives
/// before. It lives until ``onClosed`` has been called, whoever holds it, and calls nothing afterwards.
///
/// Sending never blocks and never fails: bytes queue in ``outputBytes``, and a failure shows as
/// ``onClosed``. A caller that streams stops at a bound of its own and goes on in ``onWritable``.
@safe public final class Connection: Wire {
  /// Below so many unsent bytes ``onWritable`` is called.
  public static let lowMarkBytes = 65_536

  /// The most that one TLS record carries (RFC 8446 §5.1), each of which is a write of its own.
  private static let recordBytes = 16_384

  private enum State { case open, flushing, lingering, ended }

  /// The raw Ed25519 public key of the other side's certificate, whose possession it has proved.
  public let peerKey: Digest
  /// 32 bytes that only the two ends know (RFC 8446 §7.5, label `EXPORTER-muster`, no context).
  public let exporter: [UInt8]
  /// Where the other side is, `1.2.3.4:5` or `[::1]:5`.
  public let peerAddress: String

  /// Called with everything that has come, in order.
  public var onBytes: ([UInt8]) -> Void = { _ in }
  /// Called exactly once, last.
  public var onClosed: (CloseReason) -> Void = { _ in }
  /// Called when ``outputBytes``, having been at ``lowMarkBytes`` or above, has fallen to it or below.
  public var onWritable: () -> Void = {}

  /// Bytes received so far, without TLS's own.
  public private(set) var bytesIn = 0
  private var bytesQueued = 0

  private let loop: EventLoop
  private let bufferevent: OpaquePointer
  private var state = State.open
  private var paused = false
  private var aboveMark = false
  private var isCorked = false
  private var limit: Timer?

  /// Takes over a bufferevent whose handshake is done.
  init?(loop: EventLoop, bufferevent: OpaquePointer, ssl: OpaquePointer, peerAddress: String) {
    guard let key = unsafe TLSPeer.key(ssl), let exporter = unsafe TLSPeer.exporter(ssl) else {
      return nil
    }
    self.loop = loop
    unsafe self.bufferevent = bufferevent
    peerKey = key
    self.exporter = exporter
    self.peerAddress = peerAddress
    let context = unsafe Unmanaged.passRetained(self).toOpaque()
    unsafe bufferevent_setcb(bufferevent, bytesCame, bytesWent, somethingHappened, context)
    unsafe bufferevent_setwatermark(bufferevent, Int16(EV_WRITE), Connection.lowMarkBytes, 0)
    unsafe bufferevent_enable(bufferevent, Int16(EV_READ | EV_WRITE))
  }

  // MARK: Sending

  /// Whether sending has any effect: neither end has closed.
  public var isOpen: Bool { state == .open }

  /// Bytes queued and not yet taken by the kernel.
  public var outputBytes: Int { state == .ended ? 0 : unsafe evbuffer_get_length(output) }

  /// Bytes handed to the kernel so far, without TLS's own.
  public var bytesOut: Int { bytesQueued - outputBytes }

  /// Queues a copy of the bytes. Without effect when the connection is no longer open.
  public func send(_ bytes: [UInt8]) {
    guard state == .open, !bytes.isEmpty else { return }
    guard unsafe evbuffer_add(output, bytes, bytes.count) == 0 else { return fail("out of memory") }
    queued(bytes.count)
  }

  /// Queues the bytes by reference. Without effect when the connection is no longer open.
  public func send(shared: SharedBytes) {
    guard state == .open, shared.count > 0 else { return }
    let holder = unsafe Unmanaged.passRetained(shared)
    let added = unsafe evbuffer_add_reference(
      output, shared.memory.baseAddress, shared.count, releaseShared, holder.toOpaque())
    guard added == 0 else {
      unsafe holder.release()
      return fail("out of memory")
    }
    queued(shared.count)
  }

  private func queued(_ count: Int) {
    bytesQueued += count
    if outputBytes >= Connection.lowMarkBytes { aboveMark = true }
    if outputBytes > Connection.recordBytes { cork(true) }
  }

  /// Holds half-filled packets back while several records are written, for each packet has its price;
  /// the kernel itself lets them go after 200 ms.
  private func cork(_ isOn: Bool) {
    guard isCorked != isOn else { return }
    isCorked = isOn
    unsafe SocketSettings.cork(bufferevent_getfd(bufferevent), isOn)
  }

  // MARK: Reading

  /// Takes nothing more from the other side, which TCP then slows down.
  public func pauseReading() {
    guard state == .open, !paused else { return }
    paused = true
    unsafe bufferevent_disable(bufferevent, Int16(EV_READ))
  }

  /// Reads again; what has come meanwhile arrives in a later turn.
  public func resumeReading() {
    guard state == .open, paused else { return }
    paused = false
    unsafe bufferevent_enable(bufferevent, Int16(EV_READ))
    // libevent does not call for what is already buffered.
    if unsafe evbuffer_get_length(input) > 0 { loop.soon { [self] in deliver() } }
  }

  // MARK: Ending

  /// Sends what is queued, then says goodbye and ends; without waiting longer than this (ms).
  ///
  /// Nothing is delivered any more. ``onClosed`` follows in a later turn.
  public func close(withinMs ms: Int) {
    guard state == .open else { return }
    state = .flushing
    limit = loop.after(ms: ms) { [self] in end(state == .lingering ? .closed : .timedOut) }
    unsafe bufferevent_setwatermark(bufferevent, Int16(EV_WRITE), 0, 0)
    // Reading goes on, into nothing, to see the other side's end and to leave no unread bytes, which
    // would make the kernel destroy what is still under way.
    unsafe bufferevent_enable(bufferevent, Int16(EV_READ))
    if outputBytes == 0 { sayGoodbye() }
  }

  /// Ends at once, whatever is queued. ``onClosed`` follows in the next turn.
  public func abort() {
    guard state == .open || state == .flushing else { return }
    state = .lingering
    unsafe bufferevent_disable(bufferevent, Int16(EV_READ | EV_WRITE))
    loop.soon { [self] in end(.aborted) }
  }

  private func fail(_ why: String) {
    state = .lingering
    unsafe bufferevent_disable(bufferevent, Int16(EV_READ | EV_WRITE))
    loop.soon { [self] in end(.failed(why)) }
  }

  private func sayGoodbye() {
    state = .lingering
    if let ssl = unsafe bufferevent_openssl_get_ssl(bufferevent) { unsafe SSL_shutdown(ssl) }
    _ = unsafe shutdown(bufferevent_getfd(bufferevent), Int32(SHUT_WR))
  }

  private func end(_ reason: CloseReason) {
    guard state != .ended else { return }
    let sent = bytesOut
    state = .ended
    bytesQueued = sent
    limit?.cancel()
    limit = nil
    unsafe bufferevent_free(bufferevent)
    let closed = onClosed
    onBytes = { _ in }
    onClosed = { _ in }
    onWritable = {}
    unsafe Unmanaged.passUnretained(self).release()
    closed(reason)
  }

  // MARK: libevent's calls

  private var input: OpaquePointer? { unsafe bufferevent_get_input(bufferevent) }
  private var output: OpaquePointer? { unsafe bufferevent_get_output(bufferevent) }

  fileprivate func deliver() {
    guard state != .ended, !paused || state != .open else { return }
    let count = unsafe evbuffer_get_length(input)
    guard count > 0 else { return }
    guard state == .open else {
      unsafe evbuffer_drain(input, count)
      return
    }
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { space, filled in
      filled = max(0, Int(unsafe evbuffer_remove(input, space.baseAddress, count)))
    }
    bytesIn += bytes.count
    onBytes(bytes)
  }

  fileprivate func wrote() {
    if outputBytes == 0 { cork(false) }
    switch state {
    case .open where aboveMark && outputBytes <= Connection.lowMarkBytes:
      aboveMark = false
      onWritable()
    case .flushing where outputBytes == 0:
      sayGoodbye()
    default:
      break
    }
  }

  fileprivate func happened(_ events: Int32) {
    guard state != .ended else { return }
    let errorCode = errno
    if state == .open { deliver() }
    switch state {
    case .ended: return
    case .lingering: end(.closed)
    case .open, .flushing:
      guard events & BEV_EVENT_EOF == 0 else {
        if let ssl = unsafe bufferevent_openssl_get_ssl(bufferevent) { unsafe SSL_shutdown(ssl) }
        return end(.peer)
      }
      unsafe end(.failed(TLSFailure(bufferevent, errorCode).words))
    }
  }
}

private nonisolated func bytesCame(_: OpaquePointer?, _ context: UnsafeMutableRawPointer?) {
  unsafe onMain(context) { (connection: Connection) in connection.deliver() }
}

private nonisolated func bytesWent(_: OpaquePointer?, _ context: UnsafeMutableRawPointer?) {
  unsafe onMain(context) { (connection: Connection) in connection.wrote() }
}

private nonisolated func somethingHappened(
  _: OpaquePointer?, _ events: Int16, _ context: UnsafeMutableRawPointer?
) {
  unsafe onMain(context) { (connection: Connection) in connection.happened(Int32(events)) }
}

private nonisolated func releaseShared(
  _: UnsafeRawPointer?, _: Int, _ holder: UnsafeMutableRawPointer?
) {
  guard let holder = unsafe holder else { return }
  unsafe Unmanaged<SharedBytes>.fromOpaque(holder).release()
}
