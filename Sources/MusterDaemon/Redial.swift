import MusterSync
import MusterTrust

/// Pauses between attempts to reach the hub: decorrelated jitter, so that 75 nodes do not come back in
/// one moment (`Protocol/4-messages.md`, Liveness).
public struct Redial {
  private var last: Int64 = Limits.standard.redialFromMs

  /// Makes the pauses of somebody who has not dialed yet.
  public init() {}

  /// The next pause, ms.
  public mutating func pause() -> Int64 {
    let limits = Limits.standard
    let high = max(limits.redialFromMs + 1, min(limits.redialToMs, last * 3))
    last = Randomness.number(in: limits.redialFromMs...high)
    return last
  }

  /// After a session that opened the next attempt comes soon again.
  public mutating func reset() { last = Limits.standard.redialFromMs }
}
