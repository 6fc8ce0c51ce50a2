import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust
import Testing

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

  @Test("Registering and checking in are one act of two ops where asked for")
  func both() throws {
    let made = town.made
    let answer = try town.ask("walkin", ["name": "Zoë", "checkin": true])
    #expect(answer["present"]?.integer == 1)
    #expect(town.made == made + 2)
    #expect(try town.checkIn(answer["participant"]?.string ?? "").verdict == "repeat")
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
