/// A date of the Gregorian calendar, without a zone.
public nonisolated struct LocalDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01.
  public let day: Int

  /// The date so many days after 1970-01-01.
  public init(day: Int) { self.day = day }

  /// Counts the days to a year, month (1–12) and day of the month.
  public init(year: Int, month: Int, dayOfMonth: Int) {
    // March begins the year, so that the leap day is its last.
    let shifted = month > 2 ? year : year - 1
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + dayOfMonth - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    day = era * 146_097 + dayOfEra - 719_468
  }

  /// Reads `YYYY-MM-DD`; nil for another form, and for dates that no calendar has.
  public init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2],
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2D }),
      let year = Int(parts[0]), let month = Int(parts[1]), let dayOfMonth = Int(parts[2]),
      (1...12).contains(month), dayOfMonth >= 1
    else { return nil }
    self.init(year: year, month: month, dayOfMonth: dayOfMonth)
    guard self.text == text else { return nil }
  }

  /// `YYYY-MM-DD`.
  public var text: String {
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let dayOfMonth = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    return Self.digits(year, 4) + "-" + Self.digits(month, 2) + "-" + Self.digits(dayOfMonth, 2)
  }

  /// Whether one date is before the other.
  public static func < (left: LocalDate, right: LocalDate) -> Bool { left.day < right.day }

  /// The date so many days later.
  public static func + (date: LocalDate, days: Int) -> LocalDate { LocalDate(day: date.day + days) }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.count)) + text
  }
}
