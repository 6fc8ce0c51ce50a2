import MusterSync
import MusterTrust

/// Pauses between attempts to reach the hub: decorrelated jitter, so that 75 nodes do not come back in
/// one moment (`Protocol/4-messages.md`, Liveness).
struct Redial {
  private var last: Int64 = Limits.standard.redialFromMs

  /// The next pause, ms.
  mutating func pause() -> Int64 {
    let limits = Limits.standard
    let high = max(limits.redialFromMs + 1, min(limits.redialToMs, last * 3))
    last = Randomness.number(in: limits.redialFromMs...high)
    return last
  }

  /// After a session that opened the next attempt comes soon again.
  mutating func reset() { last = Limits.standard.redialFromMs }
}
