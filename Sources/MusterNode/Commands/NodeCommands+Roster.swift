import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// The list of the point for paper, for when there is no power.
extension NodeCommands {
  /// `{"lang": language?}` → who is expected at this point, by name as the language orders them, with
  /// what stands above such a list. Whoever was erased or has cancelled is not on it.
  func rosterPrint(_ body: RequestBody) throws(Failure) -> JSONValue {
    guard !node.knowsNobody else { throw Self.noRoster }
    let languages = node.languages(asked: try body.text("lang", atMostBytes: Languages.tagBytes))
    let (event, days, point) = node.replica.reading { [point = node.point] fold in
      (fold.parts(.event).first, fold.parts(.day), fold.point(named: point)?.fields)
    }
    let clock = node.wallClock ?? .gmt
    return .present([
      "language": .string(languages.spoken),
      "event": languages.pick(event?.titles ?? [:]).map { .string($0.text) },
      "point": .string(point?.name ?? node.point), "zone": .string(clock.name),
      "made": .string(clock.time(at: node.now()).dateAndClock),
      "days": .array(
        days.sorted { ($0.from ?? 0, $0.id) < ($1.from ?? 0, $1.id) }.compactMap { day in
          guard let hours = clock.hours(of: day) else { return nil }
          return [
            "title": .string(languages.pick(day.titles)?.text ?? day.id), "text": .string(hours),
          ]
        }),
      "rows": .array(try expected(NameOrder(language: languages.spoken)).map(\.json)),
    ])
  }

  private struct Expected {
    var id: String
    var name: String?
    var isBlocked: Bool
    var key: NameOrder.Key

    var json: JSONValue {
      .present([
        "participant": .string(id), "code": .string(Node.shortID(of: id)),
        "name": name.map { .string($0) }, "blocked": .bool(isBlocked),
      ])
    }
  }

  /// Who has this point as home, and of its country whoever has none.
  private func expected(_ order: NameOrder) throws(Failure) -> [Expected] {
    var people: [ParticipantView] = []
    node.replica.reading { [point = node.point, country = node.country] fold in
      var ids: [String] = []
      fold.forEachParticipant { if $0.members.first == $0.id { ids.append($0.id) } }
      for id in ids {
        guard let person = fold.whole(id), person.isRegistered, !person.isNameErased,
          person.isCancelled != true,
          person.point == point || (person.point == nil && person.home == country)
        else { continue }
        people.append(person)
      }
    }
    var rows: [Expected] = []
    for person in people {
      let name = try Failure.storing { () throws(StoreError) in
        try node.replica.contact(of: person.id)?.name
      }
      rows.append(
        Expected(
          id: person.id, name: name, isBlocked: person.blocks.contains { $0.serials == nil },
          key: order.key(of: name ?? "")))
    }
    return rows.sorted { $0.key != $1.key ? $0.key < $1.key : $0.id < $1.id }
  }
}
