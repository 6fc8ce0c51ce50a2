import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import Testing

@testable import MusterHub

@Suite("One person at a time")
struct ParticipantTests {
  let stage: Stage
  let paris: Machine

  init() throws {
    stage = try Stage(people: ["p-1", "p-2", "p-3"])
    paris = try Machine(stage, "fr-1", "FR")
  }

  private func show(_ id: String) throws -> JSONValue {
    try stage.ask("participant-show", ["id": .string(id)])
  }

  @discardableResult
  private func edit(_ id: String, _ set: JSONValue, new: Bool = false) throws(Failure) -> JSONValue
  {
    try stage.ask(
      "participant-edit", ["id": .string(id), "set": set, "new_field": .bool(new)])
  }

  @Test("Somebody is shown with fields, blocks, stays and conflicts")
  func shown() throws {
    try stage.ask("block", ["who": "p-1", "why": "asked to"])
    let op = try paris.checkIn("p-1")
    let answer = try show("p-1")
    #expect(answer["fields"]?["name"]?.string == "Name of p-1")
    #expect(answer["fields"]?["body"]?.string == "Choir")
    #expect(answer["members"]?.array?.count == 1)
    #expect(answer["blocks"]?.array?.map { $0["why"]?.string } == ["asked to"])
    #expect(answer["stays"]?.array?.map { $0["checkin"]?.string } == [op.hex])
    #expect(answer["conflicts"]?.array?.count == 1)
    #expect(stage.failure("participant-show", ["id": "p-9"])?.status == 404)
  }

