import MusterNet

/// The clocks of one machine: an oscillator that drifts, and a wall clock that people set.
nonisolated final class SimClock: SimulatedClock, @unchecked Sendable {
  /// The wall time at which runs begin, ms since 1970.
  static let beginning: Int64 = 1_900_000_000_000

  private let time: WorldTime
  private let disk: SimDisk
  private let chance: Chance
  private var bootedAt: Int64
  /// How much faster than the world the oscillator is, millionths.
  let drift: Int64
  /// How far the wall clock is from the right time, ms.
  var wallOffset: Int64 = 0
  private(set) var bootID: String

  /// - Parameters:
  ///   - age: how long the machine has been on when the run begins, µs.
  ///   - drift: millionths.
  init(time: WorldTime, disk: SimDisk, chance: Chance, age: Int64, drift: Int64) {
    self.time = time
    self.disk = disk
    self.chance = chance
    self.drift = drift
    bootedAt = -age
    bootID = Self.name(chance)
  }

  /// µs since the machine booted; within a call with what its disk has taken.
  var microseconds: Int64 { local(time.microseconds + disk.spent - bootedAt) }

  /// Its wall clock, ms.
  var wallMilliseconds: Int64 {
    Self.beginning + wallOffset + local(time.microseconds + disk.spent) / 1_000
  }

  /// A span of the world's time on this clock.
  private func local(_ span: Int64) -> Int64 { span + span / 1_000_000 * drift }

  /// A span of this clock in the world's time.
  func world(_ span: Int64) -> Int64 { span - span / 1_000_000 * drift }

  /// Goes on as another machine's clock does, as that of a virtual machine that was copied while it ran.
  func become(_ other: SimClock) {
    bootedAt = other.bootedAt
    wallOffset = other.wallOffset
    bootID = other.bootID
  }

  /// Begins a boot.
  func boot() {
    bootedAt = time.microseconds
    bootID = Self.name(chance)
  }

  private static func name(_ chance: Chance) -> String {
    let digits = Array("0123456789abcdef")
    return String(
      (0..<36).map { [8, 13, 18, 23].contains($0) ? "-" : digits[chance.number(0...15)] })
  }
}
