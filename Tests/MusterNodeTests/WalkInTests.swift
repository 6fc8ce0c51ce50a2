import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterNode

@Suite("Walk-ins")
struct WalkInTests {
  let centre: Centre
  let town: Town

  init() throws {
    centre = try Centre()
    town = try Town(centre)
  }

  @Test(
    "A walk-in is found by its name in any script",
    arguments: [
      ("Ömer Yılmaz", "omer yilmaz"), ("محمّد أحمد", "محمد احمد"), ("Nguyễn Thị Hoa", "nguyen hoa"),
      ("Zoë", "zoe"),
    ])
  func found(name: String, asked: String) throws {
    let made = try town.ask("walkin", ["name": .string(name), "email": "a@example.org"])
    #expect(made["participant"] == made["op"])
    let answer = try town.ask("search", ["q": .string(asked)])
    let people = answer["participants"]?.array ?? []
    #expect(people.count == 1)
    #expect(people.first?["id"] == made["participant"])
    #expect(people.first?["name"]?.string == name)
    #expect(people.first?["kind"]?.string == "guest")
    #expect(people.first?["country"]?.string == "MA")
    #expect(people.first?["point"]?.string == "ma-1")
  }

  @Test("A walk-in counts at the hub, and checks in like anybody")
  func folds() throws {
    let id = try town.ask("walkin", ["name": "Zoë"])["participant"]?.string ?? ""
    #expect(try town.checkIn(id).verdict == "admitted")
    try town.sync()
    #expect(try town.ask("status")["pending"]?.integer == 0)
    let atHub = centre.replica.reading { fold in fold.participant(id) }
    #expect(atHub?.isWalkIn == true)
    #expect(atHub?.home == "MA")
    #expect(
      centre.replica.stateDigest().hex == (try town.ask("status")["state"]?.string))
  }

  @Test(
    "What a correction would not take is not taken at the door either",
    arguments: [
      ["name": "\u{200B}"], ["name": "Zoë", "email": "nobody"],
      ["name": "Zoë", "language": "french"], ["name": "Zoë", "kind": "king"],
    ] as [JSONValue])
  func checked(body: JSONValue) throws {
    try centre.register("p-1", name: "Omar")
    try centre.put(DoorRule(kinds: ["press"]))
    try town.sync()
    let made = town.made
    let failure = #expect(throws: Failure.self) { try town.ask("walkin", body) }
    #expect(failure?.exitCode == .badData)
    let fields = (body.members ?? []).filter { $0.name != "name" || body.members?.count == 1 }
    #expect(throws: Failure.self) {
      try town.ask("edit", ["participant": "p-1", "set": .object(fields)])
    }
    #expect(town.made == made)
    for kind: JSONValue in ["press", "delegate", "guest"] {
      try town.ask("walkin", ["name": "Zoë", "kind": kind])
    }
  }

  @Test("Registering and checking in are one act of two ops where asked for")
  func both() throws {
    let made = town.made
    let answer = try town.ask("walkin", ["name": "Zoë", "checkin": true])
    #expect(answer["present"]?.integer == 1)
    #expect(town.made == made + 2)
    #expect(try town.checkIn(answer["participant"]?.string ?? "").verdict == "repeat")
  }

  @Test("Who is registered and refused is named, with what to type, and the program says so")
  func refused() throws {
    let asks = Question(id: "outlet", form: .text, isRequired: true, titles: ["en": "Outlet?"])
    try centre.put(DoorRule(questions: [asks]), door: "side")
    try centre.put(DoorRule(kinds: ["press"]))
    try town.sync()
    let asked = try town.ask(
      "walkin", ["name": "Zoë", "checkin": true, "door": "side", "lang": "tr"])
    let id = asked["participant"]?.string ?? ""
    #expect(asked.reason == "questions-open")
    #expect(
      DoorPrint.walkIn(asked) == [
        "Registered: Zoë, \(id).",
        "May NOT come in (a question is open). \(asked["say"]?.string ?? "")",
        "  Ask: Outlet?  --answer 'outlet=TEXT'",
        "  Then: muster-node checkin \(id) --door side --answer 'outlet=…'",
      ])
    #expect(asked["unknowns"]?["roster_ms"]?.integer != nil)
    #expect(asked["unknowns"]?["clock_err_ms"] != nil)
    #expect(Printing(isJSON: true).show("walkin", asked) == .refused)

    let kind = try town.ask("walkin", ["name": "Ömer", "checkin": true, "door": "main"])
    let other = kind["participant"]?.string ?? ""
    #expect(
      DoorPrint.walkIn(kind).last
        == "  To let this person in all the same: muster-node checkin \(other) --door main --anyway;"
        + " the centre sees it.")
  }

  @Test("Who is registered and let in is named")
  func named() throws {
    let answer = try town.ask("walkin", ["name": "Zoë", "checkin": true])
    let id = answer["participant"]?.string ?? ""
    #expect(DoorPrint.walkIn(answer) == ["Registered and inside: Zoë, \(id). 1 inside now."])
    #expect(Printing(isJSON: true).show("walkin", answer) == .done)
    #expect(DoorPrint.walkIn(["participant": "x", "name": "Zoë"]) == ["Registered: Zoë, x."])
  }

  @Test(
    "A name that cannot stand is refused",
    arguments: ["", "   ", "a\u{7}b", "\u{202E}x", String(repeating: "x", count: 201)])
  func badNames(name: String) throws {
    let made = town.made
    #expect(throws: Failure.self) { try town.ask("walkin", ["name": .string(name)]) }
    #expect(town.made == made)
  }

  @Test("Another country's desk does not see the name")
  func keepsNames() throws {
    let other = try Town(centre, point: "fr-1", country: "FR")
    let id = try town.ask("walkin", ["name": "Zoë"])["participant"]?.string ?? ""
    try town.sync()
    try other.sync()
    #expect(try other.ask("search", ["q": "zoe"])["participants"]?.array?.isEmpty == true)
    #expect(try other.checkIn(id).verdict == "admitted")
  }
}
