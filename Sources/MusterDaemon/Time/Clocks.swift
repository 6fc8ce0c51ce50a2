public import MusterSync

/// The clocks by which people meet: the event's, GMT, and the one on the wall of a point.
public struct Clocks: Hashable {
  /// The event's zone.
  public let event: Zone
  /// The point's zone; nil where no point is looked at, or its zone is not known here.
  public let point: Zone?

  /// Makes the clocks of an event, and of a point of it.
  public init(event: Zone, point: Zone? = nil) {
    self.event = event
    self.point = point
  }

  /// Which of the clocks.
  public enum Place: String, CaseIterable {
    case event, gmt, point
  }

  /// What one clock shows.
  public struct Reading: Equatable {
    /// Which clock.
    public let place: Place
    /// The zone's name.
    public let zone: String
    /// Its date and time.
    public let time: LocalTime
    /// `14:05`; with the date before it where that is not the event's.
    public let text: String
  }

  /// What all of them show at a moment, ms; the event's comes first.
  public func readings(at ms: Int64) -> [Reading] {
    let date = event.date(at: ms)
    let zones: [(Place, Zone?)] = [(.event, event), (.gmt, .gmt), (.point, point)]
    return zones.compactMap { place, zone in
      guard let zone else { return nil }
      let time = zone.time(at: ms)
      return Reading(
        place: place, zone: zone.name, time: time,
        text: time.date == date ? time.clock : time.dateAndClock)
    }
  }

  /// A moment for programs that show it to people: `ms`, and for each clock `zone`, `date`, `time`,
  /// `offset` and the `text` to show.
  public func json(at ms: Int64) -> JSONValue {
    var json: JSONValue = ["ms": .integer(ms)]
    for reading in readings(at: ms) {
      json.append(
        reading.place.rawValue,
        [
          "zone": .string(reading.zone), "date": .string(reading.time.date.text),
          "time": .string(reading.time.clock), "offset": .string(reading.time.offsetText),
          "text": .string(reading.text),
        ])
    }
    return json
  }
}
