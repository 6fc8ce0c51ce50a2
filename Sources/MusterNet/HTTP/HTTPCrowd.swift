internal import CEvent

/// The connections at one door: how many there are, and for how long each has kept a request open.
///
/// evhttp ends a connection on which nothing comes at all, and nothing else: one byte now and then keeps
/// it open for ever, and it counts none. Here every connection has so long for each whole request, and
/// where there are too many, the one that has been idle or unfinished for longest makes room.
///
@safe final class HTTPCrowd {
  /// How often it looks, ms.
  private static let lookEveryMs = 2_000
  /// Freed ones are let go of when there are so many connections, at the least.
  private static let fewest = 64

  /// Called when one has come for whom there was no place.
  var onFull: () -> Void = {}
  private let loop: EventLoop
  private let limits: HTTPServer.Limits
  private let security: HTTPSecurity?
  /// By the address of the bufferevent.
  private var guests: [UInt: HTTPGuest] = [:]
  private var sweepAt = 0
  private var timer: Timer?

  init(loop: EventLoop, limits: HTTPServer.Limits, security: HTTPSecurity?) {
    self.loop = loop
    self.limits = limits
    self.security = security
  }

  /// Sees to it that each connection of a server is one of these.
  func watch(_ http: OpaquePointer) {
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe evhttp_set_bevcb(http, connectionCame, context)
  }

  /// An answer on this connection goes on: it owes nothing, and makes room for nobody.
  func keep(_ connection: OpaquePointer) {
    guests[UInt(bitPattern: connection)]?.isStream = true
  }

  /// Whether a NUL byte has come on this connection.
  func hasHeardNUL(on connection: OpaquePointer) -> Bool {
    guests[UInt(bitPattern: connection)]?.hasSaidNUL ?? false
  }

  /// What of all answers has not been sent yet, bytes.
  var waitingBytes: Int { guests.values.reduce(0) { $0 + ($1.isAlive ? $1.waitingBytes : 0) } }

  /// Lets go of all, once evhttp has been freed.
  func close() {
    timer?.cancel()
    timer = nil
    for guest in guests.values { guest.release() }
    guests = [:]
  }

  // MARK: Coming and going

  fileprivate func make() -> OpaquePointer? {
    if guests.count >= sweepAt { sweep() }
    makeRoom()
    guard let made = unsafe security?.connection(loop.base) ?? plain() else { return nil }
    guests[UInt(bitPattern: made)] = unsafe HTTPGuest(made, isSecure: security != nil)
    if timer == nil { timer = loop.every(ms: Self.lookEveryMs) { [weak self] in self?.look() } }
    return unsafe made
  }

  private func plain() -> OpaquePointer? {
    security == nil
      ? unsafe bufferevent_socket_new(
        loop.base, -1, Int32(BEV_OPT_CLOSE_ON_FREE.rawValue)) : nil
  }

  /// Lets go of those that evhttp has freed.
  private func sweep() {
    for (key, guest) in guests where !guest.isAlive {
      guests[key] = nil
      guest.release()
    }
    sweepAt = max(Self.fewest, 2 * guests.count)
    if let most = limits.connections { sweepAt = min(sweepAt, most) }
  }

  // MARK: Order

  /// Ends what has owed a request for too long.
  private func look() {
    sweep()
    guard !guests.isEmpty else {
      timer?.cancel()
      timer = nil
      return
    }
    guard let seconds = limits.requestSeconds else { return }
    let latest = BootClock.microseconds() - Int64(seconds) * 1_000_000
    for guest in guests.values where guest.owes(since: latest) { guest.end() }
  }

  private func makeRoom() {
    guard let most = limits.connections, guests.count >= most else { return }
    let eldest = guests.values.filter { !$0.isStream && !$0.isLeaving && $0.isAlive }.min {
      $0.since < $1.since
    }
    eldest?.end()
    onFull()
  }
}

private nonisolated func connectionCame(
  _ base: OpaquePointer?, _ context: UnsafeMutableRawPointer?
) -> OpaquePointer? {
  nonisolated(unsafe) var made: OpaquePointer?
  unsafe onMain(context) { (crowd: HTTPCrowd) in unsafe made = crowd.make() }
  return unsafe made
}
