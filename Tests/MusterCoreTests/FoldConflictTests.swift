import MusterCore
import Testing

private nonisolated let midnight = FoldStage.midnight
private nonisolated let hour = FoldStage.hour

@Suite("Conflicts") nonisolated struct FoldConflictTests {
  /// Two points check the same person in.
  private struct Twice {
    var stage = FoldStage()
    var ankara: FoldStage.Node
    var izmir: FoldStage.Node
    var first: OpID
    var second: OpID

    init() {
      stage.enrol("p1")
      ankara = stage.node("ankara")
      izmir = stage.node("izmir")
      first = stage.checkIn(&ankara, "p1", at: 9 * hour)
      second = stage.checkIn(&izmir, "p1", at: 10 * hour)
    }

    mutating func choose(_ choice: String, saw: [OpID], at: Int64 = midnight + 12 * hour) {
      stage.onHub(
        .resolve(
          Resolution(
            type: "double-presence", subject: ["p1", "2026-10-01"], choice: choice, saw: saw)),
        at: at)
    }
  }

  @Test("Two points check the same person in: one conflict, and the earlier counts meanwhile")
  func twice() throws {
    let twice = Twice()
    var fold = twice.stage.fold
    let conflicts = fold.conflicts()
    let conflict = try #require(conflicts.first)
    #expect(conflicts.count == 1)
    #expect(conflict.type == "double-presence")
    #expect(conflict.subject == ["p1", "2026-10-01"])
    #expect(conflict.isOpen)
    #expect(conflict.outcome == "point:ankara")
    #expect(conflict.choices == ["point:ankara", "point:izmir"])
    #expect(conflict.evidence == [twice.first, twice.second].sorted())
    #expect(conflict.sides.map(\.point) == ["ankara", "izmir"])
    #expect(fold.lines("counted") == [#"["counted","p1","2026-10-01","ankara"]"#])

    var backwards = FoldStage.fold(twice.stage.log.reversed())
    #expect(backwards.canonicalBytes() == fold.canonicalBytes())
  }

  @Test("A choice closes a conflict until there is evidence that it had not seen")
  func resolved() {
    var twice = Twice()
    twice.choose("point:izmir", saw: [twice.first, twice.second])
    var fold = twice.stage.fold
    #expect(fold.conflicts().map(\.isOpen) == [false])
    #expect(fold.conflicts().map(\.outcome) == ["point:izmir"])
    #expect(fold.lines("counted") == [#"["counted","p1","2026-10-01","izmir"]"#])
    let attendance = fold.attendance(now: midnight + 11 * hour)
    #expect(attendance.points["izmir"]?.present == 1)
    #expect(attendance.points["ankara"]?.present == 0)
    #expect(attendance.total.present == 1)

    var konya = twice.stage.node("konya")
    twice.stage.checkIn(&konya, "p1", at: 11 * hour)
    fold = twice.stage.fold
    #expect(fold.conflicts().map(\.isOpen) == [true])
    #expect(fold.conflicts().map(\.outcome) == ["point:ankara"])
  }

  @Test("Only a choice that can be chosen closes a conflict")
  func impossibleChoice() {
    var twice = Twice()
    twice.choose("point:konya", saw: [twice.first, twice.second])
    var fold = twice.stage.fold
    #expect(fold.conflicts().map(\.isOpen) == [true])
    #expect(fold.conflicts().map(\.resolution) == [nil])
  }

  @Test("Leaving one point before entering the other is no conflict")
  func oneAfterTheOther() {
    var stage = FoldStage()
    stage.enrol("p1")
    var ankara = stage.node("ankara")
    var izmir = stage.node("izmir")
    stage.checkIn(&ankara, "p1", at: 9 * hour)
    stage.checkOut(&ankara, "p1", at: 10 * hour)
    stage.checkIn(&izmir, "p1", at: 10 * hour)
    var fold = stage.fold
    #expect(fold.conflicts().isEmpty)
  }

  @Test("Somebody let in by thousands of doors is one conflict with all of them")
  func thousandsOfDoors() {
    var twice = Twice()
    for door in 0..<5_000 {
      twice.stage.checkIn(&twice.ankara, "p1", at: 11 * hour + Int64(door), door: "\(door)")
    }
    var fold = twice.stage.fold
    #expect(fold.conflicts().map(\.evidence.count) == [5_002])
  }

  @Test("What ends as it begins overlaps what began before it, and nothing that begins with it")
  func momentary() {
    var twice = Twice()
    twice.stage.enrol("p2")
    twice.stage.checkIn(&twice.ankara, "p2", at: 9 * hour)
    twice.stage.on(
      &twice.ankara, .checkout(door: "main"), at: 9 * hour + 1, participant: "p2",
      stated: midnight + 9 * hour)
    twice.stage.checkIn(&twice.izmir, "p2", at: 9 * hour)
    var fold = twice.stage.fold
    #expect(fold.conflicts().map { $0.subject[0] } == ["p1"])
  }

  @Test("A ticket is blocked at the hub while an offline point admits it")
  func unentitled() {
    var stage = FoldStage()
    var node = stage.node("ankara")
    stage.enrol("p1")
    let block = stage.onHub(
      .participantBlock(why: "reissued", serials: 1), at: midnight + 8 * hour, participant: "p1")
    let old = stage.checkIn(&node, "p1", at: 9 * hour, serial: 1)
    stage.checkIn(&node, "p1", at: 10 * hour, serial: 2)
    stage.checkIn(&node, "p1", at: 11 * hour)
    var fold = stage.fold
    let conflicts = fold.conflicts()
    #expect(conflicts.map(\.type) == ["admitted-unentitled"])
    #expect(conflicts.map(\.outcome) == ["admitted"])
    #expect(conflicts.map(\.evidence) == [[block, old].sorted()])
    #expect(fold.participant("p1")?.blocks.map(\.id) == [block])
    #expect(
      fold.insideNow("p1", point: "ankara", door: "main", now: midnight + 12 * hour) == old)

    stage.on(&node, .void(ops: [old]), at: 12 * hour)
    fold = stage.fold
    #expect(fold.conflicts().isEmpty)
  }

  @Test("A block bars what is before it only where the desk had seen it")
  func blockedAfterwards() {
    var stage = FoldStage()
    stage.enrol("p1")
    var node = stage.node("ankara")
    let block = stage.onHub(
      .participantBlock(why: "banned", serials: nil), at: midnight + 12 * hour, participant: "p1")
    stage.checkIn(&node, "p1", at: 9 * hour)
    var fold = stage.fold
    #expect(fold.conflicts().isEmpty)
    let seen = stage.checkIn(&node, "p1", at: 10 * hour, base: [block])
    fold = stage.fold
    #expect(fold.conflicts().map(\.evidence) == [[block, seen].sorted()])
    stage.onHub(
      .participantUnblock(blocks: [block]), at: midnight + 13 * hour, participant: "p1")
    fold = stage.fold
    #expect(fold.conflicts().count == 1)
    #expect(fold.participant("p1")?.blocks.isEmpty == true)
  }
}

