public import MusterNet

/// Says the first of things of a kind at once and counts the others for a while: whoever makes them
/// happen a thousand times does not fill the log.
public final class GatheredLog {
  /// For so long others are counted, ms: ten seconds.
  public static let gatherMs = 10_000

  private let loop: any Planner
  private let write: (String) -> Void
  private var held = 0
  private var last = ""
  private var timer: (any Planned)?

  /// Makes one that writes by the closure.
  public init(loop: any Planner, write: @escaping (String) -> Void) {
    self.loop = loop
    self.write = write
  }

  /// Says it, or counts it until it is said with the others.
  public func callAsFunction(_ text: String) {
    guard timer == nil else {
      held += 1
      last = text
      return
    }
    write(text)
    timer = loop.plan(afterMs: Self.gatherMs) { [weak self] in self?.tell() }
  }

  private func tell() {
    timer = nil
    guard held > 0 else { return }
    let count = held
    held = 0
    callAsFunction("\(count) more within \(Self.gatherMs / 1000) s, the last: \(last)")
  }
}
