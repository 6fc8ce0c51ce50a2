import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore

/// A moment as a person writes it: with an offset, or by the clocks of the event's zone.
enum WrittenTime {
  private static let form =
    "2020-11-07T14:05+02:00, or 2020-11-07 14:05 for the clocks of the event's zone"

  /// The moment, ms.
  ///
  /// - Parameter name: what it is for, named in a complaint.
  static func read(_ text: String, _ name: String, in zone: EventZone) throws(Failure) -> Int64 {
    guard let moment = moment(text, zone) else {
      throw .badData("\(name): \(Terminal.plain(text)) is no moment: write \(form).")
    }
    return moment
  }

  /// The moment of a text which may be no more than a time of day, ms.
  ///
  /// - Parameter date: of a time of day.
  static func read(
    _ text: String, on date: LocalDate, _ name: String, in zone: EventZone
  ) throws(Failure) -> Int64 {
    guard let moment = moment("\(date.text) \(text)", zone) ?? moment(text, zone) else {
      throw .badData(
        "\(name): \(Terminal.plain(text)) is no time: write 14:05 for \(date.text), or \(form).")
    }
    return moment
  }

  private static func moment(_ text: String, _ zone: EventZone) -> Int64? {
    var moments = EventMoments(zone: zone)
    return LocalDate(text) == nil ? moments.first(text) ?? local(text, zone) : nil
  }

  /// `YYYY-MM-DD HH:MM`, with seconds or without.
  private static func local(_ text: String, _ zone: EventZone) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count == 16 || bytes.count == 19, bytes[10] == 0x20 || bytes[10] == 0x54,
      let date = LocalDate(String(decoding: bytes[..<10], as: UTF8.self))
    else { return nil }
    let clock = String(decoding: bytes[11...], as: UTF8.self)
      .split(separator: ":", omittingEmptySubsequences: false)
    let numbers = clock.compactMap { part in
      part.utf8.count == 2 && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
        ? Int(part) : nil
    }
    guard numbers.count == clock.count, numbers.count >= 2, numbers[0] < 24,
      numbers.dropFirst().allSatisfy({ $0 < 60 })
    else { return nil }
    let minute = zone.moment(date, minutes: numbers[0] * 60 + numbers[1])
    return minute + (numbers.count > 2 ? Int64(numbers[2]) * 1000 : 0)
  }
}

extension Centre {
  /// So long before or after the event's days nothing happens that belongs to it, ms.
  private static var mostAstrayMs: Int64 { 30 * 86_400_000 }

  /// Refuses a moment which, by its distance from the event's days, has a slip of the pen in its year.
  ///
  /// - Parameters:
  ///   - name: what the moment is for, named in a complaint.
  ///   - allowed: what is right however far from the event's days it is.
  func checkIsNear(
    _ moment: Int64, _ name: String, orIn allowed: ClosedRange<Int64>? = nil
  ) throws(Failure) {
    if let allowed, allowed.contains(moment) { return }
    let far = replica.reading { $0.datesFar(from: moment, margin: Self.mostAstrayMs) }
    guard let far else { return }
    throw .badData(
      "\(name): far from the event, which is on \(far.joined(separator: ", ")): is the year right?")
  }

  /// The event's own zone.
  func zone() throws(Failure) -> EventZone {
    try EventZone(replica.reading { fold in fold.parts(.event).first?.zone } ?? "UTC")
  }
}
