import MusterCore

/// “Days” of `Protocol/5-state.md`.
nonisolated struct Days {
  /// The days, as their parts say them.
  let parts: [EventPart]
  private let calendar: [CalendarDate]
  /// The largest `to` of each date's days.
  private let ends: [String: Int64]
  private let mistake: Mistake?

  /// From the puts that won their parts.
  init(_ winners: [Operation], _ times: Times, _ mistake: Mistake?) {
    self.mistake = mistake
    var events: [(op: Operation, calendar: [CalendarDate])] = []
    var ends: [String: Int64] = [:]
    var days: [EventPart] = []
    for op in winners {
      guard case .eventPut(let part) = op.act else { continue }
      if part.sort == .event { events.append((op, part.calendar)) }
      if part.sort == .day { days.append(part) }
      if part.sort == .day, let date = part.date, let to = part.to {
        ends[date] =
          mistake == .takesTheFirstDayOfADate ? ends[date] ?? to : max(ends[date] ?? to, to)
      }
    }
    calendar = events.max { times.isBefore($0.op, $1.op) }?.calendar ?? []
    self.ends = ends
    parts = days
  }

  func date(of ms: Int64) -> String {
    let last = calendar.lastIndex { $0.first <= ms }
    guard let last else { return "outside" }
    if last + 1 == calendar.count && mistake != .datesTheLastEntry { return "outside" }
    return calendar[last].date
  }

  func end(of ms: Int64) -> Int64 {
    let date = date(of: ms)
    if let end = ends[date], end + 3_600_000 > ms { return Times.known(end + 3_600_000) }
    if date != "outside", let next = calendar.first(where: { $0.first > ms }) { return next.first }
    return Times.known(ms + 86_400_000)
  }

  /// A date's first and last ms; nil of one that the calendar does not have, or has last.
  func span(of date: String) -> ClosedRange<Int64>? {
    guard let index = calendar.firstIndex(where: { $0.date == date }), index + 1 < calendar.count,
      calendar[index].first < calendar[index + 1].first
    else { return nil }
    return calendar[index].first...calendar[index + 1].first - 1
  }
}
