nonisolated extension JSONTape {
  /// The sum, or the nearest integer that JSON carries here: what points have counted stays on the log,
  /// however large somebody let it be.
  public static func sum(_ numbers: some Sequence<Int64>) -> Int64 {
    var sum: Int64 = 0
    for number in numbers {
      let (next, overflow) = sum.addingReportingOverflow(number)
      sum = overflow ? (number < 0 ? .min : .max) : next
      sum = min(max(sum, -maximumInteger), maximumInteger)
    }
    return sum
  }
}
