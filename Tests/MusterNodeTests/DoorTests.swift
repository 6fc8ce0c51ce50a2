import MusterCore
import MusterDaemon
import MusterNet
import MusterSync
import MusterTrust
import Testing

@testable import MusterNode

@Suite("The door")
struct DoorTests {
  let centre: Centre
  let town: Town

  init() throws {
    centre = try Centre()
    try centre.register("p-1", name: "Amina Haddad")
    try centre.register("p-2", name: "Ömer Yılmaz")
    town = try Town(centre)
  }

  @Test("Somebody on the roster is admitted once, and is inside afterwards")
  func admits() throws {
    let answer = try town.checkIn("p-1")
    #expect(answer.verdict == "admitted")
    #expect(answer["participant"]?["name"]?.string == "Amina Haddad")
    #expect(answer["participant"]?["inside"]?.bool == true)
    #expect(answer["present"]?.integer == 1)
    #expect(answer["say"]?.string == "Bienvenue.")
    #expect(try town.ask("status")["present"]?.integer == 1)
    let again = try town.checkIn("p-1")
    #expect(again.verdict == "repeat")
    #expect(again["present"]?.integer == 1)
    #expect(again["since_by"]?.string == "desk")
    #expect(try town.ask("status")["present"]?.integer == 1)
  }

  @Test("A repeat is kept as an op like any other")
  func keepsRepeats() throws {
    _ = try town.checkIn("p-1")
    let before = town.made
    #expect(try town.checkIn("p-1").op != nil)
    #expect(town.made == before + 1)
  }

  @Test("Each door has a presence of its own, and a person inside by two counts once")
  func doors() throws {
    #expect(try town.checkIn("p-1", door: "main").verdict == "admitted")
    let side = try town.checkIn("p-1", door: "side")
    #expect(side.verdict == "admitted")
    #expect(side["present"]?.integer == 1)
    #expect(try town.ask("status")["present"]?.integer == 1)
    #expect(throws: Failure.self) { try town.checkIn("p-1", door: "cellar") }
  }

  @Test("A good ticket admits, however the scanner spells it")
  func scanned() throws {
    let text = centre.ticket("p-1")
    for spelled in [text, text.lowercased(), text + "\r\n", "  " + text + "\t"] {
      let answer = try town.scan(spelled)
      #expect(answer.verdict == (spelled == text ? "admitted" : "repeat"))
      #expect(answer["participant"]?["id"]?.string == "p-1")
    }
  }

  @Test("A good ticket of nobody on this list is admitted unnamed")
  func unnamed() throws {
    let answer = try town.scan(centre.ticket("late-comer"))
    #expect(answer.verdict == "admitted")
    #expect(answer["participant"]?["id"]?.string == "late-comer")
    #expect(answer["participant"]?["registered"]?.bool == false)
    #expect(answer["participant"]?["name"] == nil)
  }

  @Test("What is no good ticket is refused for its reason, and names nobody")
  func badTickets() throws {
    let good = centre.ticket("p-1")
    let last = good.last == "0" ? "1" : "0"
    let other =
      Ticket(
        event: SigningKey().id, serial: 1, participant: "p-1", key: centre.ticketKey)?.text ?? ""
    for (text, reason) in [
      ("hello", "unknown"), ("HTTPS://EXAMPLE.ORG/1", "unknown"), ("MUSTER1:ABC", "bad-signature"),
      (String(good.dropLast()) + last, "bad-signature"), (other, "wrong-event"),
      (centre.ticket("p-1", by: SigningKey()), "bad-signature"),
    ] {
      let answer = try town.scan(text)
      #expect(answer.verdict == "refused")
      #expect(answer.reason == reason)
      #expect(answer["participant"] == nil)
      #expect(answer.op != nil)
    }
    #expect(try town.ask("status")["present"]?.integer == 0)
  }

  @Test(
    "A bare id that nobody has is refused, the second time too", arguments: ["p-9", "a b", "é"])
  func unknown(id: String) throws {
    for _ in 0..<2 {
      let answer = try town.checkIn(id)
      #expect(answer.verdict == "refused")
      #expect(answer.reason == "unknown")
    }
  }

  @Test("An id counts however a person types its letters")
  func typedID() throws {
    let answer = try town.checkIn("P-1")
    #expect(answer.verdict == "admitted")
    #expect(answer["participant"]?["id"]?.string == "p-1")
  }

  @Test("Who is blocked is refused, also while inside")
  func blocked() throws {
    #expect(try town.checkIn("p-1").verdict == "admitted")
    try centre.append(
      Draft(.participantBlock(why: "stolen badge", serials: nil), participant: "p-1"))
    try town.sync()
    let answer = try town.checkIn("p-1")
    #expect(answer.verdict == "refused")
    #expect(answer.reason == "blocked")
    #expect(answer["participant"]?["blocked"]?.bool == true)
  }

