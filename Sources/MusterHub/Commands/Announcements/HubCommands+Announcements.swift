import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync

/// What the centre tells the points, and how far it has come.
extension HubCommands {
  /// The greatest length of a text, bytes: all languages of an event fit into one line.
  private static var longestText: Int { 1500 }
  private static var longestMinutes: Int64 { 60 * 24 * 31 }

  /// `{"texts": {language: text}, "to": countries and groups?, "until": moment? | "minutes": n?}` → the
  /// op.
  func announce(_ body: JSONValue) throws(Failure) -> JSONValue {
    let drafts = try announcement(body)
    let missing = languages(lackedBy: drafts)
    return try append(drafts) { ops in
      [
        "id": .maybe(ops.first?.hex), "missing_languages": .array(missing.map { .string($0) }),
      ]
    }
  }

  /// The op that announces.
  private func announcement(_ body: JSONValue) throws(Failure) -> [Draft] {
    var announcement = Announcement(texts: try texts(body))
    let (countries, groups) = centre.replica.reading { fold in
      (Set(fold.parts(.country).map(\.id)), fold.parts(.group))
    }
    for name in body["to"].map({ $0.isNull }) == false ? try body.texts("to") : [] {
      if countries.contains(name) {
        announcement.countries.append(name)
      } else if let group = groups.first(where: { $0.id == name }) {
        guard
          centre.replica.reading({ $0.audience(of: Announcement(texts: [:], groups: [name])) })?
            .isEmpty == false
        else {
          throw .badData("to: the group \(group.id) has no countries: name countries.")
        }
        announcement.groups.append(name)
      } else {
        throw .unknown("to: \(Terminal.plain(name)) is no country and no group of this event.")
      }
    }
    announcement.until = try until(body)
    return [Draft(.announce(announcement))]
  }

  /// Languages of the points that are told in which an announcement says nothing.
  private func languages(lackedBy drafts: [Draft]) -> [String] {
    guard case .announce(let announcement)? = drafts.first?.act else { return [] }
    let audience = centre.replica.reading { fold in fold.audience(of: announcement) }
    return centre.languages(ofPointsIn: audience).filter { announcement.texts[$0] == nil }
  }

  private func texts(_ body: JSONValue) throws(Failure) -> [String: String] {
    guard let members = body["texts"]?.members, !members.isEmpty else {
      throw .usage("texts: say something in at least one language.")
    }
    var texts: [String: String] = [:]
    for member in members {
      guard PersonForm.isLanguage(member.name) else {
        throw .badData(
          "\(Terminal.plain(member.name)) is no language: write two or three small letters.")
      }
      try centre.checkIsSpoken(member.name)
      let allowed = 1...Self.longestText
      let text = member.value.string ?? ""
      guard allowed.contains(text.utf8.count), Form.isClean(text) else {
        throw .badData(
          "\(member.name): write 1 to \(Self.longestText) bytes in one line.",
          code: .ofLength(text, allowed))
      }
      texts[member.name] = text
    }
    return texts
  }

  private func until(_ body: JSONValue) throws(Failure) -> Int64? {
    let now = centre.now()
    let written = try body.optionalArgument("until")
    guard let minutes = body["minutes"], !minutes.isNull else {
      guard let written else { return nil }
      let until = try WrittenTime.read(written, "until", in: centre.zone())
      guard until > now else { throw .badData("until: it is over already.") }
      // Whoever prepares the event tells things long before it.
      try centre.checkIsNear(
        until, "until", orIn: now...now + Self.longestMinutes * 60_000)
      return until
    }
    guard written == nil else { throw .usage("Say either until or minutes.") }
    guard let minutes = minutes.integer, (1...Self.longestMinutes).contains(minutes) else {
      throw .usage("minutes: write a whole number from 1 to \(Self.longestMinutes).")
    }
    return now + minutes * 60_000
  }

  /// `{"id": id}` → the op that takes an announcement back.
  func withdrawAnnouncement(_ body: JSONValue) throws(Failure) -> JSONValue {
    let id = try body.argument("id")
    let all = centre.replica.reading { fold in fold.announcements() }
    guard let found = all.first(where: { $0.op.hex == id }) else {
      throw .unknown("There is no announcement \(Terminal.plain(id)): look at announcements.")
    }
    return try append([Draft(.void(ops: [found.op]))]) { ops in ["op": .maybe(ops.first?.hex)] }
  }

