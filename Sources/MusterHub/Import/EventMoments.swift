import MusterDaemon

/// Moments as files have them: ISO 8601 with an offset, or a date of the event.
///
/// Each text is read once: a file says the same few again and again.
struct EventMoments {
  /// How to write one.
  static let form = "write a date as 2020-11-07, or a moment as 2020-11-07T14:00+02:00"

  private let zone: EventZone
  private var firsts: [String: Int64?] = [:]
  private var lasts: [String: Int64?] = [:]

  init(zone: EventZone) { self.zone = zone }

  /// The moment, ms; of a date its first ms in the event's zone. nil for what is neither.
  mutating func first(_ text: String) -> Int64? {
    if let known = firsts[text] { return known }
    let ms = LocalDate(text).map { zone.first(of: $0) } ?? Self.moment(text)
    firsts[text] = .some(ms)
    return ms
  }

  /// The moment, ms; of a date its last ms in the event's zone. nil for what is neither.
  mutating func last(_ text: String) -> Int64? {
    if let known = lasts[text] { return known }
    let ms = LocalDate(text).map { zone.first(of: $0 + 1) - 1 } ?? Self.moment(text)
    lasts[text] = .some(ms)
    return ms
  }

  /// `2020-11-07T12:00:00Z`, with ms where there are any.
  static func text(_ ms: Int64) -> String {
    let second = ms >= 0 ? ms / 1000 : (ms - 999) / 1000
    let day = second >= 0 ? second / 86_400 : (second - 86_399) / 86_400
    let (rest, fraction) = (second - day * 86_400, ms - second * 1000)
    func digits(_ number: Int64, _ count: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    return LocalDate(day: Int(day)).text + "T" + digits(rest / 3600, 2) + ":"
      + digits(rest / 60 % 60, 2) + ":" + digits(rest % 60, 2)
      + (fraction == 0 ? "" : "." + digits(fraction, 3)) + "Z"
  }

  /// `YYYY-MM-DDThh:mm[:ss[.fraction]]` and `Z` or an offset; seconds and finer may be left out.
  private static func moment(_ text: String) -> Int64? {
    var rest = Array(text.utf8)[...]
    guard rest.count > 11, let date = LocalDate(String(decoding: rest.prefix(10), as: UTF8.self)),
      [0x54, 0x74, 0x20].contains(rest[10])
    else { return nil }
    rest = rest.dropFirst(11)
    guard let hour = number(&rest, below: 24), take(&rest, ":"),
      let minute = number(&rest, below: 60)
    else { return nil }
    var ms = Int64(date.day) * 86_400_000 + Int64(hour * 60 + minute) * 60_000
    if take(&rest, ":") {
      guard let second = number(&rest, below: 60) else { return nil }
      ms += Int64(second) * 1000
      if take(&rest, ".") {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard (1...9).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        let padded = digits.map { Int64($0) - 0x30 } + [0, 0]
        ms += padded[0] * 100 + padded[1] * 10 + padded[2]
      }
    }
    guard let offset = offset(rest) else { return nil }
    return ms - Int64(offset) * 60_000
  }

  /// Minutes east of Greenwich: `Z`, `+02:00`, `+0200`, `+02`.
  private static func offset(_ text: ArraySlice<UInt8>) -> Int? {
    if text.elementsEqual("Z".utf8) || text.elementsEqual("z".utf8) { return 0 }
    var rest = text
    guard let sign = rest.popFirst(), sign == 0x2B || sign == 0x2D,
      let hours = number(&rest, below: 24)
    else { return nil }
    var minutes = 0
    if !rest.isEmpty {
      _ = take(&rest, ":")
      guard let more = number(&rest, below: 60), rest.isEmpty else { return nil }
      minutes = more
    }
    return (hours * 60 + minutes) * (sign == 0x2D ? -1 : 1)
  }

  private static func take(_ rest: inout ArraySlice<UInt8>, _ sign: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: sign) else { return false }
    rest = rest.dropFirst()
    return true
  }

  /// Two digits.
  private static func number(_ rest: inout ArraySlice<UInt8>, below bound: Int) -> Int? {
    let digits = rest.prefix(2)
    guard digits.count == 2, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    rest = rest.dropFirst(2)
    let number = digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    return number < bound ? number : nil
  }
}
