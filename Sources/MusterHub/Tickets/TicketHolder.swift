import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// What a ticket says of its holder, in the holder's language and by the holder's clock.
struct TicketHolder {
  /// The participant's id.
  let id: String
  /// The text of the QR code.
  let ticket: Ticket
  /// As it is known; nil where nobody has given one.
  let name: String?
  /// Home country's code.
  let country: String?
  /// Home country in the holder's language.
  let countryTitle: String?
  /// What the home point is called; nil where none is set.
  let point: String?
  /// Language of the words on the ticket.
  let words: TicketWords
  /// The event in the holder's language.
  let event: String
  /// When the event takes place there.
  let hours: [Day]
  /// The clock of the hours.
  let zone: String

  /// The hours of one day by the holder's clock.
  struct Day: Hashable {
    /// The day's title.
    var title: String
    /// `2020-11-07 12:00–16:00`; with a date at the end where that is another one.
    var text: String
  }
}

/// What is needed of an event to say what stands on tickets; asked of the fold once.
struct TicketGround {
  private let centre: Centre
  private let event: EventPart?
  private let days: [EventPart]
  private let countries: [String: [String: String]]
  private let points: [String: PointChange]
  /// The zone of a country all of whose points share one.
  private let zones: [String: String]

  init(_ centre: Centre) {
    self.centre = centre
    let (parts, points) = centre.replica.reading { fold in
      (
        (fold.parts(.event).first, fold.parts(.day), fold.parts(.country)), fold.points()
      )
    }
    event = parts.0
    days = parts.1.sorted { ($0.from ?? 0, $0.id) < ($1.from ?? 0, $1.id) }
    countries = Dictionary(parts.2.map { ($0.id, $0.titles) }) { first, _ in first }
    self.points = Dictionary(points.map { ($0.id, $0.fields) }) { first, _ in first }
    var zones: [String: Set<String>] = [:]
    for point in points {
      guard let country = point.fields.country, let zone = point.fields.zone else { continue }
      zones[country, default: []].insert(zone)
    }
    self.zones = zones.compactMapValues { $0.count == 1 ? $0.first : nil }
  }

  /// The event's main language.
  var language: String { event?.languages.first ?? "en" }

  /// The event's title in its main language.
  var title: String { Self.pick(event?.titles ?? [:], [language]) ?? "" }

  /// What a country is called in the event's main language.
  func title(ofCountry code: String) -> String {
    Self.pick(countries[code] ?? [:], [language]) ?? code
  }

  /// The holder of a ticket; nil of somebody who is to have none: who was erased, or comes no more.
  func holder(of ticket: Ticket) throws(Failure) -> TicketHolder? {
    let id = ticket.participant
    guard let person = centre.replica.reading({ fold in fold.whole(id) }),
      !person.isNameErased, person.isCancelled != true
    else { return nil }
    let contact = try Failure.storing { () throws(StoreError) in
      try centre.replica.contact(of: id)
    }
    let point = person.point.flatMap { points[$0] }
    let country = person.country ?? person.home
    let languages =
      [person.language, point?.language].compactMap(\.self) + (event?.languages ?? [])
    let zone =
      [point?.zone, country.flatMap { zones[$0] }, event?.zone].compactMap(\.self)
      .lazy.compactMap { try? Zone($0) }.first ?? .gmt
    return TicketHolder(
      id: id, ticket: ticket, name: contact?.name, country: country,
      countryTitle: country.map { Self.pick(countries[$0] ?? [:], languages) ?? $0 },
      point: person.point.map { point?.name ?? $0 }, words: TicketWords.best(of: languages),
      event: Self.pick(event?.titles ?? [:], languages) ?? "",
      hours: days.compactMap { Self.hours(of: $0, languages, zone) }, zone: zone.name)
  }

  private static func hours(
    of day: EventPart, _ languages: [String], _ zone: Zone
  ) -> TicketHolder.Day? {
    zone.hours(of: day).map {
      TicketHolder.Day(title: pick(day.titles, languages) ?? day.id, text: $0)
    }
  }

  /// The text in the first of the languages that has one.
  private static func pick(_ titles: [String: String], _ languages: [String]) -> String? {
    for language in languages {
      let primary = String(language.prefix { $0 != "-" && $0 != "_" })
      if let text = titles[language] ?? titles[primary], !text.isEmpty { return text }
    }
    return titles.title(in: "en")
  }
}
