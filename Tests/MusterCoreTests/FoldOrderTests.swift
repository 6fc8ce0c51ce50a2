import MusterCore
import Testing

/// Sets of a few ops in which much depends on much, each folded in every order.
private nonisolated enum Small: String, CaseIterable {
  case authority, voids, presence, edits, marks, blocks

  var log: [(operation: Operation, placement: Placement)] {
    var stage = FoldStage(withEvent: false)
    switch self {
    case .authority:
      var node = stage.newcomer("ankara")
      stage.admit(node)
      stage.checkIn(&node, "p1", at: 1000)
      stage.onHub(
        .nodeRevoke(
          Revocation(
            key: FoldStage.digest, keyID: node.key,
            durable: [WriterLimit(epoch: node.writer.epoch, n: 1)], why: "lost")))
      stage.checkIn(&node, "p2", at: 2000)
      stage.onHub(
        .nodeAccept(
          Acceptance(
            key: FoldStage.digest, keyID: node.key,
            durable: [WriterLimit(epoch: node.writer.epoch, n: 2)])))
    case .voids:
      var node = stage.newcomer("ankara")
      stage.admit(node)
      let first = stage.checkIn(&node, "p1", at: 1000)
      stage.on(&node, .void(ops: [first]), at: 2000)
      stage.checkIn(&node, "p1", at: 3000)
      stage.checkOut(&node, "p1", at: 4000)
    case .presence:
      var node = stage.newcomer("ankara")
      stage.admit(node)
      stage.checkIn(&node, "p1", at: 1000)
      stage.on(&node, .pointClose, at: 2000)
      stage.checkIn(&node, "p1", at: 3000)
      var event = EventPart(sort: .event, id: "event")
      event.calendar = [
        CalendarDate(date: "2026-10-01", first: FoldStage.midnight),
        CalendarDate(date: "2026-10-02", first: FoldStage.midnight + 2500),
        CalendarDate(date: "2026-10-03", first: FoldStage.midnight + 5000),
      ]
      stage.onHub(.eventPut(event))
    case .edits:
      var node = stage.newcomer("ankara")
      stage.admit(node)
      let walkIn = stage.on(
        &node, .participantPut(ParticipantChange(kind: "guest", country: "TR")), at: 1000)
      let edit = ParticipantChange(base: [walkIn], kind: "press")
      let second = stage.on(&node, .participantPut(edit), at: 2000, participant: walkIn.hex)
      stage.on(&node, .void(ops: [second]), at: 3000)
      stage.onHub(.participantPut(ParticipantChange(country: "MY")), participant: "p1")
    case .marks:
      var node = stage.newcomer("ankara")
      stage.admit(node)
      stage.checkIn(&node, "p1", at: 2000)
      for (mono, time) in [(1_000_000, 500), (3_000_000, 9500)] as [(Int64, Int64)] {
        stage.onHub(
          .clock(
            ClockMark(
              node: node.key, boot: node.boot, mono: mono, time: FoldStage.midnight + time,
              err: 5)))
      }
      stage.checkOut(&node, "p1", at: 4000)
    case .blocks:
      var node = stage.newcomer("ankara")
      stage.admit(node)
      stage.checkIn(&node, "p1", at: 2000)
      let block = stage.onHub(
        .participantBlock(why: "lost", serials: nil), at: FoldStage.midnight + 1000,
        participant: "p1")
      stage.onHub(
        .participantUnblock(blocks: [block]), at: FoldStage.midnight + 3000, participant: "p1")
      stage.onHub(
        .resolve(
          Resolution(
            type: "admitted-unentitled", subject: ["p1", "outside"], choice: "confirm",
            saw: [block])), at: FoldStage.midnight + 4000)
    }
    return stage.log
  }
}

@Suite("The fold does not see the order in which ops come") nonisolated struct FoldOrderTests {
  @Test("Every order of a small set gives the same bytes", arguments: Small.allCases)
  private func everyOrder(small: Small) {
    let log = small.log
    var straight = FoldStage.fold(log)
    let expected = straight.canonicalBytes()
    #expect(!expected.isEmpty)
    for (index, order) in permutations(of: log).enumerated() {
      var fold = Fold(event: EventID(high: 0, low: 0))
      for (operation, placement) in order {
        fold.place(operation, placement)
        // Every other order settles after each op, so that all is derived and derived anew.
        if index.isMultiple(of: 2) { fold.settle() }
      }
      guard fold.canonicalBytes() == expected else {
        Issue.record("\(small), order \(index): \(fold.lines())")
        return
      }
    }
  }

  @Test("What comes twice changes nothing", arguments: Small.allCases)
  private func twice(small: Small) {
    var fold = FoldStage.fold(small.log)
    let once = fold.canonicalBytes()
    let count = fold.operationCount
    for (operation, placement) in small.log { fold.place(operation, placement) }
    for (operation, placement) in small.log { fold.placeAgain(operation.id, placement) }
    #expect(fold.canonicalBytes() == once)
    #expect(fold.operationCount == count)
  }

  @Test(
    "What was pending first is, once placed, as if it never had been", arguments: Small.allCases)
  private func pendingFirst(small: Small) {
    let log = small.log
    var straight = FoldStage.fold(log)
    let expected = straight.canonicalBytes()
    var fold = Fold(event: EventID(high: 0, low: 0))
    for (operation, placement) in log {
      fold.addPending(
        operation, writer: placement.writer, n: placement.n, received: placement.received + 5000)
    }
    #expect(fold.pendingCount == log.count)
    #expect(fold.canonicalBytes().isEmpty)
    for (operation, placement) in log.reversed() {
      fold.place(operation, placement)
      fold.settle()
    }
    #expect(fold.pendingCount == 0)
    #expect(fold.canonicalBytes() == expected)
  }

  @Test("Screens show what is pending, the canonical form does not")
  func pendingIsShown() {
    var stage = FoldStage()
    var node = stage.node("ankara")
    let placed = stage.log.count
    let op = stage.checkIn(&node, "p1", at: 10 * FoldStage.hour)
    var fold = FoldStage.fold(stage.log[..<placed])
    let before = fold.canonicalBytes()
    let (operation, placement) = stage.log[placed]
    fold.addPending(
      operation, writer: placement.writer, n: placement.n, received: placement.received)
    let now = FoldStage.midnight + 11 * FoldStage.hour
    #expect(fold.insideNow("p1", point: "ankara", door: "main", now: now) == op)
    #expect(fold.operationInfo(op)?.isPending == true)
    #expect(fold.canonicalBytes() == before)
    #expect(fold.insideNow("p1", point: "ankara", door: "main", now: now) == op)
    #expect(fold.attendance(now: now).total.present == 1)
  }
}

@Test("Two spellings of one accented letter are two doors, whichever is named first")
nonisolated func spellings() {
  func presence(_ doors: [String]) -> [String] {
    var stage = FoldStage()
    var node = stage.node("ankara")
    for (door, at) in zip(doors, [1, 2, 3] as [Int64]) {
      stage.checkIn(&node, "p1", at: at * FoldStage.hour, door: door)
    }
    var fold = stage.fold
    return fold.lines("presence")
  }
  let doors = ["\u{e9}", "e\u{301}", "main"]
  #expect(presence(doors).count == 3)
  #expect(presence([doors[0], doors[2], doors[1]]).count == 3)
}
