import MusterCore
import MusterNet
import MusterSync

/// What somebody at a desk wants next.
struct Wishes {
  private let chance: Chance
  private let roster: Roster
  private let node: SimNode

  init(_ chance: Chance, _ roster: Roster, _ node: SimNode) {
    self.chance = chance
    self.roster = roster
    self.node = node
  }

  /// One request, with a key of its own.
  func request() -> HTTPRequest {
    switch chance.number(0...99) {
    case 0..<50: post("checkins", visitor())
    case 50..<70: post("checkouts", visitor())
    case 70..<80: post("participants", walkIn())
    default: post("checkins", ["participants": .array(roster.some(chance).map { .string($0) })])
    }
  }

  private func post(_ path: String, _ body: JSONValue) -> HTTPRequest {
    ask(.post, path, body)
  }

  private func ask(_ method: HTTPMethod, _ path: String, _ body: JSONValue) -> HTTPRequest {
    var json = JSONWriter()
    json.value(body)
    let key = String(chance.next(), radix: 16)
    return HTTPRequest(
      method, path: ["api", "v1"] + path.split(separator: "/").map(String.init),
      headers: [(name: "Idempotency-Key", value: key)], body: json.bytes)
  }

  private func visitor() -> JSONValue {
    guard chance.happens(300), let ticket = chance.pick(roster.tickets) else {
      return ["participant": .string(roster.anybody(chance))]
    }
    return ["ticket": .string(ticket)]
  }

  private func walkIn() -> JSONValue {
    ["name": .string("Guest \(chance.number(0...99))"), "checkin": .bool(chance.happens(700))]
  }
}
