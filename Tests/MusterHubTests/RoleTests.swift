import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import Testing

@testable import MusterHub

@Suite("Who only looks sees names, and nothing else that is private")
struct RoleTests {
  let stage: Stage
  private static let secrets = ["one@example.org", "+33 123 456", "vegan-by-choice", "rice-please"]

  init() throws {
    stage = try Stage(people: ["p-1", "p-2"])
    let paris = try Machine(stage, "fr-1", "FR")
    try stage.ask(
      "participant-edit",
      [
        "id": "p-1", "new_field": true,
        "set": ["email": "one@example.org", "phone": "+33 123 456", "diet": "vegan-by-choice"],
      ])
    try stage.ask("participant-edit", ["id": "p-2", "set": ["phone": "+33 (123) 456"]])
    let op = try paris.hand([
      Draft(
        .checkin(CheckIn(door: "main", answered: ["meal"])), point: "fr-1", participant: "p-1",
        privates: [.init(name: "meal", value: "rice-please")])
    ])[0]
    try stage.replica.keepPrivate(paris.lastPrivate, of: op)
    try stage.hub.commit()
  }

  @Test("Of somebody, hidden fields are named and not told")
  func participant() throws {
    let (status, seen) = stage.http(.get, "api/v1/participants/p-1", role: .view)
    #expect(status == 200)
    #expect(seen["fields"]?["name"]?.string == "Name of p-1")
    #expect(seen["fields"]?["body"]?.string == "Choir")
    for field in ["email", "phone", "diet"] { #expect(seen["fields"]?[field] == nil) }
    #expect(seen["hidden_fields"] == ["diet", "email", "phone"])
    for role in [Role.run, .admin] {
      let all = stage.http(.get, "api/v1/participants/p-1", role: role).body
      #expect(all["fields"]?["phone"]?.string == "+33 123 456")
      #expect(all["hidden_fields"] == [])
    }
  }

  @Test("Nothing that the role may ask tells a contact, an own field or an answer")
  func everything() throws {
    for route in BoardAPI.routes.routes
    where route.role == .view && route.method == .get && route.command != nil {
      let path = route.path.replacing("{country}", with: "FR").replacing("{id}", with: "p-1")
      let query = route.path.hasSuffix("participants") ? [(name: "q", value: "name")] : []
      let answer = stage.response(.get, path, query: query, role: .view)
      #expect(answer.status == 200, "\(path)")
      let text = String(decoding: answer.body, as: UTF8.self)
      for secret in Self.secrets { #expect(!text.contains(secret), "\(path)") }
    }
    let all = stage.response(.get, "api/v1/participants/p-1", role: .run)
    let text = String(decoding: all.body, as: UTF8.self)
    for secret in Self.secrets { #expect(text.contains(secret), "\(secret)") }
  }

  @Test("Two who are alike by a contact are shown, and not the contact")
  func alike() throws {
    func alike(_ role: Role) -> JSONValue? {
      stage.http(.get, "api/v1/conflicts", role: role).body["conflicts"]?.array?
        .first { $0["type"]?.string == "possible-duplicate" }?["alike"]
    }
    #expect(alike(.view) == ["phone": nil])
    #expect(alike(.run) == ["phone": "+33 123 456"])
  }
}
