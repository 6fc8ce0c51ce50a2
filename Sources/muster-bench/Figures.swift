/// What a measurement gives, for programs and for people.
protocol Figures {
  var json: String { get }
  var words: String { get }
}

extension Figures {
  /// A number with three decimals, without Foundation's formatters.
  func three(_ number: Double) -> String {
    let thousandths = Int((number * 1000).rounded())
    let rest = String(thousandths % 1000)
    return "\(thousandths / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }

  /// The smallest time that a share of all do not exceed.
  func quantile(_ share: Double, of times: [Double]) -> Double {
    guard !times.isEmpty else { return 0 }
    let rank = Int((Double(times.count) * share).rounded(.up))
    return times.sorted()[min(max(rank, 1), times.count) - 1]
  }
}
