import Glibc
import MusterCommand

/// An IANA time zone, as glibc reads it from the system's tzdata.
///
/// Everything that is stored or sent is in ms of UTC; a zone is asked when people are shown a time, or
/// have written one. Asking sets the zone of the process, which therefore nobody else may rely on; it
/// stays set, so that asking the same zone again costs nothing.
public struct Zone: Hashable {
  /// Where glibc finds zones, unless `TZDIR` says otherwise.
  private static let folder = "/usr/share/zoneinfo"

  /// How a file of a zone begins (RFC 8536, section 3.1); other files lie beside them.
  private static let magic = Array("TZif".utf8)

  /// No clock is further from GMT than 15 hours, s.
  private static let reach: Int64 = 16 * 3600

  /// Seconds that every calendar here has years for; times beyond are shown as the nearest of these.
  private static let seconds: ClosedRange<Int64> = -60_000_000_000...250_000_000_000

  /// The zone of the process now.
  private static var chosen: String?

  /// Names of which it was seen that the system knows them.
  private static var known: Set<String> = []

  /// Its name, `Asia/Jerusalem`.
  public let name: String

  /// Takes a zone that the system knows.
  public init(_ name: String) throws(Failure) {
    guard Files.isFolder(Self.place) else {
      throw .configuration("This system has no time zones: install its package tzdata.")
    }
    guard Self.isKnown(name) else {
      throw .badData(
        "There is no time zone \(Terminal.plain(name)): write one like Asia/Jerusalem.")
    }
    self.name = name
  }

  private init(named name: String) { self.name = name }

  /// Greenwich mean time, which needs no tzdata.
  public static let gmt = Zone(named: "GMT")

  /// Whether the system knows a zone of this name.
  ///
  /// glibc takes an unknown name for UTC without a word, hence the look at the file.
  public static func isKnown(_ name: String) -> Bool {
    if known.contains(name) { return true }
    let isName = name.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2F, 0x5F: true
      default: false
      }
    }
    let steps = name.split(separator: "/", omittingEmptySubsequences: false)
    guard isName, !steps.contains(""), name.utf8.count <= 64,
      let file = try? Files.read(place + "/" + name), file.starts(with: magic)
    else { return false }
    known.insert(name)
    return true
  }

  private static var place: String {
    unsafe getenv("TZDIR").map { unsafe String(cString: $0) } ?? folder
  }

  // MARK: From a moment

  /// What calendar and clock show at a moment, ms.
  public func time(at ms: Int64) -> LocalTime { time(atSecond: Self.second(of: ms)) }

  /// The date at a moment, ms.
  public func date(at ms: Int64) -> LocalDate { time(at: ms).date }

  /// The second that a moment lies in, rounded toward −∞.
  private static func second(of ms: Int64) -> Int64 {
    let (quotient, rest) = ms.quotientAndRemainder(dividingBy: 1000)
    return rest < 0 ? quotient - 1 : quotient
  }

  private func time(atSecond second: Int64) -> LocalTime {
    choose()
    var seconds = time_t(min(max(second, Self.seconds.lowerBound), Self.seconds.upperBound))
    var parts = unsafe tm()
    _ = unsafe localtime_r(&seconds, &parts)
    let date = unsafe LocalDate(
      year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1,
      dayOfMonth: Int(parts.tm_mday))
    let ofDay = unsafe Int(parts.tm_hour) * 3600 + Int(parts.tm_min) * 60 + Int(parts.tm_sec)
    return unsafe LocalTime(date: date, second: ofDay, offset: Int(parts.tm_gmtoff))
  }

  private func choose() {
    guard Self.chosen != name else { return }
    _ = unsafe setenv("TZ", ":" + name, 1)
    tzset()
    Self.chosen = name
  }

  // MARK: To a moment

  /// The moment at which the clock shows so many seconds after a date's midnight, ms; the earlier one
  /// where it shows them twice, nil where it is put forward over them.
  public func moment(_ date: LocalDate, second: Int) -> Int64? {
    let shown = Int64(date.day) * 86_400 + Int64(second)
    // Where the clock is changed nearby, one of these is its offset before and one after it.
    let offsets = [-Self.reach, Self.reach].map { time(atSecond: shown + $0).offset }
    return offsets.map { shown - Int64($0) }.filter { time(atSecond: $0).shown == shown }.min()
      .map { $0 * 1000 }
  }

  /// The moment at which so many minutes after midnight are shown on a date, ms; where the clock is
  /// put forward over that time, as long after the change as was asked for.
  public func moment(_ date: LocalDate, minutes: Int) -> Int64 {
    if let moment = moment(date, second: minutes * 60) { return moment }
    let shown = Int64(date.day) * 86_400 + Int64(minutes) * 60
    return (shown - Int64(time(atSecond: shown - Self.reach).offset)) * 1000
  }

  /// The first ms of a date: its midnight, or what comes first where a clock put forward skips it.
  public func first(of date: LocalDate) -> Int64 {
    let midnight = Int64(date.day) * 86_400
    var before = midnight - Self.reach
    var after = midnight + Self.reach
    while after - before > 1 {
      let middle = before + (after - before) / 2
      if time(atSecond: middle).date < date { before = middle } else { after = middle }
    }
    return after * 1000
  }
}
