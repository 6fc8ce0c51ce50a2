/// Which moments can belong to the event at all: a wrong year is a likely slip of the pen.
nonisolated extension Fold {
  /// The dates of the event's days where a moment is farther from each of them than a margin; nil where
  /// it is near one, or the event has no days.
  ///
  /// - Parameters:
  ///   - ms: hub time.
  ///   - margin: ms before a day begins or after it has ended.
  public mutating func datesFar(from ms: Int64, margin: Int64) -> [String]? {
    let days = parts(.day)
    let isNear = days.contains { day in
      guard let from = day.from, let to = day.to else { return true }
      return from - margin <= ms && ms <= to + margin
    }
    return isNear || days.isEmpty ? nil : days.compactMap(\.date).sorted()
  }
}
