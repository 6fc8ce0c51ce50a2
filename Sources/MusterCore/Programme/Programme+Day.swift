nonisolated extension Programme {
  /// What has become of a day.
  public struct Day: Hashable, Sendable {
    /// Its id.
    public let id: String
    /// When its last session shall be over by plan, ms.
    public private(set) var plannedEnd: Int64
    /// When its last session was over or is expected to be, ms; nil where none takes place.
    public private(set) var end: Int64?

    /// How much later than planned the day ends, ms ≥ 0.
    public var overrun: Int64 { max(0, (end ?? plannedEnd) - plannedEnd) }

    init(_ entry: Entry) {
      id = entry.session.day
      plannedEnd = entry.session.to
      end = entry.end
    }

    mutating func take(_ entry: Entry) {
      plannedEnd = max(plannedEnd, entry.session.to)
      guard let its = entry.end else { return }
      end = max(end ?? its, its)
    }
  }
}
