internal import Glibc

/// The clocks that the demo trusts: its own, which no point's clock can mislead.
enum TrueTime {
  /// Milliseconds since 1970.
  static func wallMs() -> Int64 { read(CLOCK_REALTIME) / 1_000_000 }

  /// Milliseconds on a clock that never jumps.
  static func steadyMs() -> Int64 { read(CLOCK_MONOTONIC) / 1_000_000 }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// Waiting for something to be so, with an end.
enum Patience {
  /// Looks every few milliseconds until `isSo` says true, or `withinMs` have passed.
  ///
  /// - Returns: whether it became so.
  static func wait(withinMs: Int64, _ isSo: () throws(DemoError) -> Bool) throws(DemoError) -> Bool
  {
    let end = TrueTime.steadyMs() + withinMs
    while true {
      if try isSo() { return true }
      try Interruption.check()
      guard TrueTime.steadyMs() < end else { return false }
      _ = poll(nil, 0, 5)
    }
  }
}

/// Ctrl-C, looked for between two steps so that the demo can still clear up after itself.
enum Interruption {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]

  /// From now on these signals wait until ``check()`` looks; children get them as usual.
  static func hold() {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for signal in signals { unsafe sigaddset(&set, signal) }
    unsafe sigprocmask(SIG_BLOCK, &set, nil)
  }

  /// Throws when one has come.
  static func check() throws(DemoError) {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    unsafe sigpending(&set)
    for signal in signals where unsafe sigismember(&set, signal) == 1 { throw .interrupted }
  }
}