@Suite("Attendance") nonisolated struct FoldAttendanceTests {
  @Test("Everybody counts once, present and attended, by point and by country")
  func totals() {
    var stage = FoldStage()
    var ankara = stage.node("ankara", country: "TR")
    var kuantan = stage.node("kuantan", country: "MY")
    stage.enrol("p1", country: "TR", point: "ankara")
    stage.enrol("p2", country: "MY", point: "kuantan")
    stage.enrol("p3", country: "MY", point: "kuantan")
    stage.checkIn(&ankara, "p1", at: 9 * hour)
    stage.checkIn(&ankara, "p1", at: 9 * hour, door: "press")
    stage.checkIn(&kuantan, "p2", at: 9 * hour)
    stage.checkOut(&kuantan, "p2", at: 10 * hour)
    stage.checkIn(&kuantan, "nobody", at: 9 * hour)
    var fold = stage.fold
    let attendance = fold.attendance(now: midnight + 11 * hour)
    #expect(attendance.total == .init(registered: 3, present: 2, attended: 3))
    #expect(attendance.points["ankara"] == .init(registered: 1, present: 1, attended: 1))
    #expect(attendance.points["kuantan"] == .init(registered: 2, present: 1, attended: 2))
    #expect(attendance.countries["TR"] == .init(registered: 1, present: 1, attended: 1))
    #expect(attendance.countries["MY"] == .init(registered: 2, present: 1, attended: 2))
  }
}

@Suite("Size") nonisolated struct FoldSizeTests {
  @Test("5,000 people and 15,000 ops fit into 3 MB")
  func fits() {
    var stage = FoldStage()
    var nodes = (0..<20).map { stage.node("point-\($0)") }
    for person in 0..<5000 { stage.enrol("person-\(person)", point: "point-\(person % 20)") }
    for visit in 0..<9900 {
      let at = visit % 20
      stage.checkIn(&nodes[at], "person-\(visit % 5000)", at: Int64(visit) * 1000, serial: 1)
    }
    var fold = stage.fold
    fold.settle()
    #expect(fold.operationCount > 14_900)
    #expect(fold.approximateBytes < 3_000_000)
    #expect(stage.log.allSatisfy { fold.contains($0.operation.id) })
    #expect(!fold.contains(OpID(high: 1, low: 1)))
    #expect(fold.participantIDs().count == 5000)
  }
}
