import Glibc

/// The wall clock of the point's zone, for what is read aloud.
enum PointClock {
  private static var zone: String?

  /// Hours and minutes of a time in a zone, as `14:05`; nil where this machine does not know the zone.
  ///
  /// - Parameters:
  ///   - ms: ms since 1970.
  ///   - zone: the IANA name.
  static func text(_ ms: Int64, zone: String) -> String? {
    guard choose(zone) else { return nil }
    var seconds = time_t(ms / 1000)
    var parts = unsafe tm()
    guard unsafe localtime_r(&seconds, &parts) != nil else { return nil }
    return unsafe two(parts.tm_hour) + ":" + two(parts.tm_min)
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
