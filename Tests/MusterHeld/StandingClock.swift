import MusterNet

/// A machine's clocks on which no time passes.
package final class StandingClock: SimulatedClock {
  package nonisolated let microseconds: Int64 = 1_000_000_000_000
  package nonisolated let wallMilliseconds: Int64 = 1_762_500_000_000
  package nonisolated let bootID = "a boot"

  package init() {}
}
