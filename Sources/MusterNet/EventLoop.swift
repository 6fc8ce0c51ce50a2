internal import CEvent
internal import Glibc

/// The one loop of a daemon: sockets, timers and signals, all on the main thread.
///
/// Make one, make listeners and timers with it, then ``run()``. Every callback of this module comes
/// from within ``run()`` (or ``turn(atMostMs:)``, ``run(atMostMs:until:)`` in tests and tools), never
/// from within the call that asked for it.
@MainActor @safe public final class EventLoop {
  let base: OpaquePointer
  private var termination: OpaquePointer?
  private var interruption: OpaquePointer?
  private var signalled: ((Int32) -> Void)?
  private var soonBodies: [() -> Void] = []
  private var soonEvent: OpaquePointer?

  /// Makes a loop, ignores SIGPIPE (a closed peer is an error value here), and lifts the soft limit of
  /// open files to the hard one.
  public init() throws(NetError) {
    signal(SIGPIPE, SIG_IGN)
    EventLoop.liftFileLimit()
    unsafe event_set_log_callback { _, _ in }
    guard let config = unsafe event_config_new() else { throw .setup("event_config_new") }
    defer { unsafe event_config_free(config) }
    // Without cached time a timer set after a long callback is not early.
    unsafe event_config_set_flag(config, Int32(EVENT_BASE_FLAG_NO_CACHE_TIME.rawValue))
    guard let base = unsafe event_base_new_with_config(config) else {
      throw .setup("event_base_new")
    }
    unsafe self.base = base
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    guard let event = unsafe event_new(base, -1, 0, soonFired, context) else {
      throw .setup("event_new")
    }
    unsafe soonEvent = event
  }

  isolated deinit {
    if let event = unsafe termination { unsafe event_free(event) }
    if let event = unsafe interruption { unsafe event_free(event) }
    if let event = unsafe soonEvent { unsafe event_free(event) }
    unsafe event_base_free(base)
  }

  // MARK: Running

  /// Turns until ``stop()``.
  public func run() {
    unsafe event_base_loop(base, EVLOOP_NO_EXIT_ON_EMPTY)
  }

  /// Ends ``run()`` after the present callback.
  public func stop() {
    unsafe event_base_loopbreak(base)
  }

  /// Waits for one round of events, at most so long (ms).
  public func turn(atMostMs ms: Int) {
    let limit = after(ms: ms) {}
    defer { limit.cancel() }
    unsafe event_base_loop(base, EVLOOP_ONCE | EVLOOP_NO_EXIT_ON_EMPTY)
  }

  /// Turns until the condition holds or so long (ms) has passed; returns whether it holds.
  @discardableResult
  public func run(atMostMs ms: Int, until done: () -> Bool) -> Bool {
    let deadline = BootClock.microseconds() + Int64(ms) * 1_000
    while !done() {
      let left = deadline - BootClock.microseconds()
      guard left > 0 else { return false }
      turn(atMostMs: Int(left / 1_000) + 1)
    }
    return true
  }

  // MARK: Planning

  /// Calls once, so many ms from now.
  @discardableResult
  public func after(ms: Int, _ body: @escaping () -> Void) -> Timer {
    Timer(loop: self, ms: ms, repeats: false, body: body)
  }

  /// Calls every so many ms, first after that time.
  @discardableResult
  public func every(ms: Int, _ body: @escaping () -> Void) -> Timer {
    Timer(loop: self, ms: max(1, ms), repeats: true, body: body)
  }

  /// Calls in the next turn of the loop, after the sockets that are ready now have had theirs.
  ///
  /// Calls come in the order asked for; to ask once per turn is the caller's part.
  public func soon(_ body: @escaping () -> Void) {
    soonBodies.append(body)
    guard soonBodies.count == 1, let event = unsafe soonEvent else { return }
    var now = timeval(tv_sec: 0, tv_usec: 0)
    _ = unsafe event_add(event, &now)
  }

  fileprivate func runSoon() {
    let bodies = soonBodies
    soonBodies = []
    for body in bodies { body() }
  }

  /// Calls on SIGTERM and SIGINT, which then no longer end the process by themselves.
  public func onSignal(_ body: @escaping (Int32) -> Void) {
    signalled = body
    if unsafe termination == nil { unsafe termination = event(for: SIGTERM) }
    if unsafe interruption == nil { unsafe interruption = event(for: SIGINT) }
  }

  private func event(for signal: Int32) -> OpaquePointer? {
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    let flags = Int16(EV_SIGNAL | EV_PERSIST)
    guard let event = unsafe event_new(base, signal, flags, signalCame, context) else { return nil }
    _ = unsafe event_add(event, nil)
    return unsafe event
  }

  fileprivate func receive(signal number: Int32) { signalled?(number) }

  private static func liftFileLimit() {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}

private nonisolated func soonFired(_: Int32, _: Int16, _ context: UnsafeMutableRawPointer?) {
  unsafe onMain(context) { (loop: EventLoop) in loop.runSoon() }
}

private nonisolated func signalCame(
  _ number: Int32, _: Int16, _ context: UnsafeMutableRawPointer?
) {
  unsafe onMain(context) { (loop: EventLoop) in loop.receive(signal: number) }
}
