import MusterCore
import Testing

@Suite("The door's vectors") nonisolated struct DoorVectorTests {
  @Test("The rule comes to the faults and the verdict of each case")
  func rule() throws {
    let cases = try DoorVectors.read()
    #expect(cases.count >= 150)
    for one in cases {
      #expect(one.doorFacts.faults.map(\.rawValue) == one.faults, "\(one.why)")
      let ops = one.log.indices.map { OpID(high: 9, low: UInt64($0)) }
      let inside = one.inside.map {
        Verdict.Inside(op: ops[$0], point: one.log[$0].point, since: one.log[$0].time, by: nil)
      }
      let verdict = judge(
        one.shown, isKnown: one.known, facts: one.doorFacts, inside: inside,
        admitsInside: one.door?.entry == "always")
      #expect(verdict == one.expected(ops, by: nil), "\(one.why)")
    }
  }

  @Test("A desk comes to the verdict of each case from ops")
  func desk() throws {
    for one in try DoorVectors.read() {
      let stage = VectorStage(one)
      var fold = stage.fold
      let verdict = fold.verdict(
        for: one.asked.participant, showing: one.shown, point: "here", door: "main",
        now: one.asked.time, err: one.asked.err, answered: one.asked.answered)
      #expect(verdict == one.expected(stage.ops, by: nil), "\(one.why)")
    }
  }

  @Test("The fold flags a recorded check-in where the case says so, and shows a block's both sides")
  func recorded() throws {
    for one in try DoorVectors.read() {
      guard let faults = one.recorded else { continue }
      var stage = VectorStage(one)
      let checkin = stage.record()
      var fold = stage.fold
      #expect(fold.time(of: checkin)?.ms == one.asked.time, "\(one.why)")
      #expect(fold.time(of: checkin)?.err == one.asked.err, "\(one.why)")
      let conflict = fold.conflicts().first {
        $0.type == "admitted-unentitled" && $0.evidence.contains(checkin)
      }
      // Who spends the one entry that a later check-in makes again is evidence against that one.
      let spendsLater = one.log.contains { $0.time > one.asked.time && $0.point == "there" }
      #expect((conflict != nil) == (!faults.isEmpty || spendsLater), "\(one.why)")
      let blocks = Set(conflict?.evidence ?? []).intersection(stage.blocks)
      #expect(blocks.isEmpty == !faults.contains("blocked"), "\(one.why)")
    }
  }
}

/// A case of the door's vectors as ops: the hub does all but the check-in that is asked about.
private nonisolated struct VectorStage {
  private var stage = FoldStage(withEvent: false)
  private let one: DoorVectors.Case
  private var seen: [OpID] = []
  /// The ops of the case's log.
  private(set) var ops: [OpID] = []
  private(set) var blocks: [OpID] = []

  var fold: Fold { stage.fold }

  init(_ one: DoorVectors.Case) {
    self.one = one
    putEvent()
    var point = PointChange()
    point.capacity = one.capacity
    stage.onHub(.pointPut(point), at: Self.early, point: "here")
    for (id, fields) in one.people.sorted(by: { $0.key < $1.key }) {
      stage.onHub(.participantPut(fields.change), at: Self.early, participant: id)
    }
    if one.merged.count > 1 {
      stage.onHub(.participantMerge(participants: one.merged.sorted()), at: Self.early)
    }
    for block in one.blocks { put(block) }
    for entry in one.log { put(entry) }
  }

  private static let early = FoldStage.midnight - 100 * 24 * FoldStage.hour

  private mutating func putEvent() {
    var parts: [EventPart] = []
    if !one.calendar.isEmpty {
      var event = EventPart(sort: .event, id: "event")
      event.calendar = one.calendar.map { CalendarDate(date: $0.date, first: $0.first) }
      parts.append(event)
    }
    for day in one.days {
      var part = EventPart(sort: .day, id: day.id)
      part.date = day.date
      part.from = day.from
      part.to = day.to
      parts.append(part)
    }
    if let door = one.door {
      var part = EventPart(sort: .door, id: "main")
      part.rule = door.rule
      parts.append(part)
    }
    for part in parts { stage.onHub(.eventPut(part), at: Self.early) }
  }

  private mutating func put(_ block: DoorVectors.Block) {
    let op = stage.onHub(
      .participantBlock(why: "lost", serials: block.serials), at: block.time,
      participant: block.participant)
    blocks.append(op)
    if block.seen { seen.append(op) }
    guard let lifted = block.lifted else { return }
    stage.onHub(.participantUnblock(blocks: [op]), at: lifted, participant: block.participant)
  }

  private mutating func put(_ entry: DoorVectors.Entry) {
    let act: Act =
      switch entry.kind {
      case "checkin":
        .checkin(CheckIn(door: entry.door ?? "", answered: entry.answered ?? []))
      case "checkout": .checkout(door: entry.door ?? "")
      default: .pointClose
      }
    let op = stage.onHub(
      act, at: entry.time, point: entry.point, participant: entry.participant)
    ops.append(op)
    if entry.voided { stage.onHub(.void(ops: [op]), at: entry.time) }
  }

  /// A node records the check-in that was asked about, at a moment that a mark of its boot measures.
  mutating func record() -> OpID {
    let mono: Int64 = 1_000_000_000
    var node = stage.newcomer("here")
    stage.admit(node)
    let asked = one.asked
    stage.onHub(
      .clock(
        ClockMark(node: node.key, boot: node.boot, mono: mono, time: asked.time, err: asked.err)),
      at: Self.early)
    let act = Act.checkin(
      CheckIn(door: "main", base: seen, serial: asked.serial, answered: asked.answered))
    return stage.on(
      &node, act, at: mono / 1000, participant: asked.participant,
      received: asked.time + asked.err)
  }
}
