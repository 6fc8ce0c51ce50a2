import MusterCore

/// The event, its programme, and what points and the centre tell each other.
nonisolated extension Generator {
  mutating func putEvent() {
    var part = EventPart(sort: .event, id: random.chance(90) ? "e" : "f")
    part.titles = ["en": "Event"]
    part.zone = "Asia/Amman"
    part.languages = ["en"]
    let later = random.chance(20) ? World.hour : 0
    part.calendar = world.calendar.map { CalendarDate(date: $0.date, first: $0.first + later) }
    if random.chance(10) { part.calendar = Array(part.calendar.prefix(random.int(0..<2))) }
    hubMakes(.eventPut(part))
  }

  mutating func putDay() {
    let index = random.int(0..<world.calendar.count)
    let first = world.calendar[index].first
    var part = EventPart(sort: .day, id: random.pick(["d1", "d2", "d3"]))
    part.titles = ["en": "Day"]
    part.date = random.chance(95) ? world.calendar[index].date : "2025-12-24"
    part.from = random.chance(70) ? first : first + 4 * World.hour
    part.to = random.chance(80) ? world.closings[index] : world.closings[index] - 5 * World.hour
    hubMakes(.eventPut(part))
  }

  mutating func putPart() {
    let sorts: [EventPart.Sort] = [.door, .group, .country, .item]
    var part = EventPart(
      sort: random.pick(sorts), id: random.pick(["x", "ta\tb\u{0}", "q\"\\/\u{7F}é\u{1F600}"]))
    part.titles = ["en": "Part"]
    hubMakes(.eventPut(part))
  }

  mutating func putPoint() {
    let point = random.pick(world.points + ["p-5"])
    switch random.int(0..<4) {
    case 0: hubMakes(.pointPut(PointChange(country: "JO", zone: "Asia/Amman")), point: point)
    case 1: hubMakes(.pointPut(PointChange(capacity: 9, name: "Hall")), point: point)
    case 2: nodeMakes(.pointPut(PointChange(capacity: 5, contact: "+962")), point: "")
    default: nodeMakes(.pointPut(PointChange(language: "ar", contact: "+33")), point: "")
    }
  }

  mutating func ticketKey() {
    let key = Digest(random.next(), random.next(), random.next(), random.next())
    hubMakes(.ticketKey(TicketKey(key: key, from: 0, until: 1)))
  }

  // MARK: Sessions

  /// One of few, and mostly the same.
  private mutating func randomSession() -> String {
    random.chance(65) ? "s" : random.pick(World.sessions)
  }

  mutating func putSession() {
    let index = random.int(0..<world.calendar.count)
    var part = EventPart(sort: .session, id: randomSession())
    part.titles = ["en": "Session"]
    part.day = random.pick(["d1", "d2"])
    part.type = "session"
    part.from = world.calendar[index].first + World.hour
    part.to = world.calendar[index].first + 3 * World.hour
    if random.chance(50) { part.slots = [20, 20] }
    if random.chance(50) { part.talks = 2 }
    hubMakes(.eventPut(part))
  }

  mutating func changeSession() {
    var change = SessionChange(session: randomSession())
    if random.chance(30) { change.titles = ["en": "Changed"] }
    if random.chance(30) { change.day = "d3" }
    if random.chance(30) { change.type = "evening" }
    if random.chance(30) { change.from = moment() }
    if random.chance(30) { change.to = moment() }
    if random.chance(30) { change.slots = [15] }
    if random.chance(30) { change.talks = 1 }
    hubMakes(.sessionPut(change))
  }

  mutating func runSession() {
    let session = randomSession()
    switch random.int(0..<10) {
    case 0..<4: hubMakes(.sessionStart(session: session))
    case 4..<8: hubMakes(.sessionEnd(session: session))
    default: hubMakes(.sessionSkip(session: session))
    }
  }

  // MARK: What is told

  mutating func count() {
    nodeMakes(
      .count(
        indicator: random.chance(60) ? "i" : random.pick(World.indicators), value: random.int(0...9)
      ), point: "")
  }

  mutating func announce() {
    hubMakes(
      .announce(
        Announcement(
          texts: ["en": "Lunch"], countries: random.chance(30) ? ["JO"] : [],
          until: random.chance(30) ? moment() : nil)))
  }

  mutating func seeAnnouncement() {
    let announcements = ids {
      if case .announce = $0.act { return true }
      return false
    }
    var seen = announcements.first ?? unknownID()
    if random.chance(30) { seen = announcements.last ?? seen }
    if random.chance(5) { seen = unknownID() }
    nodeMakes(.announceSeen(announcement: seen, isAcknowledged: random.chance(65)), point: "")
  }

  mutating func readiness() {
    nodeMakes(
      .pointReady(items: random.some(of: ["power", "sound"], percent: 60)), point: "")
  }
}
