internal import Glibc

/// The moment at which a request has taken too long; before it, a daemon that does nothing is no longer
/// waited for.
nonisolated struct Deadline {
  private let place: HTTPClient.Place
  private let ms: Int
  private let end: Int64

  init(_ place: HTTPClient.Place, ms: Int) {
    self.place = place
    self.ms = ms
    end = Deadline.now() + Int64(ms)
  }

  /// Waits until the socket is ready for reading or writing.
  func wait(_ descriptor: Int32, for events: Int32) throws(CommandError) {
    var pulse = Pulse(place, behind: descriptor)
    while true {
      let left = end - Deadline.now()
      guard unsafe !interruptionHasCome else {
        throw .connection(place.description, "it was interrupted")
      }
      guard left > 0 else { throw .timedOut(place.description, ms) }
      var question = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      let count = unsafe poll(&question, 1, Int32(clamping: min(left, Int64(Pulse.everyMs))))
      if count > 0 { return }
      if count == 0, left > Pulse.everyMs, pulse?.isStill() == true {
        throw .isStill(pulse?.process ?? 0)
      }
      if count < 0, errno != EINTR {
        throw .connection(place.description, CommandError.words(errno))
      }
    }
  }

  private static func now() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}
