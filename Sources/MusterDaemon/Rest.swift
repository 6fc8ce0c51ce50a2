public import MusterNet

/// Gives memory back when a daemon comes to rest: some time after the last thing that happened, and
/// only where it holds much.
public final class Rest {
  private let loop: EventLoop
  private let quietMs: Int
  private let aboveBytes: Int64
  private var isPlanned = false
  private var lastMicroseconds: Int64 = 0

  /// Makes a rest.
  ///
  /// - Parameters:
  ///   - quietMs: nothing has happened for so long.
  ///   - aboveBytes: resident memory that is not worth the work.
  public init(loop: EventLoop, quietMs: Int = 2_000, aboveBytes: Int64 = 10_000_000) {
    self.loop = loop
    self.quietMs = quietMs
    self.aboveBytes = aboveBytes
  }

  /// Something happened.
  public func disturb() {
    lastMicroseconds = BootClock.microseconds()
    guard !isPlanned else { return }
    isPlanned = true
    plan(quietMs)
  }

  private func plan(_ ms: Int) {
    _ = loop.after(ms: ms) { [weak self] in self?.look() }
  }

  private func look() {
    let left = quietMs - Int((BootClock.microseconds() - lastMicroseconds) / 1_000)
    guard left <= 0 else { return plan(left) }
    isPlanned = false
    if Surroundings.residentBytes > aboveBytes { Memory.settle() }
  }
}
