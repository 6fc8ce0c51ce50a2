import MusterCore
import Testing

private nonisolated let midnight = FoldStage.midnight
private nonisolated let hour = FoldStage.hour

@Suite("Authority") nonisolated struct FoldAuthorityTests {
  @Test("A node counts at its own point and nowhere else")
  func ownPoint() {
    var stage = FoldStage()
    var node = stage.node("ankara")
    let own = stage.checkIn(&node, "p1", at: hour)
    node.point = "izmir"
    let other = stage.checkIn(&node, "p1", at: 2 * hour)
    var fold = stage.fold
    #expect(fold.operationInfo(own)?.ignored == nil)
    #expect(fold.operationInfo(other)?.ignored == "no-authority")
    #expect(fold.lines("ignored") == [#"["ignored","\#(other.hex)","no-authority"]"#])
  }

  @Test("What a revoked node hands in afterwards is kept, and counts once it is accepted")
  func revoked() {
    var stage = FoldStage()
    var node = stage.node("ankara")
    let before = stage.checkIn(&node, "p1", at: hour)
    stage.onHub(
      .nodeRevoke(
        Revocation(
          key: FoldStage.digest, keyID: node.key,
          durable: [WriterLimit(epoch: node.writer.epoch, n: 1)], why: "stolen")))
    let after = stage.checkIn(&node, "p2", at: 2 * hour)
    var fold = stage.fold
    #expect(fold.operationInfo(before)?.ignored == nil)
    #expect(fold.operationInfo(after)?.ignored == "no-authority")
    #expect(fold.participant("p2") == nil)
    #expect(fold.nodes().map(\.isRevoked) == [true])

    let count = stage.log.count
    stage.onHub(
      .nodeAccept(
        Acceptance(
          key: FoldStage.digest, keyID: node.key,
          durable: [WriterLimit(epoch: node.writer.epoch, n: 50)])))
    fold.place(stage.log[count].operation, stage.log[count].placement)
    #expect(fold.operationInfo(after)?.ignored == nil)
    #expect(fold.participant("p2") != nil)
  }

  @Test("A line under somebody else's writer gives its author no right")
  func foreignWriter() {
    var stage = FoldStage()
    var honest = stage.node("ankara")
    let thief = stage.node("izmir")
    let writer = honest.writer
    honest.writer = thief.writer
    let forged = stage.checkIn(&honest, "p1", at: hour)
    var fold = stage.fold
    #expect(fold.operationInfo(forged)?.ignored == "no-authority")
    fold.placeAgain(forged, Placement(writer: writer, n: 9, received: midnight + hour))
    #expect(fold.operationInfo(forged)?.ignored == nil)
  }

  @Test("A country edits its own people only")
  func edits() {
    var stage = FoldStage()
    var ankara = stage.node("ankara", country: "TR")
    stage.enrol("p1", country: "TR")
    stage.enrol("p2", country: "MY")
    let change = Act.participantPut(ParticipantChange(kind: "press"))
    let own = stage.on(&ankara, change, at: hour, participant: "p1")
    let other = stage.on(&ankara, change, at: 2 * hour, participant: "p2")
    var fold = stage.fold
    #expect(fold.operationInfo(own)?.ignored == nil)
    #expect(fold.operationInfo(other)?.ignored == "no-authority")
    #expect(fold.participant("p1")?.kind == "press")
    #expect(fold.participant("p2")?.home == "MY")
  }
}

