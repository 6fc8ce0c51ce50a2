import MusterCommand
import MusterCore
import MusterDaemon
import MusterSync
import Testing

@testable import MusterNode

@Suite("What the command line prints of a check-in")
struct DoorPrintTests {
  private func parsed(_ words: [String]) throws -> Invocation {
    let line = try NodeProgram.command.parse(words + ["--data", "x"], environment: [:])
    guard case .run(let invocation) = line else {
      throw Failure.usage("the command line asks for no command")
    }
    return invocation
  }

  @Test("One word names one person, several words a group, with answers and the desk's word")
  func arrival() throws {
    let one = try Asking.arrival(
      parsed(["checkin", "p-1", "--door", "press", "--answer", "outlet=A=B", "--anyway"]))
    #expect(
      one == [
        "door": "press", "participant": "p-1", "anyway": true, "answers": ["outlet": "A=B"],
      ])
    let ticket = try Asking.arrival(parsed(["checkin", "MUSTER1:ABC"]))
    #expect(ticket == ["ticket": "MUSTER1:ABC"])
    let group = try Asking.arrival(parsed(["checkin", "p-1", "MUSTER1:ABC"]))
    #expect(group == ["participants": ["p-1", "MUSTER1:ABC"]])
    #expect(throws: Failure.self) {
      try Asking.arrival(parsed(["checkin", "p-1", "--answer", "outlet"]))
    }
  }

  @Test("The verdict comes first, then what to do")
  func verdicts() {
    let amina: JSONValue = ["id": "p-1", "name": "Amina", "registered": true]
    #expect(
      DoorPrint.lines(["verdict": "admitted", "participant": amina, "present": 3])
        == ["May come in: Amina. 3 inside now."])
    #expect(
      DoorPrint.lines([
        "verdict": "admitted", "despite": "full", "participant": amina, "present": 3,
      ]) == ["May come in all the same (the point is full): Amina. 3 inside now."])
    #expect(
      DoorPrint.lines([
        "verdict": "refused", "reason": "already-used", "anyway": true, "participant": amina,
        "used_point": "fr-1", "used_by": "Léa", "say": "Sorry.",
      ]) == [
        "May NOT come in (entry used already): Amina. Sorry.",
        "  The entry was used at fr-1, by Léa.",
        "  To let this person in all the same, say --anyway: the centre sees it.",
      ])
    #expect(
      DoorPrint.lines(["verdict": "refused", "reason": "unknown", "anyway": false, "say": "No."])
        == ["May NOT come in (not on the list): This ticket. No."])
  }

  @Test("A question is printed with what to type")
  func questions() {
    let answer: JSONValue = [
      "verdict": "refused", "reason": "questions-open", "anyway": true, "say": "Please answer.",
      "participant": ["id": "p-1"],
      "questions": [
        [
          "id": "meal", "type": "choice", "title": "Meal?", "required": true,
          "choices": ["a", "b"],
        ],
        ["id": "bags", "type": "number", "title": "Bags?", "required": false],
      ],
    ]
    #expect(
      DoorPrint.lines(answer) == [
        "May NOT come in (a question is open): p-1. Please answer.",
        "  Ask: Meal?  --answer 'meal=a|b'",
        "  Ask if you like: Bags?  --answer 'bags=NUMBER'",
      ])
  }

  @Test("A group ends with what came of it")
  func group() {
    let answer: JSONValue = [
      "checkins": [
        ["verdict": "admitted", "participant": ["id": "p-1"]],
        ["verdict": "refused", "reason": "unknown", "say": "No."],
      ], "admitted": 1, "repeated": 0, "refused": 1, "present": 4,
    ]
    #expect(
      DoorPrint.lines(answer) == [
        "May come in: p-1.", "May NOT come in (not on the list): This ticket. No.",
        "1 may come in, 1 may NOT. 4 inside now.",
      ])
  }

  @Test("Every reason has words for the desk")
  func reasons() {
    let lines = Verdict.Refusal.allCases.map { reason in
      DoorPrint.lines(["verdict": "refused", "reason": .string(reason.rawValue)])[0]
    }
    #expect(Set(lines).count == lines.count)
    for (line, reason) in zip(lines, Verdict.Refusal.allCases) {
      #expect(!line.contains("(\(reason.rawValue))"))
    }
  }
}
