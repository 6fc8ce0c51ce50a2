import Glibc
import MusterCommand
import MusterDaemon

/// An IANA time zone, as glibc reads it from the system's tzdata.
///
/// Only dates and windows of an event are computed here, when it is set up; from then on every time
/// is in ms of UTC.
struct EventZone {
  /// Where glibc finds zones, unless `TZDIR` says otherwise.
  private static let folder = "/usr/share/zoneinfo"

  /// How a file of a zone begins (RFC 8536, section 3.1); other files lie beside them.
  private static let magic = Array("TZif".utf8)

  /// Its name, `Asia/Jerusalem`.
  let name: String

  /// Takes a zone that the system knows.
  init(_ name: String) throws(Failure) {
    guard Files.isFolder(Self.place) else {
      throw .configuration("This system has no time zones: install its package tzdata.")
    }
    guard Self.isKnown(name) else {
      throw .badData(
        "There is no time zone \(Terminal.plain(name)): write one like Asia/Jerusalem.")
    }
    self.name = name
  }

  /// Whether the system knows a zone of this name.
  ///
  /// glibc takes an unknown name for UTC without a word, hence the look at the file.
  static func isKnown(_ name: String) -> Bool {
    let isName = name.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2F, 0x5F: true
      default: false
      }
    }
    let steps = name.split(separator: "/", omittingEmptySubsequences: false)
    guard isName, !steps.contains(""), name.utf8.count <= 64,
      let file = try? Files.read(place + "/" + name)
    else { return false }
    return file.starts(with: magic)
  }

  private static var place: String {
    unsafe getenv("TZDIR").map { unsafe String(cString: $0) } ?? folder
  }

  /// The date at a moment, ms.
  func date(at ms: Int64) -> LocalDate { within { Self.date(at: ms) } }

  /// The moment at which so many minutes after midnight are shown on a date, ms; where the clock is
  /// put forward over that time, the moment of the change or after it.
  func moment(_ date: LocalDate, minutes: Int) -> Int64 {
    within {
      var time = unsafe tm()
      // mktime brings the fields into their ranges.
      unsafe time.tm_year = 70
      unsafe time.tm_mday = Int32(truncatingIfNeeded: date.day + 1)
      unsafe time.tm_min = Int32(truncatingIfNeeded: minutes)
      unsafe time.tm_isdst = -1
      return Int64(unsafe mktime(&time)) * 1000
    }
  }

  /// The first ms of a date: its midnight, or what comes first where a clock put forward skips it.
  func first(of date: LocalDate) -> Int64 {
    within {
      let midnight = Int64(date.day) * 86_400
      // No zone is further from UTC than 15 hours.
      var before = midnight - 16 * 3600
      var after = midnight + 16 * 3600
      while after - before > 1 {
        let middle = before + (after - before) / 2
        if Self.date(at: middle * 1000) < date { before = middle } else { after = middle }
      }
      return after * 1000
    }
  }

  private static func date(at ms: Int64) -> LocalDate {
    var seconds = time_t(ms.quotientTowardsPast(1000))
    var time = unsafe tm()
    _ = unsafe localtime_r(&seconds, &time)
    return unsafe LocalDate(
      year: Int(time.tm_year) + 1900, month: Int(time.tm_mon) + 1, dayOfMonth: Int(time.tm_mday))
  }

  /// The zone is the process's while the body runs.
  private func within<Value>(_ body: () -> Value) -> Value {
    let before = unsafe getenv("TZ").map { unsafe String(cString: $0) }
    _ = unsafe setenv("TZ", ":" + name, 1)
    tzset()
    defer {
      if let before { _ = unsafe setenv("TZ", before, 1) } else { _ = unsafe unsetenv("TZ") }
      tzset()
    }
    return body()
  }
}

nonisolated extension Int64 {
  /// The quotient, rounded toward −∞.
  fileprivate func quotientTowardsPast(_ divisor: Int64) -> Int64 {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }
}
