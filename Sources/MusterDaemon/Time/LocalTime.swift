/// What calendar and clock of a zone show at one moment.
public nonisolated struct LocalTime: Hashable, Sendable {
  /// The date there.
  public let date: LocalDate
  /// Seconds after midnight, as the clock shows them: 0 to 86,399.
  public let second: Int
  /// How far the clock is ahead of GMT, seconds; negative west of it.
  public let offset: Int

  /// Makes a local time of a zone's clock.
  public init(date: LocalDate, second: Int, offset: Int) {
    self.date = date
    self.second = second
    self.offset = offset
  }

  /// Hours and minutes, `14:05`.
  public var clock: String { Self.two(second / 3600) + ":" + Self.two(second / 60 % 60) }

  /// Date, hours and minutes, `2020-11-07 14:05`.
  public var dateAndClock: String { date.text + " " + clock }

  /// How far ahead of GMT, `+02:00`; seconds follow only where a zone had such, long ago.
  public var offsetText: String {
    let size = abs(offset)
    let seconds = size % 60 == 0 ? "" : ":" + Self.two(size % 60)
    return (offset < 0 ? "-" : "+") + Self.two(size / 3600) + ":" + Self.two(size / 60 % 60)
      + seconds
  }

  /// Seconds since 1970 of a clock that shows the same without an offset.
  var shown: Int64 { Int64(date.day) * 86_400 + Int64(second) }

  private static func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
}
