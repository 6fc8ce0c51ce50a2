import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterNode

@Suite("People who arrive together")
struct GroupTests {
  let centre: Centre
  let town: Town

  init() throws {
    centre = try Centre()
    for number in 1...4 { try centre.register("p-\(number)", name: "Person \(number)") }
    town = try Town(centre)
  }

  @Test("Each gets an answer, and all are recorded together")
  func all() throws {
    let made = town.made
    let answer = try town.ask("checkin", ["participants": ["p-1", "p-2", "p-9"]])
    let answers = answer["checkins"]?.array ?? []
    #expect(answers.map(\.verdict) == ["admitted", "admitted", "refused"])
    #expect(answers[2].reason == "unknown")
    #expect(answers.map { $0["present"]?.integer } == [1, 2, 2])
    #expect(answers[1]["participant"]?["name"]?.string == "Person 2")
    #expect(answer["admitted"]?.integer == 2)
    #expect(answer["refused"]?.integer == 1)
    #expect(answer["present"]?.integer == 2)
    #expect(town.made == made + 3)
    #expect(try town.ask("status")["present"]?.integer == 2)
  }

  @Test("Each is judged as if those before were inside already")
  func inTurn() throws {
    var change = PointChange()
    change.capacity = 2
    try centre.append(Draft(.pointPut(change), point: "ma-1"))
    try centre.put(DoorRule(holdsCapacity: true))
    try town.sync()
    let answer = try town.ask("checkin", ["participants": ["p-1", "p-1", "p-2", "p-3"]])
    let answers = answer["checkins"]?.array ?? []
    #expect(answers.map(\.verdict) == ["admitted", "repeat", "admitted", "refused"])
    #expect(answers[1]["participant"]?["inside"]?.bool == true)
    #expect(answers[3].reason == "full")
    #expect(answer["repeated"]?.integer == 1)
    try town.sync()
    let unentitled = centre.replica.reading { fold in fold.conflicts() }
    #expect(unentitled.isEmpty)
  }

  @Test("Tickets come together as well, also among ids")
  func tickets() throws {
    let tickets = [centre.ticket("p-1"), "nonsense", centre.ticket("p-2")]
    let answer = try town.ask("checkin", ["tickets": .array(tickets.map { .string($0) })])
    #expect(
      (answer["checkins"]?.array ?? []).map(\.verdict) == ["admitted", "refused", "admitted"])
    let mixed = try town.ask(
      "checkin", ["participants": ["p-3", .string(centre.ticket("p-4"))]])
    #expect(mixed["admitted"]?.integer == 2)
  }

  @Test("One key answers for all, and acts once")
  func once() throws {
    let body: JSONValue = ["participants": ["p-1", "p-2"]]
    let first = town.http(.post, "/api/v1/checkins", body, key: "k")
    #expect(first.status == 200)
    let made = town.made
    try town.crash()
    #expect(town.http(.post, "/api/v1/checkins", body, key: "k") == first)
    #expect(town.made == made)
  }

  @Test(
    "What is malformed is done for nobody",
    arguments: [
      (["participants": []], 400), (["participants": ["p-1", 2]], 400),
      (["participants": ["p-1", ""]], 422), (["participants": "p-1"], 400),
      (["participants": ["p-1"], "tickets": ["x"]], 400),
      (["participants": ["p-1"], "participant": "p-2"], 400),
      (["participants": ["p-1"], "door": "cellar"], 422),
      (["participants": .array(Array(repeating: "p-1", count: 201))], 400),
    ] as [(JSONValue, Int)])
  func malformed(body: JSONValue, status: Int) throws {
    let made = town.made
    let failure = #expect(throws: Failure.self) { try town.ask("checkin", body) }
    #expect(failure?.status == status)
    #expect(town.made == made)
  }

  @Test("Two hundred may come at once")
  func many() throws {
    let ids = (0..<200).map { JSONValue.string("p-\($0 % 4 + 1)") }
    let answer = try town.ask("checkin", ["participants": .array(ids)])
    #expect(answer["admitted"]?.integer == 4)
    #expect(answer["repeated"]?.integer == 196)
    try town.sync()
    #expect(
      centre.replica.stateDigest().hex == (try town.ask("status")["state"]?.string))
  }

  @Test("Answers and a desk's word hold for all of them")
  func wishes() throws {
    try centre.put(
      DoorRule(
        kinds: ["press"],
        questions: [Question(id: "outlet", form: .text, isRequired: true, titles: [:])]))
    try town.sync()
    let answer = try town.ask(
      "checkin",
      ["participants": ["p-1", "p-2"], "answers": ["outlet": "Radio Z"], "anyway": true])
    let answers = answer["checkins"]?.array ?? []
    #expect(answers.map { $0["despite"]?.string } == ["wrong-kind", "wrong-kind"])
    #expect(try town.line(of: answers[1].op)?["answered"]?.array == ["outlet"])
  }
}
