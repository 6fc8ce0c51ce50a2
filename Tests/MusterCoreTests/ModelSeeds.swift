import Foundation

/// Which sets a test folds.
nonisolated enum Seeds {
  /// `MUSTER_THOROUGH=20 swift test` folds twenty times as many.
  private static let factor =
    ProcessInfo.processInfo.environment["MUSTER_THOROUGH"].flatMap { Int($0) } ?? 1

  /// The seeds of one test case: few, so that a failure names its neighbourhood.
  static func block(_ number: Int, of size: Int) -> Range<UInt64> {
    UInt64(number * size * factor)..<UInt64((number + 1) * size * factor)
  }
}
