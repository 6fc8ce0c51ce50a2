internal import CEvent
internal import Glibc

/// One planned call, or a repeated one, of an ``EventLoop``.
///
/// Times run on the monotonic clock: setting the wall clock neither hastens nor delays them. The loop
/// keeps a planned timer alive, so the caller holds it only to cancel it.
@safe public final class Timer {
  private var event: OpaquePointer?
  private var body: (() -> Void)?
  private let loop: EventLoop
  private let repeats: Bool

  init(loop: EventLoop, ms: Int, repeats: Bool, body: @escaping () -> Void) {
    self.loop = loop
    self.body = body
    self.repeats = repeats
    let flags = repeats ? Int16(EV_PERSIST) : 0
    let context = unsafe Unmanaged.passRetained(self).toOpaque()
    unsafe event = event_new(loop.base, -1, flags, timerFired, context)
    let time = max(0, ms)
    var interval = timeval(tv_sec: time / 1_000, tv_usec: time % 1_000 * 1_000)
    if let event = unsafe event { _ = unsafe event_add(event, &interval) }
  }

  /// Whether a call is still to come.
  public var isPlanned: Bool { body != nil }

  /// Plans no further call. Harmless when none is planned.
  public func cancel() {
    guard let event = unsafe event else { return }
    body = nil
    unsafe self.event = nil
    unsafe event_free(event)
    unsafe Unmanaged.passUnretained(self).release()
  }

  fileprivate func fire() {
    let call = body
    if !repeats { cancel() }
    call?()
  }
}

private nonisolated func timerFired(_: Int32, _: Int16, _ context: UnsafeMutableRawPointer?) {
  unsafe onMain(context) { (timer: Timer) in timer.fire() }
}
