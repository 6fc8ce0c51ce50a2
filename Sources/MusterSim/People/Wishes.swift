import MusterCore
import MusterDaemon
import MusterNet
import MusterSync

/// What somebody at a desk wants next.
struct Wishes {
  private let chance: Chance
  private let town: Town
  private let node: SimNode

  init(_ chance: Chance, _ town: Town, _ node: SimNode) {
    self.chance = chance
    self.town = town
    self.node = node
  }

  /// One request, with a key of its own.
  func request() -> HTTPRequest {
    switch chance.number(0...99) {
    case 0..<38: post("checkins", checkIn())
    case 38..<54: post("checkouts", visitor())
    case 54..<60: post("checkins", group())
    case 60..<68: post("participants", walkIn())
    case 68..<74: post("voids", ["ops": .array(latest().map { .string($0.hex) })])
    case 74..<82: edit()
    case 82..<85: merge()
    case 85..<88: post("counts", count())
    case 88..<91: post(chance.happens(500) ? "open" : "close", [:])
    case 91..<94: post("readiness", readiness())
    case 94..<97: seen()
    default: look()
    }
  }

  private func post(_ path: String, _ body: JSONValue) -> HTTPRequest { ask(.post, path, body) }

  private func ask(_ method: HTTPMethod, _ path: String, _ body: JSONValue?) -> HTTPRequest {
    var json = JSONWriter()
    if let body { json.value(body) }
    let key = String(chance.next(), radix: 16)
    return HTTPRequest(
      method, path: ["api", "v1"] + path.split(separator: "/").map(String.init),
      query: path == "participants" && method == .get ? [(name: "q", value: "person")] : [],
      headers: method == .get ? [] : [(name: "Idempotency-Key", value: key)], body: json.bytes,
      isUnixSocket: true)
  }

  // MARK: At the door

  private func visitor() -> JSONValue {
    guard chance.happens(300), let ticket = chance.pick(town.roster.tickets) else {
      return ["participant": .string(town.anybody(chance))]
    }
    return ["ticket": .string(ticket)]
  }

  private func checkIn() -> JSONValue {
    var body = visitor()
    if chance.happens(300) { body.append("door", chance.happens(500) ? "press" : "shop") }
    if chance.happens(250) { body.append("anyway", true) }
    return body
  }

  private func group() -> JSONValue {
    let people = (0...chance.number(1...4)).map { _ in town.anybody(chance) }
    return ["participants": .array(people.map { .string($0) })]
  }

  private func walkIn() -> JSONValue {
    ["name": .string("Guest \(chance.number(0...99))"), "checkin": .bool(chance.happens(700))]
  }

  /// One of the last things that were recorded here.
  private func latest() -> [OpID] {
    chance.pick(node.storage.recorded.suffix(8)).map { [$0] } ?? []
  }

  // MARK: People

  private func edit() -> HTTPRequest {
    let values: [(String, JSONValue)] = [
      ("kind", .string(chance.pick(["delegate", "guest", "press", "staff"]) ?? "guest")),
      ("name", .string("Name \(chance.number(0...999))")),
      ("email", .string("mail-\(chance.number(0...999))@example.org")),
      ("body", .string("Body \(chance.number(0...9))")),
    ]
    let set = values.filter { _ in chance.happens(400) }
    let members = set.map { JSONMember(name: $0.0, value: $0.1) }
    return ask(.patch, "participants/\(town.anybody(chance))", ["set": .object(members)])
  }

  private func merge() -> HTTPRequest {
    let (one, other) = (town.anybody(chance), town.anybody(chance))
    let two: JSONValue = ["participants": [.string(one), .string(other)]]
    return switch chance.number(0...3) {
    case 0, 1: post("merges", two)
    case 2: post("unmerges", ["participant": .string(one)])
    default: post("differences", two)
    }
  }

  // MARK: The point

  private func count() -> JSONValue {
    [
      "indicator": chance.happens(500) ? "viewers" : "books",
      "value": .number(chance.number(0...99)),
    ]
  }

  private func readiness() -> JSONValue {
    let item: JSONValue = chance.happens(500) ? ["hall"] : ["sound"]
    return chance.happens(600) ? ["items": item] : ["not": item]
  }

  private func seen() -> HTTPRequest {
    let announcement = chance.pick(town.announcements)?.hex ?? "none"
    return post(
      "announcements/\(announcement)/seen", ["acknowledged": .bool(chance.happens(500))])
  }

  private func look() -> HTTPRequest {
    switch chance.number(0...4) {
    case 0: ask(.get, "status", nil)
    case 1: ask(.get, "participants", nil)
    case 2: ask(.get, "participants/\(town.anybody(chance))", nil)
    case 3: ask(.get, "conflicts", nil)
    default: ask(.get, "programme", nil)
    }
  }
}
