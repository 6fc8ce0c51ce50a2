import MusterCore

/// “Days and hours” of `Protocol/5-state.md`: when a door admits.
nonisolated struct Hours {
  /// From when until when a day lets in; where it ends before it begins, never.
  struct Window {
    var date: String?
    var from: Int64
    var to: Int64
  }

  private let windows: [Window]
  private let asks: Bool
  private let mistake: Mistake?

  init(_ rule: DoorRule, _ days: Days, _ mistake: Mistake?) {
    self.mistake = mistake
    asks = rule.days != nil || rule.before != nil || rule.after != nil
    let named = rule.days.map { Text.all($0) }
    let theirs = days.parts.filter { named?.contains(Text($0.id)) ?? true }
    windows = theirs.compactMap { day in
      guard let from = day.from, let to = day.to else { return nil }
      if rule.before != nil || rule.after != nil {
        return Window(
          date: day.date, from: from - (rule.before ?? 0), to: to + (rule.after ?? 0))
      }
      guard let date = day.date, let span = days.span(of: date) else {
        return Window(date: day.date, from: from, to: to)
      }
      return Window(date: date, from: span.lowerBound, to: span.upperBound)
    }
  }

  /// The fault of somebody at a moment whose date is given.
  func fault(at moment: Moment, _ date: String) -> String? {
    guard asks else { return nil }
    let err = mistake == .forgetsTheErrorAtTheDoor ? 0 : moment.err
    let (earliest, latest) = (moment.ms - err, moment.ms + err)
    if windows.contains(where: { max($0.from, earliest) <= min($0.to, latest) }) { return nil }
    let todays = windows.filter { $0.date == date }
    if todays.isEmpty { return "wrong-day" }
    return todays.allSatisfy { $0.to < moment.ms } ? "too-late" : "too-early"
  }
}
