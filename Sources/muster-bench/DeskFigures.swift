/// What a desk's check-ins have measured, each in its turn with a bare write.
struct DeskFigures: Figures {
  /// From the request to the whole answer, ms.
  var checkins: [Double] = []
  /// A write and its sync, ms.
  var bare: [Double] = []

  var json: String {
    """
    {"checkins":\(checkins.count),"p50_ms":\(three(quantile(0.5, of: checkins))),\
    "p99_ms":\(three(quantile(0.99, of: checkins))),"max_ms":\(three(quantile(1, of: checkins))),\
    "fsync_p50_ms":\(three(quantile(0.5, of: bare))),"fsync_p99_ms":\(three(quantile(0.99, of: bare))),\
    "over_p50_ms":\(three(over(0.5))),"over_p99_ms":\(three(over(0.99)))}
    """
  }

  var words: String {
    """
    \(checkins.count) check-ins through HTTP: half \(three(quantile(0.5, of: checkins))) ms, \
    99 of 100 \(three(quantile(0.99, of: checkins))) ms
    a bare write and fsync: half \(three(quantile(0.5, of: bare))) ms, \
    99 of 100 \(three(quantile(0.99, of: bare))) ms
    """
  }

  private func over(_ share: Double) -> Double {
    quantile(share, of: checkins) - quantile(share, of: bare)
  }
}
