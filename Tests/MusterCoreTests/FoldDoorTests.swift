import MusterCore
import Testing

private let midnight = FoldStage.midnight
private let hour = FoldStage.hour

@Suite("The door") struct FoldDoorTests {
  private let op = OpID(high: 1, low: 2)

  private func block(_ serials: Int64?) -> StandingBlock {
    StandingBlock(id: op, why: "", serials: serials)
  }

  @Test("A block of serials bars tickets up to its serial and nobody who shows none")
  func serials() {
    func verdict(_ shown: Shown, _ serials: Int64?) -> Verdict {
      judge(shown, isKnown: true, isRegistered: true, blocks: [block(serials)], inside: nil)
    }
    #expect(verdict(.ticket(serial: 1), 1) == .refused(.blocked))
    #expect(verdict(.ticket(serial: 2), 1) == .admitted(isNamed: true))
    #expect(verdict(.nothing, 1) == .admitted(isNamed: true))
    #expect(verdict(.nothing, nil) == .refused(.blocked))
    #expect(verdict(.ticket(serial: 9), nil) == .refused(.blocked))
  }

  @Test("A block is looked at before a repeat")
  func blockFirst() {
    let inside = Verdict.Inside(op: op, point: "ankara", since: 5, by: "desk")
    func verdict(_ blocks: [StandingBlock]) -> Verdict {
      judge(.nothing, isKnown: true, isRegistered: true, blocks: blocks, inside: inside)
    }
    #expect(verdict([]) == .repeat(inside))
    #expect(verdict([block(nil)]) == .refused(.blocked))
  }

  @Test("A good ticket of nobody on the roster is admitted, a bare id that nobody has is not")
  func unknown() {
    func verdict(_ shown: Shown) -> Verdict {
      judge(shown, isKnown: false, isRegistered: false, blocks: [], inside: nil)
    }
    #expect(verdict(.ticket(serial: 1)) == .admitted(isNamed: false))
    #expect(verdict(.nothing) == .refused(.unknown))
    #expect(verdict(.ticketOfAnotherEvent) == .refused(.wrongEvent))
    #expect(verdict(.ticketWithBadSignature) == .refused(.badSignature))
  }

  @Test("The door answers from the fold")
  func fromFold() {
    var stage = FoldStage()
    var node = stage.node("ankara")
    stage.enrol("p1")
    stage.enrol("p2")
    let block = stage.onHub(.participantBlock(why: "banned", serials: nil), participant: "p2")
    let op = stage.checkIn(&node, "p1", at: 9 * hour)
    var fold = stage.fold
    func verdict(_ id: String, door: String = "main", at: Int64 = 10 * hour) -> Verdict {
      fold.verdict(
        for: id, showing: .nothing, point: "ankara", door: door, now: midnight + at)
    }
    #expect(
      verdict("p1")
        == .repeat(
          Verdict.Inside(op: op, point: "ankara", since: midnight + 9 * hour, by: "desk")))
    #expect(verdict("p1", door: "press") == .admitted(isNamed: true))
    #expect(verdict("p1", at: 19 * hour) == .admitted(isNamed: true))
    #expect(verdict("p2") == .refused(.blocked))
    #expect(verdict("p3") == .refused(.unknown))

    stage.onHub(.participantUnblock(blocks: [block]), participant: "p2")
    fold = stage.fold
    #expect(verdict("p2") == .admitted(isNamed: true))
  }

  @Test("There are words for every verdict in every language, and none are the same")
  func words() {
    let inside = Verdict.Inside(op: op, point: "ankara", since: 5, by: nil)
    let verdicts =
      [.admitted(isNamed: true), .repeat(inside)] + Verdict.Refusal.allCases.map(Verdict.refused)
    let all = Say.languages.flatMap { language in
      verdicts.map { Say.words(for: $0, language: language) }
    }
    #expect(Set(all).count == all.count)
    #expect(Say.words(for: .admitted(isNamed: false), language: "FR-be") == "Bienvenue.")
    #expect(Say.words(for: .admitted(isNamed: true), language: "xx") == "Welcome.")
    #expect(
      Say.words(for: .repeat(inside), language: "en", since: "09:05")
        == "You are already inside, since 09:05.")
  }
}
