internal import MusterCore

/// Hub time: it never steps back, and moves toward the wall clock without a jump.
///
/// It starts at the larger of the wall clock and the greatest time that was ever logged, advances with
/// the boot clock, and takes up at most one ms of difference for each 200 ms that pass
/// (`Protocol/5-state.md`, Time).
public nonisolated struct HubClock: Sendable {
  /// µs of boot clock in which one ms of difference may be taken up.
  private static let slewMicroseconds: Int64 = 200_000
  /// So much boot clock is remembered at most: ten ms may be taken up at once.
  private static let creditLimit: Int64 = 2_000_000

  private var time: Int64
  private var mono: Int64
  private var rest: Int64 = 0
  private var credit: Int64 = 0

  /// - Parameters:
  ///   - persisted: the greatest hub time that was ever logged, ms; nil for a new hub.
  ///   - wall: the wall clock, ms.
  ///   - mono: µs on the boot clock.
  public init(persisted: Int64?, wall: Int64, mono: Int64) {
    time = planted(.startsAtWallClock) ? wall : max(persisted ?? wall, wall)
    self.mono = mono
  }

  /// Hub time, ms, for readings of the wall clock (ms) and the boot clock (µs).
  public mutating func now(wall: Int64, mono: Int64) -> Int64 {
    if planted(.trustsWallClock) { return wall }
    let passed = max(0, mono - self.mono) + rest
    guard passed >= 1000 else { return time }
    let advance = passed / 1000
    rest = passed % 1000
    self.mono = max(self.mono, mono)
    credit = min(credit + advance * 1000, Self.creditLimit)
    let room = credit / Self.slewMicroseconds
    let difference = wall - (time + advance)
    let slew = max(-min(room, advance), min(room, difference))
    credit -= abs(slew) * Self.slewMicroseconds
    time += advance + slew
    return time
  }
}
