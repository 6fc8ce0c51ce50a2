/// What a search of many people has measured.
struct SearchFigures: Figures {
  let people: Int
  /// Each query's times, in the order in which they were asked.
  let times: [Time]
  let secondsToBuild: Double
  let databaseMiB: Double

  /// How long one query took.
  struct Time {
    let kind: SearchQuery.Kind
    /// By the clock on the wall: what a desk waits, other programs included.
    let ms: Double
    /// Of this thread's own work.
    let cpuMs: Double
  }

  var json: String {
    let kinds = SearchQuery.Kind.allCases.map { "\"\($0.rawValue)\":\(three(p99(of: $0)))" }
    return """
      {"people":\(people),"queries":\(times.count),"limit":\(Search.limit),\
      "p50_ms":\(three(wall(0.5))),"p99_ms":\(three(wall(0.99))),"max_ms":\(three(wall(1))),\
      "cpu_p50_ms":\(three(cpu(0.5))),"cpu_p99_ms":\(three(cpu(0.99))),"cpu_max_ms":\(three(cpu(1))),\
      "cpu_p99_ms_of":{\(kinds.joined(separator: ","))},\
      "build_s":\(three(secondsToBuild)),"database_mb":\(three(databaseMiB))}
      """
  }

  var words: String {
    """
    \(times.count) queries among \(people) people, \(Search.limit) answers each at most
    waited: half \(three(wall(0.5))) ms, 99 of 100 \(three(wall(0.99))) ms, longest \(three(wall(1))) ms
    worked: half \(three(cpu(0.5))) ms, 99 of 100 \(three(cpu(0.99))) ms, longest \(three(cpu(1))) ms
    built in \(three(secondsToBuild)) s; database \(three(databaseMiB)) MiB
    """
  }

  private func wall(_ share: Double) -> Double { quantile(share, of: times.map(\.ms)) }
  private func cpu(_ share: Double) -> Double { quantile(share, of: times.map(\.cpuMs)) }

  private func p99(of kind: SearchQuery.Kind) -> Double {
    quantile(0.99, of: times.filter { $0.kind == kind }.map(\.cpuMs))
  }
}
