import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import Testing

@testable import MusterNode

@Suite("What a rehearsal says")
struct RehearsalTests {
  private let troubles: [RehearsalTrouble] = [
    .noHub("why"), .tooOld, .busy("why"), .revoked, .strangeHub, .disk("why"), .noList,
    .notRecorded("why"), .notBack("why"), .gone, .notArrived(3, of: 20), .differs,
  ]
  private let steps: [RehearsalStep] = [
    .linked(roundTripMs: 7, clockOffsetMs: -3), .listed(people: 20), .cut,
    .recorded(people: 20, slowestMs: 4), .back(afterMs: 9), .arrived(people: 20),
  ]

  @Test("Whatever goes wrong, it says what and what to do, in Arabic and in English")
  func words() {
    let arabic = RehearsalWords(language: "ar")
    let english = RehearsalWords(language: "fr")
    for trouble in troubles {
      let said = [
        arabic.text(trouble, patience: 60), english.text(trouble, patience: 60),
        arabic.advice(trouble), english.advice(trouble),
      ]
      #expect(Set(said).count == 4)
      for text in [said[0], said[2]] { #expect(isArabic(text), "\(text)") }
      for text in [said[1], said[3]] { #expect(!isArabic(text), "\(text)") }
    }
    for step in steps {
      #expect(isArabic(arabic.text(step)))
      #expect(!isArabic(english.text(step)))
    }
    #expect(Set(troubles.map(\.name) + steps.map(\.name)).count == troubles.count + steps.count)
  }

  private func isArabic(_ text: String) -> Bool {
    text.unicodeScalars.contains { 0x0600...0x06FF ~= $0.value }
  }

  @Test("What only could not be compared is no failure of this machine")
  func outcomes() {
    let failed = troubles.filter { $0.outcome == .failed }.map(\.name)
    #expect(failed == ["revoked", "strange-hub", "disk", "not-recorded", "differs"])
    #expect(troubles.allSatisfy { $0.outcome != .well })
  }

  @Test("Without a daemon there is none, and the words say how to get one")
  func withoutDaemon() throws {
    let town = try Town(try Centre())
    #expect(throws: Failure.self) { try town.ask("rehearse") }
    let answer = town.http(.post, "/api/v1/rehearsal", [:])
    #expect(answer.status == 503)
    #expect(answer.body["detail"]?.string?.contains("muster-node serve") == true)
  }

  @Test("How the last one went is read again, and told to the centre")
  func kept() throws {
    let town = try Town(try Centre())
    #expect(town.node.status().rehearsed == nil)
    try town.node.replica.settings.set(.rehearsed, to: "1790000000000 failed")
    try town.reopen()
    #expect(town.node.status().rehearsed == Rehearsed(at: 1_790_000_000_000, outcome: "failed"))
  }
}
