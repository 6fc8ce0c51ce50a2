/// The event's calendar and when its days end.
nonisolated struct Days: Equatable, Sendable {
  /// What stands for a time on no date.
  static let outside = -1

  private var entries: [CalendarDate] = []
  /// For each entry the largest planned end of a day of its date, if it has one.
  private var ends: [Int64?] = []
  /// For each entry the first one with the same date, which names it.
  private var names: [Int] = []

  init() {}

  init(calendar: [CalendarDate], days: [EventPart]) {
    entries = calendar
    for (index, entry) in calendar.enumerated() {
      ends.append(days.filter { $0.date == entry.date }.compactMap(\.to).max())
      names.append(calendar.firstIndex { $0.date == entry.date } ?? index)
    }
  }

  var calendar: [CalendarDate] { entries }

  /// Which date a time belongs to; equal numbers are equal dates.
  func date(_ ms: Int64) -> Int {
    let entry = entry(ms)
    return entry == Days.outside ? Days.outside : names[entry]
  }

  /// The text of a date.
  func text(_ date: Int) -> String { date == Days.outside ? "outside" : entries[date].date }

  /// The number of a date that times may belong to; nil when none does.
  func number(of date: String) -> Int? {
    let number = entries.dropLast().firstIndex { $0.date == date }
    return number
  }

  /// The first ms of a date, and of the next.
  func span(of number: Int) -> (first: Int64, next: Int64) {
    (entries[number].first, entries[number + 1].first)
  }

  /// When what began at this time is taken to have ended.
  func end(_ ms: Int64) -> Int64 {
    let entry = entry(ms)
    guard entry != Days.outside else { return TimeBounds.after(ms, by: 86_400_000) }
    if let planned = ends[entry], planned &+ 3_600_000 > ms {
      return TimeBounds.after(planned, by: 3_600_000)
    }
    return entries[entry + 1].first
  }

  private func entry(_ ms: Int64) -> Int {
    var at = entries.count - 1
    while at >= 0 && entries[at].first > ms { at -= 1 }
    return at + 1 < entries.count ? at : Days.outside
  }
}
