/// Who is on the list, and where the points are.
struct Roster {
  /// Countries that have points.
  static let countries = ["FR", "MA", "TN"]

  /// Ids of people.
  let people: [String]
  /// Points with their countries.
  let points: [(id: String, country: String)]
  /// Texts of tickets.
  var tickets: [String] = []

  /// - Parameters:
  ///   - people: how many.
  ///   - points: how many.
  init(people: Int, points: Int) {
    self.people = (1...people).map { "p-\($0)" }
    self.points = (1...points).map { number in
      let country = Self.countries[(number - 1) % Self.countries.count]
      return ("\(country.lowercased())-\(number)", country)
    }
  }

  /// The points as a file for `points import`.
  var pointsFile: String {
    let zones = ["FR": "Europe/Paris", "MA": "Africa/Casablanca", "TN": "Africa/Tunis"]
    let lines = points.map { "\($0.id),\($0.country),\(zones[$0.country] ?? "UTC"),fr,,,Hall" }
    return (["point,country,zone,language,capacity,contact,name"] + lines).joined(separator: "\n")
      + "\n"
  }

  /// The people as a file for `roster import`.
  var rosterFile: String {
    let lines = people.enumerated().map { index, id in
      let point = points[index % points.count]
      let kind = ["delegate", "guest", "press", "staff"][index % 4]
      return "\(id),Person \(index % 17) of \(id),\(kind),\(point.country),\(point.id),,fr,"
        + "\(id)@example.org,"
    }
    return (["id,name,kind,country,point,body,language,email,phone"] + lines)
      .joined(separator: "\n") + "\n"
  }

  /// The event as a file for `init`.
  static let event = """
    {"titles": {"en": "Meeting"}, "zone": "Asia/Jerusalem", "languages": ["en", "fr"],
     "days": [
      {"id": "day-1", "date": "2025-11-07", "from": "00:30", "to": "23:30", "titles": {"en": "One"}},
      {"id": "day-2", "date": "2025-11-08", "from": "00:30", "to": "23:30", "titles": {"en": "Two"}}],
     "sessions": [
      {"id": "a", "day": "day-1", "type": "opening", "minutes": 60, "titles": {"en": "A"}},
      {"id": "b", "day": "day-1", "type": "session", "minutes": 70, "titles": {"en": "B"}},
      {"id": "c", "day": "day-2", "type": "session", "minutes": 50, "titles": {"en": "C"}}],
     "doors": [
      {"id": "main", "titles": {"en": "Main"}},
      {"id": "press", "kinds": ["press", "staff"], "entry": "once-a-day", "titles": {"en": "Press"}},
      {"id": "shop", "kinds": ["delegate", "staff"], "entry": "once", "titles": {"en": "Shop"}}],
     "items": [
      {"id": "hall", "titles": {"en": "Hall"}}, {"id": "sound", "titles": {"en": "Sound"}}],
     "indicators": [
      {"id": "viewers", "goal": 50, "unit": "people", "measured": "count", "titles": {"en": "V"}},
      {"id": "books", "measured": "count", "titles": {"en": "Books"}}],
     "groups": [{"id": "south", "countries": ["MA", "TN"], "titles": {"en": "South"}}],
     "countries": [
      {"code": "FR", "groups": [], "titles": {"en": "France"}},
      {"code": "MA", "groups": ["south"], "titles": {"en": "Morocco"}},
      {"code": "TN", "groups": ["south"], "titles": {"en": "Tunisia"}}]}
    """
}
