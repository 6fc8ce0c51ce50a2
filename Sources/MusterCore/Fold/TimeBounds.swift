/// Between which times everything happens: those that a line can state, ±(2^53 − 1) ms.
///
/// What the fold computes from a stated time may come to lie beyond, for a key in wrong hands can state
/// the latest time there is; then it is taken for the nearest, so that whatever is shown can be written.
nonisolated enum TimeBounds {
  /// The latest time, and the largest error, ms.
  static let latest: Int64 = 9_007_199_254_740_991

  /// The time, or the nearest that there is.
  @inline(__always)
  static func within(_ ms: Int64) -> Int64 { min(max(ms, -latest), latest) }

  /// So long after a time.
  static func after(_ ms: Int64, by length: Int64) -> Int64 {
    let (sum, overflow) = ms.addingReportingOverflow(length)
    return within(overflow ? (length < 0 ? .min : .max) : sum)
  }
}