  /// Every announcement, the newest first, with where it has come.
  func announcements() -> JSONValue {
    let (all, points) = centre.replica.reading { fold in
      (
        fold.announcements().map { ($0, fold.audience(of: $0.announcement)) },
        fold.points().filter { $0.fields.country != nil }
      )
    }
    let nodes = centre.nodesByPoint()
    return .array(
      all.map { view, countries in
        let audience = points.filter { point in
          countries.map { $0.contains(point.fields.country ?? "") } ?? true
        }
        return json(view, audience.map { reach(view, $0, nodes[$0.id] ?? []) })
      })
  }

  private func reach(
    _ view: AnnouncementView, _ point: PointView, _ nodes: [KeyID]
  ) -> JSONValue {
    let wasShown = view.shown[point.id] != nil
    let place = centre.replica.place(of: view.op) ?? .max
    let known = nodes.compactMap { centre.held(by: $0) }
    let isThere = wasShown || known.contains { $0 >= place }
    return [
      "point": .string(point.id), "country": .maybe(point.fields.country),
      "contact": .maybe(point.fields.contact), "has_node": .bool(!nodes.isEmpty),
      // Of a node that has not come since the hub began nothing is known.
      "delivered": isThere || !known.isEmpty || nodes.isEmpty ? .bool(isThere) : .null,
      "shown_ms": .maybe(view.shown[point.id]),
      "acknowledged_ms": .maybe(view.acknowledged[point.id]),
    ]
  }

  private func json(_ view: AnnouncementView, _ points: [JSONValue]) -> JSONValue {
    let announcement = view.announcement
    func count(_ name: String) -> JSONValue { .count(points.count { $0[name]?.integer != nil }) }
    return [
      "id": .id(view.op), "time_ms": .integer(view.time), "by": .maybe(view.by),
      "texts": .titles(announcement.texts),
      "countries": .array(announcement.countries.map { .string($0) }),
      "groups": .array(announcement.groups.map { .string($0) }),
      "until_ms": .maybe(announcement.until),
      "over": .bool(announcement.until.map { $0 <= centre.now() } ?? false),
      "audience": .count(points.count),
      "delivered": .count(points.count { $0["delivered"]?.bool == true }),
      "shown": count("shown_ms"), "acknowledged": count("acknowledged_ms"),
      "points": .array(points),
    ]
  }
}

extension Centre {
  /// The languages of the event, the main one first, and then what else is spoken at its points.
  func languages() -> [String] {
    let event = replica.reading { fold in fold.parts(.event).first?.languages ?? [] }
    return event + languages(ofPointsIn: nil).filter { !event.contains($0) }
  }

  /// What is spoken at points of countries; nil: of all.
  func languages(ofPointsIn countries: Set<String>?) -> [String] {
    let points = replica.reading { fold in fold.points().map(\.fields) }
    let there = points.filter { point in
      countries.map { $0.contains(point.country ?? "") } ?? true
    }
    return Set(there.compactMap(\.language)).filter { !$0.isEmpty }.sorted()
  }

  /// Refuses a language in which nobody would read what is said.
  func checkIsSpoken(_ language: String) throws(Failure) {
    let spoken = languages()
    guard spoken.isEmpty || spoken.contains(language) else {
      throw .badData(
        "\(language) is no language of this event or of a point of it: those are "
          + spoken.joined(separator: ", ") + ".")
    }
  }

  /// Nodes whose rights have not ended, by their points.
  func nodesByPoint() -> [String: [KeyID]] {
    var found: [String: [KeyID]] = [:]
    for node in replica.reading({ fold in fold.nodes() }) where !isRevoked(node) {
      found[node.admission.point, default: []].append(node.admission.keyID)
    }
    return found
  }

  /// Up to which place of the log a node has it on its disk, as it last said to this process.
  func held(by node: KeyID) -> Int64? { peers?.held[node] }
}

extension JSONValue {
  /// Texts by language, in the order of the languages' names.
  static func titles(_ titles: [String: String]) -> JSONValue {
    .object(
      titles.sorted { $0.key < $1.key }
        .map { JSONMember(name: $0.key, value: .string($0.value)) })
  }
}

extension [String: String] {
  /// The title in a language, or in English, or in the first that there is.
  func title(in language: String) -> String? {
    self[language] ?? self["en"] ?? self.min { $0.key < $1.key }?.value
  }
}
