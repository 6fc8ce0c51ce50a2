import Glibc

/// The wall clock of the point's zone, for what is read aloud.
enum PointClock {
  private static var zone: String?

  /// Hours and minutes of a time in a zone, as `14:05`, with the date before it where it is not
  /// today's; nil where this machine does not know the zone.
  ///
  /// - Parameters:
  ///   - ms: ms since 1970.
  ///   - zone: the IANA name.
  ///   - now: the present, ms since 1970.
  static func text(_ ms: Int64, zone: String, now: Int64) -> String? {
    guard choose(zone), let then = parts(ms), let today = parts(now) else { return nil }
    return then.date == today.date ? then.time : then.date + " " + then.time
  }

  private static func parts(_ ms: Int64) -> (date: String, time: String)? {
    var seconds = time_t(ms / 1000)
    var parts = unsafe tm()
    guard unsafe localtime_r(&seconds, &parts) != nil else { return nil }
    let date = unsafe "\(parts.tm_year + 1900)-" + two(parts.tm_mon + 1) + "-" + two(parts.tm_mday)
    return unsafe (date, two(parts.tm_hour) + ":" + two(parts.tm_min))
  }

  /// Date and time in a zone, as `2026-11-07 14:05`; nil where this machine does not know the zone.
  ///
  /// - Parameters:
  ///   - ms: ms since 1970.
  ///   - zone: the IANA name.
  static func stamp(_ ms: Int64, zone: String) -> String? {
    guard let time = text(ms, zone: zone) else { return nil }
    var seconds = time_t(ms / 1000)
    var parts = unsafe tm()
    guard unsafe localtime_r(&seconds, &parts) != nil else { return nil }
    let date = unsafe "\(parts.tm_year + 1900)-" + two(parts.tm_mon + 1) + "-" + two(parts.tm_mday)
    return date + " " + time
  }

  /// The moment at which the clocks of a zone show a time, ms since 1970: the first, where they show it
  /// twice; nil where they never do, or this machine does not know the zone.
  ///
  /// - Parameter zone: the IANA name.
  static func moment(_ wall: WallTime, zone: String) -> Int64? {
    guard choose(zone) else { return nil }
    let moments = [1, 0].compactMap { isSummer -> Int64? in
      var parts = unsafe tm()
      unsafe parts.tm_year = Int32(wall.year - 1900)
      unsafe parts.tm_mon = Int32(wall.month - 1)
      unsafe parts.tm_mday = Int32(wall.day)
      unsafe parts.tm_hour = Int32(wall.hour)
      unsafe parts.tm_min = Int32(wall.minute)
      unsafe parts.tm_sec = Int32(wall.second)
      unsafe parts.tm_isdst = Int32(isSummer)
      let seconds = unsafe mktime(&parts)
      // mktime moves what no clock shows to where one does.
      let isShown = unsafe Int64(parts.tm_hour) == wall.hour && Int64(parts.tm_min) == wall.minute
      return isShown ? Int64(seconds) * 1000 : nil
    }
    return moments.min()
  }

  private static func two(_ number: Int32) -> String { (number < 10 ? "0" : "") + String(number) }

  private static func choose(_ name: String) -> Bool {
    if name == zone { return true }
    guard name.utf8.allSatisfy({ $0 != UInt8(ascii: ".") }), !name.hasPrefix("/"),
      unsafe access("/usr/share/zoneinfo/" + name, R_OK) == 0
    else { return false }
    unsafe setenv("TZ", ":" + name, 1)
    tzset()
    zone = name
    return true
  }
}
