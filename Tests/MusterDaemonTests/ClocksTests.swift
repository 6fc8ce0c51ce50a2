import MusterSync
import Testing

@testable import MusterDaemon

@Suite("The clocks by which people meet")
struct ClocksTests {
  @Test("Event, GMT and point, each with its offset")
  func threeClocks() throws {
    let clocks = Clocks(event: try Zone("Asia/Jerusalem"), point: try Zone("Asia/Kathmandu"))
    let readings = clocks.readings(at: 1_604_750_700_000)
    #expect(readings.map(\.place) == [.event, .gmt, .point])
    #expect(readings.map(\.text) == ["14:05", "12:05", "17:50"])
    #expect(readings.map(\.time.offsetText) == ["+02:00", "+00:00", "+05:45"])
  }

  @Test("The date is said where it is not the event's")
  func dates() throws {
    let clocks = Clocks(event: try Zone("Asia/Jerusalem"), point: try Zone("Pacific/Auckland"))
    let readings = clocks.readings(at: 1_604_750_700_000)
    #expect(readings.map(\.text) == ["14:05", "12:05", "2020-11-08 01:05"])
    let night = clocks.readings(at: 1_604_793_600_000)
    #expect(night.map(\.text) == ["02:00", "00:00", "13:00"])
    let west = Clocks(event: try Zone("Asia/Jerusalem"), point: try Zone("America/Mexico_City"))
    #expect(west.readings(at: 1_604_793_600_000).last?.text == "2020-11-07 18:00")
  }

  @Test("Without a point there are two clocks")
  func noPoint() throws {
    let json = Clocks(event: try Zone("Europe/Paris")).json(at: 1_604_750_700_000)
    #expect(json["ms"]?.integer == 1_604_750_700_000)
    #expect(json["event"]?["text"]?.string == "13:05")
    #expect(json["event"]?["offset"]?.string == "+01:00")
    #expect(json["gmt"]?["date"]?.string == "2020-11-07")
    #expect(json["point"] == nil)
  }
}