  @Test("What began and ended no stay is shown too, with its op, and that it was taken back")
  func otherVisits() throws {
    let orphan = try paris.checkOut("p-1")
    try paris.checkIn("p-1")
    let again = try paris.checkIn("p-1")
    let refusal = Draft(
      .refusal(door: "side", reason: "wrong-door"), by: "desk-1", point: "fr-1", participant: "p-1")
    let refused = try paris.hand([refusal])[0]
    try paris.checkIn("p-2")
    func others() throws -> [String: String?] {
      let others = try show("p-1")["others"]?.array ?? []
      return Dictionary(
        uniqueKeysWithValues: others.map { ($0["op"]?.string ?? "", $0["what"]?.string) })
    }
    #expect(
      try others() == [orphan.hex: "orphan", again.hex: "repeat", refused.hex: "refusal"])
    let lines = PersonWords.lines(try show("p-1"))
    #expect(
      lines.contains {
        $0.hasPrefix("Turned away (wrong-door): fr-1, door side, ") && $0.hasSuffix(refused.hex)
      })
    #expect(lines.contains { $0.hasPrefix("Checked in again while inside: fr-1, door main") })
    #expect(lines.contains { $0.hasPrefix("Checked out without having been inside: fr-1") })
    try stage.ask("void", ["ops": [.string(again.hex)]])
    #expect(
      PersonWords.lines(try show("p-1")).contains { $0.hasPrefix("Checked in, taken back: fr-1") })
    #expect(try show("p-3")["others"] == [])
  }

  @Test("Who would void what no void takes back is told what does")
  func insteadOfVoid() throws {
    let merge = try stage.ask("merge", ["participants": ["p-1", "p-2"]])["op"]?.string ?? ""
    let failure = stage.failure("void", ["ops": [.string(merge)]])
    #expect(failure?.exitCode == .badData)
    #expect(failure?.message.hasSuffix(": muster-hub unmerge \(merge) undoes it.") == true)
    try stage.ask("unmerge", ["participant": .string(merge)])
    let block = try stage.ask("block", ["who": "p-1", "why": "x"])["op"]?.string ?? ""
    #expect(
      stage.failure("void", ["ops": [.string(block)]])?.message.contains("muster-hub unblock")
        == true)
    // Of what is only given another time nothing of the kind is said.
    #expect(
      stage.failure("retime", ["ops": [.string(block)], "time": "2025-11-07 15:00"])?.message
        .contains("unblock") == false)
  }

  @Test("What somebody answered at a door is shown, and listed with everybody's answers")
  func answered() throws {
    let stay = CheckIn(door: "main", answered: ["meal"])
    func said(_ text: String) -> [PrivateLine.Field] { [.init(name: "meal", value: text)] }
    try paris.hand([
      Draft(.checkin(stay), point: "fr-1", participant: "p-1", privates: said("fish"))
    ])
    let later = Draft(.checkin(stay), point: "fr-1", participant: "p-1", privates: said("rice"))
    let op = try paris.hand([later])[0]
    #expect(try show("p-1")["answers"] == [["question": "meal", "answer": nil]])
    try stage.replica.keepPrivate(paris.lastPrivate, of: op)
    try stage.hub.commit()
    #expect(try show("p-1")["answers"] == [["question": "meal", "answer": "rice"]])
    #expect(PersonWords.lines(try show("p-1")).contains("  answer to meal: rice"))
    #expect(
      try stage.ask("answers") == [
        [
          "participant": "p-1", "name": "Name of p-1", "question": "meal", "answer": "rice",
        ]
      ])
    #expect(try stage.ask("answers", ["door": "side"]) == [])
    #expect(stage.failure("answers", ["door": "cellar"])?.status == 404)
  }

  @Test("Two who look like one are shown with both names and what they share")
  func duplicate() throws {
    try edit("p-2", ["name": "NAME of p-1", "phone": "+33 123 456"])
    try edit("p-3", ["name": "Other", "phone": "+33 (123) 456"])
    let found = try stage.conflicts()
    #expect(found.map { $0["subject"] } == [["p-1", "p-2"], ["p-2", "p-3"]])
    #expect(
      found.first?["people"] == [
        ["id": "p-1", "name": "Name of p-1"], ["id": "p-2", "name": "NAME of p-1"],
      ])
    #expect(found.map { $0["alike"] } == [["name": "Name of p-1"], ["phone": "+33 123 456"]])
    let lines = ConflictGroup.lines(try #require(found.first))
    #expect(
      lines.suffix(3) == [
        "  p-1  Name of p-1", "  p-2  NAME of p-1", "  the same: name Name of p-1",
      ])
  }

  @Test("Public and private fields are corrected, by somebody who saw all that was there")
  func edited() throws {
    try edit(
      "p-1",
      [
        "name": "Other", "kind": "press", "cancelled": "yes", "pending": "no",
        "extra_doors": "main, side", "valid_from": "2025-11-07", "body": "",
      ])
    let person = try #require(stage.participant("p-1"))
    #expect(person.kind == "press")
    #expect(person.isCancelled == true)
    #expect(person.extraDoors == ["main", "side"])
    #expect(person.body == "")
    #expect(try stage.conflicts().isEmpty)
    #expect(try show("p-1")["fields"]?["name"]?.string == "Other")
    try edit("p-1", ["diet": "none"], new: true)
    try edit("p-1", ["diet": "vegetarian", "extra_doors": ""])
    #expect(try show("p-1")["fields"]?["diet"]?.string == "vegetarian")
    #expect(stage.participant("p-1")?.extraDoors == [])
    let found = try stage.ask("search", ["text": "oth"]).array ?? []
    #expect(found.map { $0["id"]?.string } == ["p-1"])
  }

  @Test("What to say is named as a body has it and as the command line has it")
  func bothSurfaces() throws {
    let unknown = stage.failure("participant-edit", ["id": "p-1", "set": ["shoe": "42"]])
    #expect(unknown?.message.contains("(new_field, on the command line --new-field)") == true)
    let op = stage.failure(
      "retime", ["ops": [.string(String(repeating: "0", count: 32))], "time": "2025-11-07 15:00"])
    #expect(op?.message.contains("export log") == false)
  }

  @Test("A search that finds more than it shows says that there may be more")
  func manyFound() throws {
    let lines = (0..<60).map { "q-\($0),Alike Person,FR\n" }
    try stage.importRoster("id,name,country\n" + lines.joined())
    let found = try stage.ask("search", ["text": "alike"]).array?.count ?? 0
    #expect(PeopleGroup.mayBeMore(than: found) != nil)
    #expect(PeopleGroup.mayBeMore(than: found - 1) == nil)
  }

  @Test("What cannot stand in a field is said, and nothing is recorded")
  func wrongFields() throws {
    try paris.checkIn("x-9")
    let place = stage.place
    let wrong: [(id: String, set: JSONValue, code: ExitCode)] = [
      ("p-9", ["kind": "press"], .refused), ("x-9", ["kind": "press"], .refused),
      ("p-1", [:], .usage), ("p-1", ["kind": 7], .usage), ("p-1", ["contry": "FR"], .badData),
      ("p-1", ["country": "XX"], .badData), ("p-1", ["point": "nowhere"], .badData),
      ("p-1", ["point": ""], .badData), ("p-1", ["name": ""], .badData),
      ("p-1", ["extra_doors": "cellar"], .badData), ("p-1", ["cancelled": "perhaps"], .badData),
      ("p-1", ["email": "nobody"], .badData), ("p-1", ["valid_until": "soon"], .badData),
      (
        "p-1", ["valid_from": "2025-11-08", "valid_until": "2025-11-01"], .badData
      ),
    ]
    for (id, set, code) in wrong {
      let failure = #expect(throws: Failure.self) { try edit(id, set) }
      #expect(failure?.exitCode == code, "\(failure?.message ?? "done")")
    }
    #expect(stage.place == place)
    try edit("x-9", ["country": "FR", "name": "Somebody"])
    #expect(stage.participant("x-9")?.home == "FR")
  }

  @Test("A kind that nobody is of and no door admits is refused, where doors ask for kinds")
  func kinds() throws {
    try edit("p-1", ["kind": "speaker"])
    var door = EventPart(sort: .door, id: "side")
    door.rule = DoorRule(kinds: ["press"])
    try stage.hub.append([Draft(.eventPut(door))])
    let failure = #expect(throws: Failure.self) { try edit("p-2", ["kind": "king"]) }
    #expect(failure?.message.contains("delegate, press, speaker") == true)
    #expect(failure?.exitCode == .badData)
    try edit("p-2", ["kind": "press"])
    try edit("p-3", ["kind": "speaker"])
    #expect(stage.participant("p-3")?.kind == "speaker")
  }

  @Test("A person of several is corrected where the value comes from; what is so already is no op")
  func editedAsOne() throws {
    try stage.importRoster("id,name,country,badge\np-4,Four,MA,blue\n")
    try edit("p-2", ["phone": "+33 5"])
    try stage.ask("merge", ["participants": ["p-1", "p-2"]])
    let answer = try edit("p-2", ["phone": "777", "body": "Band", "badge": "x"])
    #expect(answer["changed"] == ["badge", "body", "phone"])
    #expect(answer["ops"]?.array?.count == 2)
    let shown = try show("p-1")["fields"]
    #expect(shown?["phone"]?.string == "777" && shown?["body"]?.string == "Band")
    #expect(stage.participant("p-2")?.body == "Choir")
    let place = stage.place
    let again = try edit("p-1", ["phone": "777", "body": "Band", "cancelled": "no"])
    #expect(again["changed"] == [] && again["ops"] == [])
    #expect(stage.place == place)
    #expect(try stage.conflicts().isEmpty)
  }

  @Test("Participants become one person, and people of their own again")
  func merged() throws {
    let answer = try stage.ask("merge", ["participants": ["p-2", "p-1"]])
    #expect(answer["person"]?.string == "p-1")
    try stage.ask("merge", ["participants": ["p-3", "p-2"]])
    #expect(stage.participant("p-3")?.members == ["p-1", "p-2", "p-3"])
    #expect(try show("p-2")["members"]?.array?.count == 3)
    #expect(stage.failure("merge", ["participants": ["p-1", "p-3"]])?.exitCode == .refused)
    let undone = try stage.ask("unmerge", ["participant": "p-2"])
    #expect(undone["merges"]?.array?.count == 2)
    for id in ["p-1", "p-2", "p-3"] { #expect(stage.participant(id)?.members == [id]) }
    #expect(stage.failure("unmerge", ["participant": "p-2"])?.exitCode == .refused)
    try stage.ask("merge", ["participants": ["p-2", "p-1"]])
    let second = try stage.ask("merge", ["participants": ["p-3", "p-2"]])["op"] ?? .null
    try stage.ask("unmerge", ["participant": second])
    #expect(stage.participant("p-3")?.members == ["p-3"])
    #expect(stage.participant("p-2")?.members == ["p-1", "p-2"])
    #expect(stage.failure("unmerge", ["participant": second])?.status == 404)
    try stage.ask("merge", ["participants": ["p-3", "p-2"]])
    try stage.ask("unmerge", ["participant": "p-1"])
    #expect(stage.participant("p-1")?.members == ["p-1"])
    #expect(stage.participant("p-3")?.members == ["p-2", "p-3"])
    for list: JSONValue in [["p-1"], ["p-1", "p-1"], [], ["p-1", ""], "p-1"] {
      #expect(stage.failure("merge", ["participants": list])?.exitCode == .usage)
    }
    #expect(stage.failure("merge", ["participants": ["p-1", "p-9"]])?.status == 404)
  }

  @Test("A check-in becomes somebody else's, with its repeats and its check-out")
  func reassigned() throws {
    let op = try paris.checkIn("p-1")
    try paris.checkIn("p-1")
    let out = try paris.checkOut("p-1")
    let answer = try stage.ask("reassign", ["ops": [.string(op.hex)], "to": "p-2"])
    #expect(answer["ops"]?.array?.count == 3)
    let stays = stage.replica.reading { fold in fold.presence(of: "p-2") }
    #expect(stays.map(\.endOp) == [out])
    #expect(stage.replica.reading { fold in fold.presence(of: "p-1") }.isEmpty)
  }

  /// Lets the event have been on the day of these times.
  private func putDay() throws {
    var day = EventPart(sort: .day, id: "day-0")
    day.date = "2025-11-07"
    day.from = 1_762_516_800_000
    day.to = 1_762_531_200_000
    try stage.hub.append([Draft(.eventPut(day))])
  }

  @Test(
    "An op happens when a person says, with an offset or by the event's clocks",
    arguments: [
      "2025-11-07T12:05:00Z", "2025-11-07T14:05+02:00", "2025-11-07 14:05",
      "2025-11-07 14:05:00",
    ])
  func retimed(text: String) throws {
    try putDay()
    let op = try paris.checkIn("p-1")
    try stage.ask("retime", ["ops": [.string(op.hex)], "time": .string(text)])
    #expect(stage.info(op)?.time?.ms == 1_762_517_100_000)
    #expect(stage.info(op)?.time?.err == 0)
  }

  @Test("Ops are taken back once, and only those of which it makes sense")
  func corrections() throws {
    try putDay()
    let op = try paris.checkIn("p-1")
    let open = try paris.hand([Draft(.pointOpen, point: "fr-1")])[0]
    let ops: JSONValue = [.string(op.hex)]
    try stage.ask("void", ["ops": ops])
    #expect(stage.info(op)?.isVoided == true)
    let place = stage.place
    let other: JSONValue = [.string(open.hex)]
    let wrong: [(command: String, body: JSONValue, code: ExitCode)] = [
      ("void", ["ops": ops], .refused), ("void", ["ops": other], .badData),
      ("void", ["ops": ["x"]], .refused), ("void", ["ops": []], .usage),
      ("void", [:], .usage), ("reassign", ["ops": other, "to": "p-2"], .badData),
      ("reassign", ["ops": ops, "to": "p-9"], .refused), ("reassign", ["ops": ops], .usage),
      ("retime", ["ops": ops, "time": "soon"], .badData),
      ("retime", ["ops": ops, "time": "2025-11-07"], .badData),
      ("retime", ["ops": ops, "time": "2025-11-07 24:00"], .badData),
      ("retime", ["ops": ops, "time": "1950-01-01 10:00"], .badData),
      ("retime", ["ops": ops, "time": "2024-11-07 14:05"], .badData),
      ("retime", ["ops": ops, "time": "9999-01-01T00:00Z"], .badData),
    ]
    for (command, body, code) in wrong {
      let failure = stage.failure(command, body)
      #expect(failure?.exitCode == code, "\(failure?.message ?? "done")")
    }
    #expect(stage.place == place)
    let answer = try stage.ask("retime", ["ops": other, "time": "2025-11-07 14:05"])
    #expect(PeopleGroup.retimed(answer) == "It happened at 2025-11-07 12:05:00 UTC.")
    #expect(PeopleGroup.reassigned(["ops": ["x"], "participant": "p-2"]) == "1 op is p-2's now.")
  }
}
