import MusterCore
import Testing

private nonisolated let midnight = FoldStage.midnight
private nonisolated let hour = FoldStage.hour

@Suite("The door") nonisolated struct FoldDoorTests {
  private let op = OpID(high: 1, low: 2)

  /// What the rule looks at of somebody of whom all is well.
  private var facts: DoorFacts { DoorFacts(time: 5, err: 0, date: 0) }

  @Test("A block of serials bars tickets up to its serial and nobody who shows none")
  func serials() {
    func verdict(_ shown: Shown, _ serials: Int64?) -> Verdict {
      var stage = FoldStage()
      stage.enrol("p1")
      stage.onHub(.participantBlock(why: "lost", serials: serials), participant: "p1")
      var fold = stage.fold
      return fold.verdict(for: "p1", showing: shown, point: "ankara", door: "main", now: midnight)
    }
    #expect(verdict(.ticket(serial: 1), 1) == .refused(.blocked))
    #expect(verdict(.ticket(serial: 2), 1) == .admitted(isNamed: true))
    #expect(verdict(.nothing, 1) == .admitted(isNamed: true))
    #expect(verdict(.nothing, nil) == .refused(.blocked))
    #expect(verdict(.ticket(serial: 9), nil) == .refused(.blocked))
  }

  @Test("Only a block and a cancellation are looked at before a repeat")
  func graveFirst() {
    let inside = Verdict.Inside(op: op, point: "ankara", since: 5, by: "desk")
    func verdict(admitsInside: Bool = false, _ change: (inout DoorFacts) -> Void) -> Verdict {
      var facts = facts
      change(&facts)
      return judge(
        .nothing, isKnown: true, facts: facts, inside: inside, admitsInside: admitsInside)
    }
    #expect(verdict { _ in } == .repeat(inside))
    #expect(verdict { $0.isBlocked = true } == .refused(.blocked))
    #expect(verdict { $0.isCancelled = true } == .refused(.cancelled))
    #expect(verdict { $0.isPending = true } == .repeat(inside))
    #expect(verdict { $0.isFull = true } == .repeat(inside))
    #expect(verdict(admitsInside: true) { _ in } == .admitted(isNamed: true))
    #expect(verdict(admitsInside: true) { $0.isWithdrawn = true } == .refused(.wrongDoor))
  }

  @Test("A good ticket of nobody on the roster is admitted, a bare id that nobody has is not")
  func unknown() {
    func verdict(_ shown: Shown) -> Verdict {
      var facts = facts
      facts.isRegistered = false
      return judge(shown, isKnown: false, facts: facts, inside: nil, admitsInside: false)
    }
    #expect(verdict(.ticket(serial: 1)) == .admitted(isNamed: false))
    #expect(verdict(.nothing) == .refused(.unknown))
    #expect(verdict(.ticketOfAnotherEvent) == .refused(.wrongEvent))
    #expect(verdict(.ticketWithBadSignature) == .refused(.badSignature))
  }

  @Test("Who has spent an entry is told which one, and what was answered once is not asked again")
  func earlier() {
    var stage = FoldStage()
    var node = stage.node("ankara")
    stage.enrol("p1")
    var door = EventPart(sort: .door, id: "main")
    door.rule = DoorRule(
      entry: .once,
      questions: [Question(id: "outlet", form: .text, isRequired: true, titles: [:])])
    stage.onHub(.eventPut(door))
    var fold = stage.fold
    #expect(fold.openQuestions(for: "p1", door: "main") == ["outlet"])
    #expect(fold.spender(for: "p1", door: "main", now: midnight) == nil)

    let op = stage.on(
      &node, .checkin(CheckIn(door: "main", answered: ["outlet"])), at: 9 * hour,
      participant: "p1")
    stage.checkOut(&node, "p1", at: 10 * hour)
    fold = stage.fold
    #expect(
      fold.spender(for: "p1", door: "main", now: midnight + 11 * hour)
        == Verdict.Inside(op: op, point: "ankara", since: midnight + 9 * hour, by: "desk"))
    #expect(fold.questionsAnswered(by: "p1") == ["outlet": op])
    #expect(fold.openQuestions(for: "p1", door: "main").isEmpty)

    let later = stage.on(
      &node, .checkin(CheckIn(door: "main", answered: ["outlet"])), at: 11 * hour,
      participant: "p1")
    fold = stage.fold
    #expect(fold.questionsAnswered(by: "p1") == ["outlet": later])
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

  @Test("There are words for every verdict and reason in every language, and none are the same")
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
  }

  @Test("An earlier entry is told with its time, and with its place where it was elsewhere")
  func earlierWords() {
    let inside = Verdict.Inside(op: op, point: "ankara", since: 5, by: nil)
    let here = Say.Earlier(time: "09:05")
    let elsewhere = Say.Earlier(time: "09:05", place: "Ankara")
    #expect(
      Say.words(for: .repeat(inside), language: "en", earlier: here)
        == "You are already inside, since 09:05.")
    for language in Say.languages {
      func words(_ verdict: Verdict, _ earlier: Say.Earlier?) -> String {
        Say.words(for: verdict, language: language, earlier: earlier)
      }
      #expect(words(.repeat(inside), here).contains("09:05"))
      let used = Verdict.refused(.alreadyUsed)
      #expect(words(used, here).contains("09:05"))
      #expect(words(used, elsewhere).contains("09:05"))
      #expect(words(used, elsewhere).contains("Ankara"))
      #expect(words(used, nil) != words(used, here))
      #expect(words(.refused(.full), here) == words(.refused(.full), nil))
      #expect(Say.goodbye(language: language) != words(.admitted(isNamed: true), nil))
    }
    #expect(Say.goodbye(language: "tr-TR") == "Güle güle.")
  }
}
