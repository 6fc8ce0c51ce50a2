import MusterCommand

/// Times as people type them.
extension Zone {
  /// Reads `2020-11-07 14:05`, or `14:05` on a given date; seconds may follow. Gives ms; the earlier
  /// moment where the clock shows this time twice.
  ///
  /// - Parameter date: the date of a time that is written without one; nil: a time needs its date.
  public func read(_ text: String, on date: LocalDate? = nil) throws(Failure) -> Int64 {
    let words = text.split { $0 == " " || $0 == "T" }
    let written = words.count == 2 ? LocalDate(String(words[0])) : date
    guard (1...2).contains(words.count), let clock = words.last, let second = Self.second(clock),
      let day = words.count == 1 ? date : written
    else {
      let form = date == nil ? "2020-11-07 14:05" : "14:05, or 2020-11-07 14:05"
      throw .badData("“\(Terminal.plain(text))” is no time: write it as in \(form).")
    }
    if let moment = moment(day, second: second) { return moment }
    throw .badData(
      "“\(Terminal.plain(text))” does not exist in \(name), where the clock is put forward over it: "
        + "write a time before or after.")
  }

  /// Seconds after midnight of `14:05` or `14:05:30`.
  private static func second(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy({ $0.utf8.count == 2 }),
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    let numbers = parts.compactMap { Int($0) }
    guard numbers.count == parts.count, numbers[0] < 24, numbers.dropFirst().allSatisfy({ $0 < 60 })
    else { return nil }
    return numbers[0] * 3600 + numbers[1] * 60 + (numbers.count > 2 ? numbers[2] : 0)
  }
}
