import Glibc
import MusterCommand
import Testing

@testable import MusterDaemon

@Suite("A zone says what clocks show")
struct ZoneTests {
  struct Change {
    let zone: String
    /// The last ms of the old clock, plus one.
    let at: Int64
    let before: (text: String, offset: String)
    let after: (text: String, offset: String)
  }

  nonisolated static let changes: [Change] = [
    Change(
      zone: "Europe/Paris", at: 1_585_443_600_000, before: ("2020-03-29 01:59", "+01:00"),
      after: ("2020-03-29 03:00", "+02:00")),
    Change(
      zone: "Europe/Paris", at: 1_603_587_600_000, before: ("2020-10-25 02:59", "+02:00"),
      after: ("2020-10-25 02:00", "+01:00")),
    Change(
      zone: "Asia/Jerusalem", at: 1_585_267_200_000, before: ("2020-03-27 01:59", "+02:00"),
      after: ("2020-03-27 03:00", "+03:00")),
    Change(
      zone: "Asia/Jerusalem", at: 1_603_580_400_000, before: ("2020-10-25 01:59", "+03:00"),
      after: ("2020-10-25 01:00", "+02:00")),
    Change(
      zone: "America/Argentina/Buenos_Aires", at: 1_224_385_200_000,
      before: ("2008-10-18 23:59", "-03:00"), after: ("2008-10-19 01:00", "-02:00")),
    Change(
      zone: "America/Argentina/Buenos_Aires", at: 1_237_082_400_000,
      before: ("2009-03-14 23:59", "-02:00"), after: ("2009-03-14 23:00", "-03:00")),
    Change(
      zone: "Africa/Cairo", at: 1_682_632_800_000, before: ("2023-04-27 23:59", "+02:00"),
      after: ("2023-04-28 01:00", "+03:00")),
    Change(
      zone: "Africa/Cairo", at: 1_698_354_000_000, before: ("2023-10-26 23:59", "+03:00"),
      after: ("2023-10-26 23:00", "+02:00")),
    Change(
      zone: "Asia/Kathmandu", at: 504_901_800_000, before: ("1985-12-31 23:59", "+05:30"),
      after: ("1986-01-01 00:15", "+05:45")),
  ]

  @Test("The clock changes in the right second", arguments: changes)
  func changes(_ change: Change) throws {
    let zone = try Zone(change.zone)
    let before = zone.time(at: change.at - 1)
    #expect(before.dateAndClock == change.before.text)
    #expect(before.offsetText == change.before.offset)
    let after = zone.time(at: change.at)
    #expect(after.dateAndClock == change.after.text)
    #expect(after.offsetText == change.after.offset)
  }

  @Test("What was shown in a zone is read there as the same moment, or one an hour before it")
  func backAgain() throws {
    for change in Self.changes {
      let zone = try Zone(change.zone)
      for step: Int64 in -40...40 {
        let ms = change.at + step * 450_000
        let read = try zone.read(zone.time(at: ms).dateAndClock) + ms % 60_000
        // The second time of two is read as the first.
        let twice = change.after.text < change.before.text && step >= 0 && read == ms - 3_600_000
        #expect(read == ms || twice, "\(change.zone) \(step)")
      }
    }
  }

  @Test(
    "A time that no clock shows is refused",
    arguments: [
      ("Europe/Paris", "2020-03-29 02:00"), ("Europe/Paris", "2020-03-29 02:59:59"),
      ("Asia/Jerusalem", "2020-03-27 02:30"), ("Africa/Cairo", "2023-04-28 00:00"),
      ("America/Argentina/Buenos_Aires", "2008-10-19 00:30"),
      ("Asia/Kathmandu", "1986-01-01 00:14"), ("Pacific/Apia", "2011-12-30 12:00"),
    ])
  func skipped(zone: String, text: String) throws {
    let zone = try Zone(zone)
    let failure = #expect(throws: Failure.self) { try zone.read(text) }
    #expect(failure?.message.contains("does not exist in \(zone.name)") == true)
    #expect(failure?.exitCode == .badData)
  }

