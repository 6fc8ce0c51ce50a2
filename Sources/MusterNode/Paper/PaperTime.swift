import MusterDaemon

/// A time as a volunteer wrote it: `2026-11-07 14:05` or `14:05` by the clock of the point, or ISO 8601
/// with its offset.
enum PaperTime: Equatable {
  /// By the clock on the wall: a date, and seconds after its midnight.
  case local(LocalDate, second: Int)
  /// ms since 1970.
  case exact(Int64)

  /// Reads a text; digits of any script, seconds or none, a `T` or a space between date and time, a
  /// colon or a full stop between hours and minutes.
  ///
  /// - Parameter date: `YYYY-MM-DD`, for a text without a date.
  init(_ text: String, date: String?) throws(Failure) {
    var rest = Self.plain(text)[...]
    let head = rest.prefix { $0 != "T" && $0 != " " }
    var day: String?
    if head.contains("-"), head.first != "-", !head.contains(":") {
      day = String(head)
      rest = rest.dropFirst(head.count).drop { $0 == "T" || $0 == " " }
    }
    let clock = rest.prefix { $0.isNumber || $0 == ":" || $0 == "." }
    let zone = rest.dropFirst(clock.count).drop { $0 == " " }
    guard let second = Self.second(clock), zone.isEmpty || Self.offset(zone) != nil else {
      throw Self.unreadable(text)
    }
    let isDated = day != nil
    guard let written = day ?? date.map(Self.plain) else {
      throw .badData(
        "“\(text)” says no day: write it before the time, like 2026-11-07, or say one for all"
          + " (\(Argument.named("date"))).")
    }
    guard let day = LocalDate(written) else {
      throw isDated
        ? Self.unreadable(text)
        : .badData("date: “\(written)” is no date: write it like 2026-11-07.")
    }
    if zone.isEmpty {
      self = .local(day, second: second)
    } else {
      guard let offset = Self.offset(zone) else { throw Self.unreadable(text) }
      self = .exact((Int64(day.day) * 86_400 + Int64(second) - offset * 60) * 1_000)
    }
  }

  /// Seconds after midnight of `14:05`, `9.05` or `14:05:30`; nil for what no clock shows.
  private static func second(_ text: Substring) -> Int? {
    let parts = text.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "." }
    let numbers = parts.compactMap { $0.count <= 2 ? Int($0) : nil }
    guard (2...3).contains(parts.count), numbers.count == parts.count, numbers[0] < 24,
      numbers.dropFirst().allSatisfy({ $0 < 60 })
    else { return nil }
    return numbers[0] * 3_600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)
  }

  private static func unreadable(_ text: String) -> Failure {
    .badData("“\(text)” is no time: write it like 2026-11-07 14:05 or 14:05, from 00:00 to 23:59.")
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
