public import MusterCore

extension Zone {
  /// From when to when a day of the event goes on by this clock: `2020-11-07 12:00–16:00`, with a date at
  /// the end where that is another one; nil where the event does not say.
  public func hours(of day: EventPart) -> String? {
    guard let from = day.from, let to = day.to else { return nil }
    let begin = time(at: from)
    return "\(begin.dateAndClock)–\(time(at: to).text(beside: begin.date))"
  }
}