  @Test("Of a time that is shown twice the earlier one is meant")
  func twice() throws {
    #expect(try Zone("Europe/Paris").read("2020-10-25 02:30") == 1_603_585_800_000)
    #expect(try Zone("Asia/Jerusalem").read("2020-10-25 01:00") == 1_603_576_800_000)
    #expect(try Zone("Africa/Cairo").read("2023-10-26 23:00") == 1_698_350_400_000)
  }

  @Test("A time is read with its date, or on a given one")
  func read() throws {
    let zone = try Zone("Asia/Jerusalem")
    let moment: Int64 = 1_604_750_700_000
    #expect(try zone.read("2020-11-07 14:05") == moment)
    #expect(try zone.read("2020-11-07T14:05:30") == moment + 30_000)
    #expect(try zone.read("14:05", on: LocalDate("2020-11-07")) == moment)
    #expect(try zone.read("2020-11-07 14:05", on: LocalDate("2020-11-08")) == moment)
  }

  @Test(
    "What is no time is refused",
    arguments: [
      "", " ", "14", "14:5", "24:00", "14:60", "-1:00", "14:05:60", "2020-11-07", "7 Nov 14:05",
      "2020-11-31 14:05", "2020-11-07 14:05 x", "14:05:00:00", "١٤:٠٥", "2020-11-07\n14:05",
    ])
  func noTime(text: String) throws {
    let zone = try Zone("Asia/Jerusalem")
    #expect(throws: Failure.self) { try zone.read(text, on: LocalDate("2020-11-07")) }
    #expect(throws: Failure.self) { try zone.read("14:05") }
  }

  @Test("A planned time that the clock skips is as long after the change")
  func planned() throws {
    let zone = try Zone("Europe/Paris")
    let date = try #require(LocalDate("2020-03-29"))
    #expect(zone.time(at: zone.moment(date, minutes: 150)).clock == "03:30")
    #expect(zone.moment(date, minutes: 1440) == zone.first(of: date + 1))
  }

  @Test("A date begins at its first moment, also where the clock skips midnight")
  func first() throws {
    let cairo = try Zone("Africa/Cairo")
    let date = try #require(LocalDate("2023-04-28"))
    #expect(cairo.time(at: cairo.first(of: date)).dateAndClock == "2023-04-28 01:00")
    #expect(cairo.date(at: cairo.first(of: date) - 1) == LocalDate("2023-04-27"))
    let fallen = try #require(LocalDate("2023-10-27"))
    #expect(cairo.time(at: cairo.first(of: fallen)).dateAndClock == "2023-10-27 00:00")
    let kathmandu = try Zone("Asia/Kathmandu")
    #expect(kathmandu.time(at: kathmandu.first(of: fallen)).clock == "00:00")
  }

  @Test("Times before 1970 and far away are shown")
  func far() throws {
    #expect(Zone.gmt.time(at: -1).dateAndClock == "1969-12-31 23:59")
    #expect(Zone.gmt.time(at: -60_001).clock == "23:58")
    for ms: Int64 in [.min, .max] { #expect(!Zone.gmt.time(at: ms).dateAndClock.isEmpty) }
    #expect(try Zone("America/Argentina/Buenos_Aires").time(at: -3_000_000_000_000).offset < 0)
  }

  @Test(
    "A name that the system does not know is no zone",
    arguments: [
      "", "Asia/Nowhere", "Asia", "/etc/passwd", "../zoneinfo/UTC", "tzdata.zi", "Asia//Jerusalem",
    ])
  func unknown(name: String) {
    #expect(!Zone.isKnown(name))
    #expect(throws: Failure.self) { try Zone(name) }
  }

  @Test("Zones do not disturb each other")
  func several() throws {
    let zones = try ["Europe/Paris", "Asia/Kathmandu", "Africa/Cairo"].map { try Zone($0) }
    for _ in 0..<3 {
      #expect(zones.map { $0.time(at: 1_604_750_700_000).clock } == ["13:05", "17:50", "14:05"])
      #expect(Zone.gmt.time(at: 1_604_750_700_000).clock == "12:05")
    }
  }
}
