import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterHub

/// A laptop is stolen before anybody knows: a hostile client has the key of one point.
@Suite struct StolenKeyTests {
  private let stage: Stage
  private let honest: Machine
  private let thief: Machine
  private let entered: OpID
  private let counted: OpID

  init() throws {
    stage = try Stage(people: ["f-1", "f-2", "f-3"])
    honest = try Machine(stage, "fr-1", "FR")
    thief = try Machine(stage, "ma-1", "MA")
    entered = try honest.checkIn("f-1")
    counted = try honest.hand([Draft(.count(indicator: "i", value: 3), point: "fr-1")])[0]
  }

  /// All that a key of ma-1 has no right to.
  private func forbidden() -> [Draft] {
    let key = SigningKey()
    let admission = Admission(
      key: key.publicKey, keyID: key.id, seal: Randomness.digest(), point: "fr-1", country: "FR")
    let start = HubStart(
      generation: Randomness.identifier(), ordinal: 1, key: stage.hub.keys.hub.publicKey,
      root: stage.hub.keys.certificate.root,
      certificate: stage.hub.keys.certificate.signature.bytes,
      replaces: stage.hub.keys.hub.publicKey, isCertified: false)
    let limits = [WriterLimit(epoch: honest.writer.epoch, n: 0)]
    return [
      Draft(.eventRules(version: 9)),
      Draft(.ticketKey(TicketKey(key: key.publicKey, from: 0, until: 1 << 52))),
      Draft(.hubStart(start)),
      Draft(
        .clock(ClockMark(node: honest.id, boot: honest.boot ?? entered, mono: 5, time: 6, err: 0))),
      Draft(.nodeAdmit(admission), point: "fr-1"),
      Draft(
        .nodeRevoke(
          Revocation(key: honest.key.publicKey, keyID: honest.id, durable: limits, why: "gone"))),
      Draft(.nodeAccept(Acceptance(key: thief.key.publicKey, keyID: thief.id, durable: limits))),
      Draft(.pointPut(PointChange(contact: "+0")), point: "fr-1"),
      Draft(.pointOpen, point: "fr-1"), Draft(.pointClose, point: "fr-1"),
      Draft(.pointReady(items: ["screen"]), point: "fr-1"),
      Draft(.participantPut(ParticipantChange(kind: "press")), participant: "f-1"),
      Draft(.participantBlock(why: "no", serials: nil), participant: "f-1"),
      Draft(.participantUnblock(blocks: []), participant: "f-1"),
      Draft(.participantMerge(participants: ["f-1", "f-2"])),
      Draft(.checkin(CheckIn(door: "main")), point: "fr-1", participant: "f-2"),
      Draft(.checkout(door: "main"), point: "fr-1", participant: "f-1"),
      Draft(.refusal(door: "main", reason: "blocked"), point: "fr-1", participant: "f-3"),
      Draft(.reassign(ops: [entered]), participant: "f-2"),
      Draft(.retime(ops: [entered], time: 0)),
      Draft(.count(indicator: "i", value: 900), point: "fr-1"),
      Draft(.sessionStart(session: "a")), Draft(.sessionEnd(session: "a")),
      Draft(.sessionSkip(session: "a")),
      Draft(.announce(Announcement(texts: ["en": "Go home"]))),
    ]
  }

  /// No key that they name is known to whom it greets.
  private func expectNobodyAdmitted(by drafts: [Draft]) {
    for draft in drafts {
      guard case .nodeAdmit(let admission) = draft.act else { continue }
      #expect(stage.hub.admissions(of: admission.keyID).isEmpty)
    }
    #expect(!stage.hub.admissions(of: thief.id).isEmpty)
  }

  @Test("Of all that its key has no right to, nothing counts")
  func rights() throws {
    let drafts = forbidden()
    for (draft, op) in zip(drafts, try thief.hand(drafts)) {
      #expect(stage.info(op)?.ignored != nil, "\(draft.act)")
    }
    expectNobodyAdmitted(by: drafts)
    try expectUntouched()
  }

