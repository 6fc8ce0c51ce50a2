import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterNode

@Suite("The door's rule at the desk")
struct DoorRuleTests {
  let centre: Centre
  let town: Town

  init() throws {
    centre = try Centre()
    for number in 1...3 { try centre.register("p-\(number)", name: "Person \(number)") }
    town = try Town(centre)
  }

  private func rule(_ rule: DoorRule, door: String = "main") throws {
    try centre.put(rule, door: door)
    try town.sync()
  }

  /// The newest op of the node, as its fold has it.
  private var newest: OperationView? {
    get throws {
      let op = try town.ask("ops", ["limit": 1])["ops"]?.array?.first?.op.flatMap { OpID($0) }
      return op.flatMap { op in town.node.replica.reading { fold in fold.operationInfo(op) } }
    }
  }

  @Test("Whom the rule refuses is told why, and the refusal is recorded about the person")
  func refuses() throws {
    try rule(DoorRule(kinds: ["press"]))
    let answer = try town.checkIn("p-1")
    #expect(answer.verdict == "refused")
    #expect(answer.reason == "wrong-kind")
    #expect(answer["anyway"]?.bool == true)
    #expect(answer["say"]?.string?.contains("réservée") == true)
    #expect(answer["participant"]?["inside"]?.bool == false)
    #expect(try newest?.kind == "refusal")
    #expect(try newest?.participant == "p-1")
    #expect(try town.checkIn("p-1", door: "side").verdict == "admitted")
  }

  @Test("A refusal of a stranger with a good ticket makes nobody known")
  func refusesStrangers() throws {
    try rule(DoorRule(days: []))
    #expect(try town.scan(centre.ticket("late-comer")).reason == "wrong-day")
    #expect(try newest?.participant == nil)
    #expect(try town.checkIn("late-comer").reason == "unknown")
  }

  @Test("A desk may admit all the same, and the op says despite what")
  func anyway() throws {
    try rule(DoorRule(kinds: ["press"]))
    let answer = try town.ask("checkin", ["participant": "p-1", "anyway": true])
    #expect(answer.verdict == "admitted")
    #expect(answer["despite"]?.string == "wrong-kind")
    #expect(answer.reason == nil)
    #expect(answer["present"]?.integer == 1)
    #expect(answer["say"]?.string == "Bienvenue.")
    let line = try town.line(of: answer.op)
    #expect(line?["despite"]?.string == "wrong-kind")
    try town.sync()
    let conflicts = centre.replica.reading { fold in fold.conflicts() }
    #expect(conflicts.map(\.type) == ["admitted-unentitled"])
    let well = try town.ask("checkin", ["participant": "p-2", "door": "side", "anyway": true])
    #expect(well["despite"] == nil)
  }

  @Test("Nobody is admitted of whom nobody can say who comes")
  func notAnyway() throws {
    let other =
      Ticket(
        event: SigningKey().id, serial: 1, participant: "p-1", key: centre.ticketKey)?.text ?? ""
    let forged = centre.ticket("p-1", by: SigningKey())
    for body: JSONValue in [
      ["participant": "p-9", "anyway": true], ["ticket": .string(other), "anyway": true],
      ["ticket": .string(forged), "anyway": true],
    ] {
      let answer = try town.ask("checkin", body)
      #expect(answer.verdict == "refused")
      #expect(answer["anyway"]?.bool == false)
    }
    #expect(try town.ask("status")["present"]?.integer == 0)
  }

  @Test("Who has used the entry is told when, where and by whom")
  func alreadyUsed() throws {
    try rule(DoorRule(entry: .once))
    let other = try Town(centre, point: "fr-1", country: "FR")
    _ = try other.ask("checkin", ["participant": "p-1", "by": "Léa"])
    _ = try other.ask("checkout", ["participant": "p-1"])
    try other.sync()
    try town.sync()
    let answer = try town.ask("checkin", ["participant": "p-1", "lang": "en"])
    #expect(answer.reason == "already-used")
    #expect(answer["used_point"]?.string == "fr-1")
    #expect(answer["used_by"]?.string == "Léa")
    let used = try #require(answer["used_ms"]?.integer)
    #expect(abs(used - centre.now) < 600_000)
    let say = answer["say"]?.string ?? ""
    #expect(say.hasPrefix("Sorry, your entry has already been used: "))
    #expect(say.hasSuffix(", fr-1."))
  }

  @Test("A full point admits nobody more, until somebody leaves")
  func full() throws {
    var change = PointChange()
    change.capacity = 1
    try centre.append(Draft(.pointPut(change), point: "ma-1"))
    try rule(DoorRule(holdsCapacity: true))
    #expect(try town.checkIn("p-1").verdict == "admitted")
    #expect(try town.checkIn("p-2").reason == "full")
    try town.ask("checkout", ["participant": "p-1"])
    #expect(try town.checkIn("p-2").verdict == "admitted")
  }

  @Test("A merged participant answers as the person, under the person's name")
  func merged() throws {
    try centre.append(Draft(.participantMerge(participants: ["p-1", "p-2"])))
    try town.sync()
    let answer = try town.scan(centre.ticket("p-2"))
    #expect(answer["participant"]?["id"]?.string == "p-1")
    #expect(try town.checkIn("p-1").verdict == "repeat")
  }

  @Test("A clock that may be wrong turns nobody away, one that is measured well does")
  func clockError() throws {
    let other = try Town(centre, point: "fr-1", country: "FR")
    let from = centre.now + 600_000
    try centre.putDay(from: from, to: from + 3_600_000)
    try rule(DoorRule(before: 0))
    for (one, err) in [(town, Int64(20)), (other, 900_000)] {
      let clock = one.node.clock()
      let mark = ClockMark(
        node: one.node.key.id, boot: clock.boot, mono: clock.mono, time: centre.now, err: err)
      try centre.append(Draft(.clock(mark)))
    }
    try town.sync()
    try other.sync()
    let early = try town.checkIn("p-1")
    #expect(early.reason == "too-early")
    let said = try #require(early["unknowns"]?["clock_err_ms"]?.integer)
    #expect((20..<10_000).contains(said))
    let lenient = try other.checkIn("p-1")
    #expect(lenient.verdict == "admitted")
    #expect(lenient["unknowns"]?["clock_err_ms"]?.integer ?? 0 >= 900_000)
  }

  @Test("An answer says how old the list is, and whether it has the person at all")
  func unknowns() throws {
    let answer = try town.checkIn("p-1")
    let age = try #require(answer["unknowns"]?["roster_ms"]?.integer)
    #expect((0..<600_000).contains(age))
    #expect(answer["unknowns"]?["unlisted"] == nil)
    let stranger = try town.scan(centre.ticket("late-comer"))
    #expect(stranger.verdict == "admitted")
    #expect(stranger["unknowns"]?["unlisted"]?.bool == true)
  }

  @Test("A walk-in who is checked in is judged like anybody")
  func walkIn() throws {
    try rule(DoorRule(kinds: ["press"]))
    let guest = try town.ask("walkin", ["name": "Zoë", "checkin": true])
    #expect(guest["checkin"] == nil)
    #expect(guest.reason == "wrong-kind")
    #expect(guest["present"]?.integer == 0)
    let press = try town.ask("walkin", ["name": "Zoë", "kind": "press", "checkin": true])
    #expect(press["checkin"] != nil)
    #expect(press["present"]?.integer == 1)
  }
}
