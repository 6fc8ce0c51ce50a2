/// When a door is open: the windows of its days, as `Protocol/5-state.md` lays down (Admission).
public nonisolated struct DoorHours: Hashable, Sendable {
  /// One day's window, both ends inclusive, ms.
  public struct Window: Hashable, Sendable {
    /// Which date it is of; equal numbers are equal dates.
    public var date: Int
    /// Its first ms.
    public var from: Int64
    /// Its last ms.
    public var to: Int64

    /// Makes a window.
    public init(date: Int, from: Int64, to: Int64) {
      self.date = date
      self.from = from
      self.to = to
    }
  }

  /// The windows of its days; nil: the rule asks for neither days nor hours.
  public var windows: [Window]?

  /// Makes hours.
  public init(windows: [Window]?) { self.windows = windows }

  /// What is wrong with coming at this time; nil: nothing.
  ///
  /// - Parameters:
  ///   - time: ms; what is wrong must be wrong for all of `time` ± `err`.
  ///   - date: the date of `time`, in the numbers of the windows.
  public func fault(at time: Int64, err: Int64, date: Int) -> Verdict.Refusal? {
    guard let windows else { return nil }
    let (first, last) = (time &- err, time &+ err)
    if windows.contains(where: { $0.from <= last && first <= $0.to }) { return nil }
    var isOver = true
    var isToday = false
    for window in windows where window.date == date {
      isToday = true
      if window.to >= time { isOver = false }
    }
    if !isToday { return .wrongDay }
    return isOver ? .tooLate : .tooEarly
  }
}