@Suite("Time") nonisolated struct FoldTimeTests {
  @Test("Between two marks times are interpolated, rounded down, with the larger error")
  func marked() {
    var stage = FoldStage()
    var node = stage.node("ankara", isMarked: false)
    for (mono, time, err) in [(0, 0, 4), (30_000_000, 31_000, 2)] as [(Int64, Int64, Int64)] {
      stage.onHub(
        .clock(
          ClockMark(node: node.key, boot: node.boot, mono: mono, time: midnight + time, err: err)))
    }
    let between = stage.checkIn(&node, "p1", at: 10_001)
    let beyond = stage.checkIn(&node, "p2", at: 40_000)
    var fold = stage.fold
    #expect(fold.time(of: between)?.ms == midnight + 10_334)
    #expect(fold.time(of: between)?.err == 6)
    #expect(fold.time(of: beyond)?.ms == midnight + 41_000)
    #expect(fold.time(of: beyond)?.err == 3)
  }

  @Test("Times are true within their error, however well or badly each mark was measured")
  func trueTimes() {
    var chance = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var stage = FoldStage()
      var node = stage.node("ankara", isMarked: false)
      // The truth: a clock that runs between 100 ppm too slow and 100 ppm too fast.
      var truth: [(mono: Int64, ms: Double)] = [(0, 0)]
      for _ in 0..<12 {
        let step = Int64.random(in: 1...40_000_000, using: &chance)
        let rate = Double.random(in: 0.99991...1.00009, using: &chance)
        let last = truth[truth.count - 1]
        truth.append((last.mono + step, last.ms + Double(step) / 1000 * rate))
      }
      for (mono, ms) in truth where Bool.random(using: &chance) {
        let err = Int64.random(in: 1...5, using: &chance) * (Bool.random(using: &chance) ? 1 : 400)
        let slip = Int64.random(in: 1 - err...err - 1, using: &chance)
        let mark = ClockMark(
          node: node.key, boot: node.boot, mono: mono, time: midnight + Int64(ms) + slip, err: err)
        stage.onHub(.clock(mark))
      }
      stage.onHub(
        .clock(ClockMark(node: node.key, boot: node.boot, mono: 1, time: midnight, err: 500)))
      var ops: [(OpID, Double)] = []
      for (mono, ms) in truth where mono > 0 {
        ops.append((stage.checkIn(&node, "p1", at: mono / 1000), ms))
      }
      var fold = stage.fold
      for (op, ms) in ops {
        let time = fold.time(of: op)
        let off = abs(Double((time?.ms ?? 0) - midnight) - ms)
        // Times are whole milliseconds, rounded down.
        #expect(off <= Double(time?.err ?? 0) + 2)
      }
    }
  }

  @Test("A boot without marks moves as one block to where its clock may stand")
  func unmarked() {
    var stage = FoldStage()
    var node = stage.node("ankara", isMarked: false)
    let first = stage.on(
      &node, .checkin(CheckIn(door: "main")), at: hour, participant: "p1", wall: 0,
      received: midnight + 9 * hour)
    let second = stage.on(
      &node, .checkout(door: "main"), at: 2 * hour, participant: "p1", wall: hour,
      received: midnight + 9 * hour)
    var fold = stage.fold
    // A clock at 1970 is below the admission: the boot begins there.
    #expect(fold.time(of: first)?.ms == midnight)
    #expect(fold.time(of: second)?.ms == midnight + hour)
    // The second op was received 8 hours after that.
    #expect(fold.time(of: first)?.err == 8 * hour)
  }

  @Test("A time typed in rules over the clock")
  func stated() {
    var stage = FoldStage()
    var node = stage.node("ankara")
    let op = stage.on(
      &node, .checkin(CheckIn(door: "main")), at: 9 * hour, participant: "p1",
      stated: midnight + 7 * hour)
    var fold = stage.fold
    #expect(fold.presence(of: "p1").map(\.begin) == [midnight + 7 * hour])
    #expect(fold.time(of: op)?.err == 0)
  }
}

