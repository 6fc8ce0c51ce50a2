import MusterSync
import Testing

@testable import MusterDemo

@Suite("The demo's own record")
struct JournalTests {
  private func act(_ kind: String, _ point: String, _ participant: String, _ op: String) -> Act {
    Act(kind: kind, point: point, participant: participant, op: op, asked: 1, answered: 2)
  }

  @Test("Who came and left is not inside, and counts where they came first")
  func attendance() {
    let journal = Journal()
    journal.note(act("checkin", "fr-1", "p", "a"))
    journal.note(act("checkin", "de-1", "p", "b"))
    journal.note(act("checkout", "de-1", "p", "c"))
    let attendance = journal.attendance()
    #expect(attendance.inside["fr-1"] == ["p"])
    #expect(attendance.inside["de-1"] == [])
    #expect(attendance.first == ["p": "fr-1"])
  }

  @Test("What was taken back is as if it had not been")
  func voided() {
    let journal = Journal()
    journal.note(act("checkin", "fr-1", "p", "a"))
    journal.note(voided: "a")
    #expect(journal.attendance().first.isEmpty)
    #expect(journal.count("checkin") == 1)
  }

  @Test("Guests are early, late or absent, each once", arguments: [0, 1, 4, 12, 66, 240])
  func guests(count: Int) {
    let people = (0..<count).map {
      Person(id: "p-\($0)", name: "", kind: "guest", country: "FR", point: "fr-1", ticket: "")
    }
    let guests = Guests(people)
    #expect(Array(guests.absent) + Array(guests.late) + Array(guests.early) == people)
    #expect(count < 12 || (guests.absent.count >= 2 && guests.late.count >= 2))
  }
}

@Suite("An errand at a desk")
struct ErrandTests {
  private let person = Person(
    id: "p-1", name: "Zoë", kind: "guest", country: "FR", point: "fr-1", ticket: "T")
  private let points = [Point(id: "fr-1", country: "FR", dataPath: "")]
  private let journal = Journal()

  private func answer(_ errand: Errand, _ body: JSONValue, status: Int = 200) {
    errand.take(
      Answer(status: status, body: body), asked: 1, answered: 2, journal: journal)
  }

  @Test("Somebody looked up by name is checked in by id, under a key of their own")
  func byName() {
    let errand = Errand(.admitByName(person), at: 0, points, key: "k", isOffline: false)
    #expect(errand.question?.path == "/api/v1/participants?q=Zo%C3%AB&limit=50")
    answer(errand, ["participants": [["id": "p-1"]]])
    #expect(errand.question?.body == ["participant": "p-1"])
    #expect(errand.question?.key == "k-1")
    answer(errand, ["verdict": "admitted", "op": "aa"])
    #expect(errand.question == nil)
    #expect(journal.acts.map(\.op) == ["aa"])
    #expect(journal.surprises.isEmpty)
  }

  @Test(
    "An answer that is not the one due is a surprise, and ends the errand",
    arguments: [
      (200, ["verdict": "refused", "reason": "blocked"]), (200, ["verdict": "admitted"]),
      (503, ["title": "Busy"]),
    ] as [(Int, JSONValue)])
  func surprises(status: Int, body: JSONValue) {
    let errand = Errand(.admit(person), at: 0, points, key: "k", isOffline: false)
    answer(errand, body, status: status)
    #expect(journal.surprises.count == 1)
    #expect(journal.acts.isEmpty)
    #expect(errand.question == nil)
  }

  @Test("An answer without a link has to say so", arguments: [true, false])
  func offline(saysSo: Bool) {
    let errand = Errand(.admit(person), at: 0, points, key: "k", isOffline: true)
    answer(
      errand,
      ["verdict": "admitted", "op": "aa", "unknowns": ["connected": .bool(!saysSo)]])
    #expect(journal.offline.answers == 1)
    #expect(journal.offline.saidSo == (saysSo ? 1 : 0))
  }
}