  @Test("A block of serials bars older tickets, not newer ones")
  func serials() throws {
    try centre.append(Draft(.participantBlock(why: "lost", serials: 1), participant: "p-1"))
    try town.sync()
    #expect(try town.scan(centre.ticket("p-1", serial: 1)).reason == "blocked")
    #expect(try town.scan(centre.ticket("p-1", serial: 2)).verdict == "admitted")
  }

  @Test("Who leaves is out, by the door by which the person is inside")
  func checksOut() throws {
    _ = try town.checkIn("p-1", door: "side")
    _ = try town.checkIn("p-2")
    let left = try town.ask("checkout", ["participant": "p-1"])
    #expect(left["orphan"]?.bool == false)
    #expect(left["present"]?.integer == 1)
    #expect(left["participant"]?["inside"]?.bool == false)
    #expect(try town.ask("status")["present"]?.integer == 1)
    let again = try town.ask("checkout", ["participant": "p-1"])
    #expect(again["orphan"]?.bool == true)
    #expect(again["present"]?.integer == 1)
    #expect(try town.checkIn("p-1").verdict == "admitted")
  }

  @Test("A void takes back what was recorded here, once")
  func voids() throws {
    let op = try town.checkIn("p-1").op ?? ""
    try town.ask("void", ["ops": [.string(op)]])
    #expect(try town.ask("status")["present"]?.integer == 0)
    let failure = #expect(throws: Failure.self) { try town.ask("void", ["ops": [.string(op)]]) }
    #expect(failure?.code == .alreadyTakenBack)
    let answer = town.http(.post, "/api/v1/voids", ["ops": [.string(op)]])
    #expect(answer.status == 409)
    #expect(answer.body["code"]?.string == "already_taken_back")
    #expect(try town.checkIn("p-1").verdict == "admitted")
  }

  @Test("A void of what another point recorded is refused in words")
  func voidsElsewhere() throws {
    let other = try Town(centre, point: "fr-1", country: "FR")
    let op = try other.checkIn("p-1").op ?? ""
    try other.sync()
    try town.sync()
    let failure = #expect(throws: Failure.self) {
      try town.ask("void", ["ops": [.string(op)]])
    }
    #expect(failure?.status == 409)
    #expect(failure?.message.contains("fr-1") == true)
  }

  @Test("Who is inside elsewhere is admitted here, and said to be there")
  func elsewhere() throws {
    let other = try Town(centre, point: "fr-1", country: "FR")
    _ = try other.checkIn("p-1")
    try other.sync()
    try town.sync()
    // Of two who came within a millisecond or two, either may be the one who was first.
    let then = town.node.now()
    while town.node.now() < then + 5 {}
    let answer = try town.checkIn("p-1")
    #expect(answer.verdict == "admitted")
    #expect(answer["participant"]?["elsewhere"]?.string == "fr-1")
    #expect(try town.ask("status")["present"]?.integer == answer["present"]?.integer)
  }

  @Test(
    "A browser's languages are tried in the order of its liking, then the point's",
    arguments: [
      ("de-DE,de;q=0.9,tr;q=0.8,en;q=0.7", "Hoş geldiniz."), ("en;q=0.1, ms", "Selamat datang."),
      ("de,nl;q=0.5", "Bienvenue."), ("en;q=0,de", "Bienvenue."), ("*", "Bienvenue."),
      ("", "Bienvenue."),
    ])
  func accepted(header: String, said: String) throws {
    let request = HTTPRequest(
      .post, path: ["api", "v1", "checkins"], query: [],
      headers: [(name: "accept-language", value: header)],
      body: Array(#"{"participant":"p-1"}"#.utf8))
    let answer = DeskAPI(commands: town.commands).answer(request)
    #expect(try JSONValue.read(answer.body)["say"]?.string == said)
  }

  @Test("A point that has said that it is closed says so, at each check-in too")
  func closed() throws {
    func status() throws -> String {
      try Printing(isJSON: false).lines("status", town.ask("status")).joined(separator: "\n")
    }
    #expect(try status().contains("It has not said that it is open"))
    #expect(try town.checkIn("p-1")["closed"] == nil)
    try town.ask("close")
    #expect(try status().contains("It has said that it is closed"))
    let word = "  This point has said that it is closed. If it is open: muster-node open"
    #expect(DoorPrint.lines(try town.checkIn("p-2")).last == word)
    let group = try town.ask("checkin", ["participants": ["p-1", "p-2"]])
    #expect(DoorPrint.lines(group).count { $0 == word } == 1)
    try town.ask("open")
    #expect(try town.checkIn("p-1")["closed"] == nil)
    #expect(!(try status().contains("that it is")))
  }

  @Test("A language without words gives way to the point's")
  func otherLanguage() throws {
    let body: JSONValue = ["participant": "p-1", "lang": "de"]
    #expect(try town.ask("checkin", body)["say"]?.string == "Bienvenue.")
    #expect(try town.ask("checkout", body)["say"]?.string == "Au revoir.")
  }

  @Test("The language asked for is spoken")
  func speaks() throws {
    let body: JSONValue = ["participant": "p-1", "lang": "tr-TR"]
    #expect(try town.ask("checkin", body)["say"]?.string == "Hoş geldiniz.")
  }
}