  @Test(
    "Whom it lets in at the latest or the earliest time there is can still be shown and exported")
  func oddTimes() throws {
    let latest = JSONTape.maximumInteger
    for (person, stated) in [("f-2", latest), ("f-3", -latest)] {
      try thief.hand([
        Draft(
          .checkin(CheckIn(door: "main")), point: "ma-1", participant: person, stated: stated)
      ])
      let answer = stage.response(.get, "api/v1/participants/\(person)")
      let shown = try JSONValue.read(answer.body)
      let stay = try #require(shown["stays"]?.array?.first)
      #expect(stay["begin_ms"]?.integer == stated)
      #expect(!PersonWords.lines(shown).isEmpty)
      #expect(stay["end_ms"]?.integer == min(latest, stated + 86_400_000))
      for path in ["conflicts", "attendance", "statement", "ops", "coverage"] {
        let told = stage.response(.get, "api/v1/\(path)")
        #expect(told.status == 200)
        #expect(throws: Never.self) { try JSONValue.read(told.body) }
      }
    }
    let csv = stage.response(.get, "api/v1/export/attendance.csv")
    #expect(csv.status == 200)
    #expect(try stage.replica.verify().isSound)
  }

  @Test("Lines that say another has made them give that one's rights to nobody")
  func others() throws {
    let hub = stage.hub.keys.hub.id
    let lives = try stage.replica.starts()
    for (node, boot) in [(honest.id, honest.boot), (hub, entered)] {
      var author = Author(event: stage.event, node: node, boot: boot)
      let drafts = forbidden()
      let lines = drafts.map { author.write($0, at: 7, mono: 7).line }
      for (draft, op) in zip(drafts, try thief.hand(lines: lines)) {
        #expect(stage.info(op)?.ignored != nil, "\(draft.act)")
      }
      expectNobodyAdmitted(by: drafts)
    }
    // The hub's own certificate, in a line that says the hub has gone: it begins no life.
    var author = Author(event: stage.event, node: hub, boot: nil)
    let starts = forbidden().filter { if case .hubStart = $0.act { true } else { false } }
    try thief.hand(lines: starts.map { author.write($0, at: 7, mono: 7).line })
    #expect(stage.replica.replacedHubs.isEmpty)
    #expect(try stage.replica.starts() == lives)
    try expectUntouched()
  }

  @Test("A void takes back nothing of another point's")
  func voids() throws {
    try thief.hand([Draft(.void(ops: [entered, counted]), point: "ma-1")])
    try expectUntouched()
  }

  @Test("Lines that nobody can read are kept, and stop nothing")
  func noise() throws {
    try thief.hand(lines: [[0xFF, 0x00], Array("{".utf8), Array("[]".utf8), Array("null".utf8)])
    try thief.hand(
      lines: (0..<300).map { number in
        Array("{\"kind\":\"checkin\",\"n\":\(number)}".utf8)
      })
    try expectUntouched()
    #expect(try stage.replica.verify().isSound)
  }

  @Test("It cannot say that names are gone which others have given")
  func names() throws {
    let put = try #require(stage.participant("f-1")).privateFields["name"]
    let op = try #require(put)
    #expect(
      try !stage.hub.keep(PrivateEntry(op: op, content: .gone), from: thief.id))
    try stage.hub.commit()
    guard case .line = try stage.replica.privateLine(of: op) else {
      Issue.record("the name is gone")
      return
    }
  }

  /// What the honest point and the centre have done stands as it did.
  private func expectUntouched() throws {
    let attendance = stage.replica.reading { $0.attendance(now: stage.afterwards) }
    #expect(attendance.points["fr-1"]?.present == 1)
    #expect(attendance.total.registered == 3)
    for op in [entered, counted] {
      let info = try #require(stage.info(op))
      #expect(info.ignored == nil && !info.isVoided)
    }
    let person = try #require(stage.participant("f-1"))
    #expect(person.kind == "delegate" && person.blocks.isEmpty && person.members == ["f-1"])
    let nodes = stage.replica.reading { $0.nodes() }
    #expect(nodes.count == 2 && !nodes.contains { $0.isRevoked })
    #expect(stage.replica.reading { $0.rulesVersion() } == 1)
    let point = stage.replica.reading { $0.point(named: "fr-1") }
    #expect(point?.isOpen == nil && point?.fields.contact == "+33 1")
    #expect(try stage.conflicts().isEmpty)
  }
}
