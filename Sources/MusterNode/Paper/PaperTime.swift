import MusterDaemon

/// A time as a volunteer wrote it: `2026-11-07 14:05` or `14:05` by the clock of the point, or ISO 8601
/// with its offset.
enum PaperTime: Equatable {
  /// By the clock on the wall.
  case local(WallTime)
  /// ms since 1970.
  case exact(Int64)

  /// Reads a text; digits of any script, seconds or none, a `T` or a space between date and time, a
  /// colon or a full stop between hours and minutes.
  ///
  /// - Parameter date: `YYYY-MM-DD`, for a text without a date.
  init(_ text: String, date: String?) throws(Failure) {
    var rest = Self.plain(text)[...]
    let head = rest.prefix { $0 != "T" && $0 != " " }
    let day: Substring
    if head.contains("-"), head.first != "-", !head.contains(":") {
      day = head
      rest = rest.dropFirst(head.count).drop { $0 == "T" || $0 == " " }
    } else if let date {
      day = date[...]
    } else {
      throw .badData("“\(text)” says no day: write it, or say --date YYYY-MM-DD.")
    }
    let clock = rest.prefix { $0.isNumber || $0 == ":" || $0 == "." }
    let zone = rest.dropFirst(clock.count).drop { $0 == " " }
    guard let wall = WallTime(date: day, clock: clock) else { throw Self.unreadable(text) }
    if zone.isEmpty {
      self = .local(wall)
    } else {
      guard let offset = Self.offset(zone) else { throw Self.unreadable(text) }
      self = .exact(wall.asUTC - offset * 60_000)
    }
  }

  private static func unreadable(_ text: String) -> Failure {
    .badData("“\(text)” is no time: write it like 2026-11-07 14:05 or 14:05.")
  }

  private static func plain(_ text: String) -> String {
    var plain = ""
    for character in RequestBody.trimmed(text).uppercased() {
      if character.isWholeNumber, let digit = character.wholeNumberValue, digit < 10 {
        plain += String(digit)
      } else {
        plain.append(character)
      }
    }
    return plain
  }

  /// Minutes east of Greenwich: `Z`, `+03:00`, `-0330`, `+03`.
  private static func offset(_ text: Substring) -> Int64? {
    if text == "Z" { return 0 }
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    let digits = text.dropFirst().filter { $0 != ":" }
    guard digits.allSatisfy(\.isNumber), digits.count == 4 || digits.count == 2,
      let hours = Int64(digits.prefix(2)), let minutes = Int64("0" + digits.dropFirst(2)),
      hours <= 15, minutes < 60
    else { return nil }
    return (sign == "-" ? -1 : 1) * (hours * 60 + minutes)
  }
}

/// What a calendar and a clock on the wall show.
struct WallTime: Equatable {
  var year: Int64
  var month: Int64
  var day: Int64
  var hour: Int64
  var minute: Int64
  var second: Int64

  /// Reads `2026-11-07` and `14:05` or `14:05:30`; nil for what no calendar or clock shows.
  init?(date: Substring, clock: Substring) {
    let days = date.split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
    let times = clock.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "." }
      .map { $0.count <= 2 ? Int64($0) : nil }
    guard days.count == 3, let year = days[0], let month = days[1], let day = days[2],
      (1990...2200).contains(year), (1...12).contains(month),
      (1...Self.length(month, year)).contains(day), (2...3).contains(times.count),
      let hour = times[0], let minute = times[1], let second = times.count == 3 ? times[2] : 0,
      (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// ms since 1970 of the same figures at Greenwich.
  var asUTC: Int64 {
    // Years that begin in March, so that the leap day is the last.
    let y = month <= 2 ? year - 1 : year
    let era = y / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    return (days * 86_400 + hour * 3_600 + minute * 60 + second) * 1_000
  }

  private static func length(_ month: Int64, _ year: Int64) -> Int64 {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }
}
