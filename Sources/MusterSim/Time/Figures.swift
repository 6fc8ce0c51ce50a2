/// What a run did, counted by name.
nonisolated struct Figures {
  /// Counts by name.
  private(set) var counts: [String: Int] = [:]

  /// Counts one more.
  mutating func count(_ name: String, _ more: Int = 1) { counts[name, default: 0] += more }

  /// Adds what another run did.
  mutating func add(_ other: Figures) {
    for (name, count) in other.counts { counts[name, default: 0] += count }
  }
}