@Suite("Presence") nonisolated struct FoldPresenceTests {
  @Test("A check-in while inside is a repeat, a check-out while outside an orphan")
  func repeatsAndOrphans() {
    var stage = FoldStage()
    var node = stage.node("ankara")
    let early = stage.checkOut(&node, "p1", at: 8 * hour)
    let first = stage.checkIn(&node, "p1", at: 9 * hour)
    let again = stage.checkIn(&node, "p1", at: 10 * hour)
    let out = stage.checkOut(&node, "p1", at: 11 * hour)
    var fold = stage.fold
    #expect(fold.lines("repeat") == [#"["repeat","\#(again.hex)"]"#])
    #expect(fold.lines("orphan") == [#"["orphan","\#(early.hex)"]"#])
    let stays = fold.presence(of: "p1")
    #expect(stays.map(\.beginOp) == [first])
    #expect(stays.map(\.endOp) == [out])
    #expect(stays.map(\.end) == [midnight + 11 * hour])
  }

  @Test("Doors do not see each other")
  func doors() {
    var stage = FoldStage()
    var node = stage.node("ankara")
    let main = stage.checkIn(&node, "p1", at: 9 * hour)
    let press = stage.checkIn(&node, "p1", at: 10 * hour, door: "press")
    stage.checkOut(&node, "p1", at: 11 * hour)
    var fold = stage.fold
    let now = midnight + 12 * hour
    #expect(fold.presence(of: "p1").map(\.beginOp) == [main, press])
    #expect(fold.insideNow("p1", point: "ankara", door: "main", now: now) == nil)
    #expect(fold.insideNow("p1", point: "ankara", door: "press", now: now) == press)
  }

  @Test("Nobody is still inside an hour after the day's end")
  func dayEnd() {
    var stage = FoldStage()
    var node = stage.node("ankara")
    stage.checkIn(&node, "p1", at: 10 * hour)
    let next = stage.checkIn(&node, "p1", at: 20 * hour)
    var fold = stage.fold
    let stays = fold.presence(of: "p1")
    #expect(stays.count == 2)
    #expect(stays[0].end == midnight + 19 * hour)
    #expect(stays[0].isEndAssumed)
    // Begun after that end: until midnight.
    #expect(stays[1].beginOp == next)
    #expect(stays[1].end == midnight + 24 * hour)
  }

  @Test("A close ends what is open at its point, wherever it stands in the log")
  func close() {
    var stage = FoldStage()
    var node = stage.node("ankara")
    var other = stage.node("izmir")
    stage.on(&node, .pointClose, at: 12 * hour)
    stage.checkIn(&node, "p1", at: 10 * hour)
    stage.checkIn(&other, "p2", at: 10 * hour)
    var fold = stage.fold
    #expect(fold.presence(of: "p1").map(\.end) == [midnight + 12 * hour])
    #expect(fold.presence(of: "p2").map(\.end) == [midnight + 19 * hour])
    #expect(fold.point(named: "ankara")?.isOpen == false)
    #expect(fold.point(named: "izmir")?.isOpen == nil)
  }

  @Test("A volunteer voids a check-in while another desk checks in again: the person is present")
  func voidAndAgain() {
    var stage = FoldStage()
    var node = stage.node("ankara")
    let first = stage.checkIn(&node, "p1", at: 9 * hour)
    let again = stage.checkIn(&node, "p1", at: 10 * hour)
    stage.on(&node, .void(ops: [first]), at: 9 * hour + 5)
    var fold = stage.fold
    let now = midnight + 11 * hour
    #expect(fold.insideNow("p1", point: "ankara", door: "main", now: now) == again)
    #expect(fold.operationInfo(first)?.isVoided == true)
    #expect(fold.lines("voided") == [#"["voided","\#(first.hex)"]"#])
  }

  @Test("A void takes back nothing of another point")
  func foreignVoid() {
    var stage = FoldStage()
    var node = stage.node("ankara")
    var other = stage.node("izmir")
    let op = stage.checkIn(&node, "p1", at: 9 * hour)
    stage.on(&other, .void(ops: [op]), at: 10 * hour)
    var fold = stage.fold
    #expect(fold.operationInfo(op)?.isVoided == false)
    stage.onHub(.void(ops: [op]))
    fold = stage.fold
    #expect(fold.operationInfo(op)?.isVoided == true)
    #expect(fold.presence(of: "p1").isEmpty)
  }
}

@Suite("Participants") nonisolated struct FoldParticipantTests {
  @Test("A change wins over what its author had seen, whatever the clocks say")
  func base() {
    var stage = FoldStage()
    var node = stage.node("ankara")
    stage.enrol("p1")
    let late = stage.on(
      &node, .participantPut(ParticipantChange(kind: "guest")), at: 10 * hour, participant: "p1")
    let wise = stage.on(
      &node, .participantPut(ParticipantChange(base: [late], kind: "press")), at: hour,
      participant: "p1")
    var fold = stage.fold
    #expect(fold.participant("p1")?.kind == "press")
    stage.on(&node, .void(ops: [wise]), at: 11 * hour)
    fold = stage.fold
    #expect(fold.participant("p1")?.kind == "guest")
  }

  @Test("A walk-in is named by its creating put, and at home where it was made")
  func walkIn() {
    var stage = FoldStage()
    var node = stage.node("ankara", country: "TR")
    let op = stage.on(
      &node, .participantPut(ParticipantChange(kind: "guest", country: "TR")), at: hour)
    let foreign = stage.on(
      &node, .participantPut(ParticipantChange(country: "MY")), at: 2 * hour)
    var fold = stage.fold
    let view = fold.participant(op.hex)
    #expect(view?.isWalkIn == true)
    #expect(view?.home == "TR")
    #expect(view?.puts == [op])
    #expect(fold.participant(foreign.hex) == nil)
  }

  @Test("Private fields are known by the put that has them")
  func privateFields() {
    var stage = FoldStage()
    let create = stage.onHub(
      .participantPut(ParticipantChange(country: "TR")), participant: "p1",
      fields: ["email", "name"])
    let rename = stage.onHub(
      .participantPut(ParticipantChange(base: [create])), at: midnight + 5, participant: "p1",
      fields: ["name"])
    var fold = stage.fold
    #expect(fold.participant("p1")?.privateFields == ["email": create, "name": rename])
  }
}
