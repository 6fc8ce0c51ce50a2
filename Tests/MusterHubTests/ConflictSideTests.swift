import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import Testing

@testable import MusterHub

@Suite("Both sides of a conflict, and what a choice does")
struct ConflictSideTests {
  let stage: Stage
  let paris: Machine
  let created: OpID

  init() throws {
    stage = try Stage(people: ["p-1", "p-2"])
    created = try #require(stage.participant("p-1")?.puts.first)
    paris = try Machine(stage, "fr-1", "FR")
  }

  private func only() throws -> JSONValue {
    let all = try stage.conflicts()
    try #require(all.count == 1)
    return all[0]
  }

  @discardableResult
  private func resolve(
    _ conflict: JSONValue, _ choice: String, _ participant: String? = nil
  ) throws(Failure) -> JSONValue {
    var body: JSONValue = ["choice": .string(choice)]
    body.append("id", conflict["id"] ?? .null)
    if let participant { body.append("participant", .string(participant)) }
    return try stage.ask("conflicts-resolve", body)
  }

  /// Knows of nothing but the put that created the participant, as an edit from elsewhere does.
  private func put(_ phone: String) throws -> OpID {
    let draft = Draft(
      .participantPut(ParticipantChange(base: [created])), participant: "p-1",
      privates: [PrivateLine.Field(name: "phone", value: phone)])
    return try #require(try stage.hub.append([draft]).first)
  }

  @Test("Two edits of a public field are shown with their values, and one is chosen")
  func publicEdits() throws {
    let change = ParticipantChange(kind: "guest")
    let op = try paris.hand([Draft(.participantPut(change), by: "desk-2", participant: "p-1")])[0]
    let conflict = try only()
    #expect(conflict["type"]?.string == "edit-edit")
    #expect(conflict["field"]?.string == "kind")
    #expect(conflict["name"]?.string == "Name of p-1")
    let sides = conflict["sides"]?.array ?? []
    #expect(Set(sides.map { $0["value"]?.string }) == ["delegate", "guest"])
    #expect(sides.allSatisfy { $0["private"]?.bool == false })
    #expect(sides.first { $0["op"]?.string == op.hex }?["by"]?.string == "desk-2")
    let other = try #require(sides.first { $0["op"]?.string != op.hex }?["op"]?.string)
    try resolve(conflict, "op:" + other)
    #expect(try only()["open"]?.bool == false)
    #expect(stage.participant("p-1")?.kind == "delegate")
  }

  @Test("Private values are read from the private lines, where they are held")
  func privateEdits() throws {
    _ = try put("1234")
    _ = try put("5678")
    let held = try #require(try stage.conflicts().first { $0["field"]?.string == "phone" })
    let values = (held["sides"]?.array ?? []).map { $0["value"]?.string }
    #expect(Set(values).isSuperset(of: ["1234", "5678"]))
    let draft = Draft(
      .participantPut(ParticipantChange(base: [created])), participant: "p-1",
      privates: [PrivateLine.Field(name: "phone", value: "9")])
    let op = try paris.hand([draft])[0]
    let more = try #require(try stage.conflicts().first { $0["field"]?.string == "phone" })
    let side = more["sides"]?.array?.first { $0["op"]?.string == op.hex }
    #expect(side?["value"]?.isNull == true)
    #expect(side?["private"]?.bool == true)
  }

  @Test("A check-in of nobody's is matched with its repeats and its check-out")
  func matched() throws {
    let op = try paris.checkIn("x-9", serial: 3)
    try paris.checkIn("x-9")
    let out = try paris.checkOut("x-9")
    let conflict = try only()
    #expect(conflict["type"]?.string == "unknown-ticket")
    let side = conflict["sides"]?.array?.first
    #expect(side?["point"]?.string == "fr-1")
    #expect(side?["door"]?.string == "main")
    #expect(side?["serial"]?.integer == 3)
    try resolve(conflict, "match", "p-2")
    #expect(try stage.conflicts().isEmpty)
    let stays = stage.replica.reading { fold in fold.presence(of: "p-2") }
    #expect(stays.map(\.beginOp) == [op])
    #expect(stays.map(\.endOp) == [out])
    #expect(stage.replica.reading { fold in fold.presence(of: "x-9") }.isEmpty)
  }

  @Test("A check-in of nobody's is taken back with its repeats")
  func taken() throws {
    try paris.checkIn("x-9")
    try paris.checkIn("x-9")
    try resolve(try only(), "void")
    #expect(try stage.conflicts().isEmpty)
    #expect(stage.coverage(at: stage.afterwards, [:]).present == 0)
  }

  @Test("What a match needs is said, and nothing is recorded")
  func matchFailures() throws {
    try paris.checkIn("x-9")
    let conflict = try only()
    let place = stage.place
    let wrong: [(choice: String, participant: String?, code: ExitCode)] = [
      ("match", nil, .usage), ("match", "p-9", .refused), ("match", "x-9", .refused),
      ("void", "p-1", .usage),
    ]
    for (choice, participant, code) in wrong {
      let failure = #expect(throws: Failure.self) { try resolve(conflict, choice, participant) }
      #expect(failure?.exitCode == code)
    }
    #expect(stage.place == place)
  }

  @Test("What speaks against a check-in is told, and to void spares the one that spent the entry")
  func spent() throws {
    var door = EventPart(sort: .door, id: "main")
    door.rule.entry = .once
    try stage.hub.append([Draft(.eventPut(door))])
    let first = try paris.checkIn("p-1")
    try paris.checkOut("p-1")
    let second = try paris.checkIn("p-1")
    let conflict = try only()
    #expect(conflict["type"]?.string == "admitted-unentitled")
    let sides = conflict["sides"]?.array ?? []
    let faults = { (op: OpID) in
      sides.first { $0["op"]?.string == op.hex }?["faults"]?.array?.map(\.string)
    }
    #expect(faults(first) == [])
    #expect(faults(second) == ["already-used"])
    try resolve(conflict, "void")
    #expect(stage.info(first)?.isVoided == false)
    #expect(stage.info(second)?.isVoided == true)
    #expect(try stage.conflicts().isEmpty)
  }
}
