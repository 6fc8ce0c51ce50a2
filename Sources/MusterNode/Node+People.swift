import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// What a desk sees of people.
extension Node {
  /// People inside at the node's point.
  ///
  /// - Parameter now: hub time, ms.
  func present(now: Int64) -> Int {
    replica.reading { fold in fold.present(at: point, now: now) }
  }

  /// The stays of a participant that have begun and not ended, in the order of their beginnings.
  ///
  /// - Parameter now: hub time, ms.
  func inside(_ participant: String, now: Int64) -> [PresenceInterval] {
    replica.reading { fold in
      fold.presence(of: participant).filter { $0.begin <= now && now < $0.end }
    }
  }

  /// Whether the centre has ended this node's rights, as far as the node knows.
  var isRevoked: Bool {
    isShutOut || replica.reading { fold in fold.admissions(of: key.id).contains { $0.isRevoked } }
  }

  /// Whether the point has said that it is closed, and not since that it is open.
  var isClosed: Bool { replica.reading { fold in fold.point(named: point)?.isOpen == false } }

  /// Whether the hub's log has never come: then nobody is known here but who was registered here.
  var knowsNobody: Bool { replica.position.place == 0 }

  /// The participant whom a person means by an id: people type small letters and capitals alike, and of
  /// the long id of somebody registered at a door only the beginning (``shortID(of:)``).
  func meant(by typed: String) -> String {
    replica.reading { fold in
      if fold.participant(typed) != nil { return typed }
      let cases = [typed.lowercased(), typed.uppercased()]
      if let known = cases.first(where: { fold.participant($0) != nil }) { return known }
      guard typed.utf8.count >= Self.shortIDDigits, Self.isHex(cases[0]) else { return typed }
      let long = fold.participantIDs().filter { Self.isLong($0) && $0.hasPrefix(cases[0]) }
      return long.count == 1 ? long[0] : typed
    }
  }

  /// What people write down for an id: all of it, or enough of one that only a machine would write out.
  static func shortID(of id: String) -> String {
    isLong(id) ? String(id.prefix(shortIDDigits)) : id
  }

  /// Where two people begin alike, ``meant(by:)`` finds neither, and more has to be written.
  private static let shortIDDigits = 8

  /// Whether an id is that of an op, as people registered at a door have.
  private static func isLong(_ id: String) -> Bool { id.utf8.count == 32 && isHex(id) }

  private static func isHex(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  /// What is about to be recorded of somebody at this point.
  enum Change { case entered, left }

  /// What a desk shows of a participant's person, as one: the name only where this country may have
  /// it.
  ///
  /// - Parameters:
  ///   - change: shows the person as after it.
  ///   - language: BCP 47 tag of what is said in the place of a name that was erased.
  func person(
    _ id: String, now: Int64, after change: Change? = nil, language: String
  ) throws(Failure) -> JSONValue {
    guard let person = replica.reading({ fold in fold.whole(id) }) else {
      return ["id": .string(id), "registered": false, "inside": .bool(change == .entered)]
    }
    let contact = try Failure.storing { () throws(StoreError) in try replica.contact(of: id) }
    let stays = inside(id, now: now)
    let here = stays.first { $0.point == point }
    let since = change == .left ? nil : here?.begin ?? (change == .entered ? now : nil)
    return .present([
      "id": .string(person.id), "name": contact?.name.map(JSONValue.string),
      "erased": person.isNameErased ? .string(Say.erased(language: language)) : nil,
      "kind": person.kind.map(JSONValue.string),
      "country": (person.country ?? person.home).map(JSONValue.string),
      "point": person.point.map(JSONValue.string), "body": person.body.map(JSONValue.string),
      "registered": .bool(person.isRegistered), "inside": .bool(since != nil),
      "inside_since_ms": since.map { .number($0) },
      "elsewhere": stays.first { $0.point != point }.map { .string($0.point) },
      "blocked": .bool(person.blocks.contains { $0.serials == nil }),
      "tickets_blocked_to": person.blocks.compactMap(\.serials).max().map { .number($0) },
    ])
  }
}
