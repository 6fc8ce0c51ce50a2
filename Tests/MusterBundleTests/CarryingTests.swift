import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterHub
@testable import MusterNode

@Suite("A point without a network")
struct CarryingTests {
  let centre: Courier

  init() throws { centre = try Courier() }

  @Test("What was recorded is on the hub and durable, private lines too, and the log is here")
  func thereAndBack() throws {
    let node = try centre.join("fr-1")
    let ops = try [node.checkIn("p-1"), node.walkIn("Walk-In"), node.checkIn("p-2")]
    // The newest op is one with a private line, which follows it.
    let last = try node.walkIn("Another")
    let (outcome, answer) = try centre.take(centre.export(node))
    #expect(outcome.ops == Int(node.made))
    #expect(outcome.placed == Int(node.made))
    #expect(outcome.privates == 2)
    #expect(Set(try centre.ops()).isSuperset(of: ops + [last]))
    #expect(node.replica.acknowledgement == (0, 0))
    let taken = try centre.give(answer, to: node)
    #expect(node.replica.acknowledgement == (node.made, node.made))
    #expect(node.replica.pendingCount == 0)
    #expect(node.replica.position == centre.hub.replica.position)
    #expect(taken.missing == 0)
    #expect(node.replica.stateDigest() == centre.hub.replica.stateDigest())
  }

  @Test("Both ways once more, and a bundle of before: nothing is counted twice")
  func again() throws {
    let node = try centre.join("fr-1")
    try node.checkIn(count: 600, named: "a")
    let early = try centre.export(node)
    try node.checkIn(count: 600, named: "b")
    let late = try centre.export(node)
    let first = try centre.take(late)
    #expect(first.outcome.placed == Int(node.made))
    let place = centre.hub.replica.position
    for bundle in [late, early, early] {
      let (outcome, answer) = try centre.take(bundle)
      #expect(outcome.placed == 0)
      #expect(!outcome.isOutgrown)
      #expect(centre.hub.replica.position == place)
      try centre.give(answer, to: node)
      #expect(node.replica.acknowledgement == (node.made, node.made))
    }
    #expect(try Set(centre.ops()).count == centre.ops().count)
    try centre.give(first.answer, to: node)
    #expect(node.replica.acknowledgement == (node.made, node.made))
    #expect(node.replica.position == centre.hub.replica.position)
  }

  @Test("A private line that its author no longer has holds nothing up")
  func gone() throws {
    let node = try centre.join("fr-1")
    let op = try node.walkIn("Gone")
    try node.replica.noteGone(op)
    try node.replica.commit()
    try centre.exchange(node)
    #expect(node.replica.acknowledgement == (node.made, node.made))
  }

  @Test("An answer holds as much as it may, and asking again brings the rest")
  func bounded() throws {
    let node = try centre.join("fr-1")
    let other = try centre.join("ma-1")
    try other.checkIn(count: 700, named: "m")
    _ = try centre.take(centre.export(other))
    var rounds = 0
    var place = node.replica.position.place
    while node.replica.position != centre.hub.replica.position, rounds < 100 {
      let (outcome, answer) = try centre.take(centre.export(node), maxBytes: 1)
      let taken = try centre.give(answer, to: node)
      #expect(node.replica.position.place > place)
      #expect(outcome.hasMore == (taken.missing > 0))
      place = node.replica.position.place
      rounds += 1
    }
    #expect(rounds > 3)
    #expect(node.replica.position == centre.hub.replica.position)
  }

  @Test("Private lines count towards what an answer may hold")
  func boundedPrivates() throws {
    let node = try centre.join("fr-1")
    for number in 0..<300 { try node.walkIn("N\(number) " + String(repeating: "x", count: 900)) }
    try centre.exchange(node)
    // A machine with nothing joins for the same country.
    let fresh = try centre.join("fr-1", in: "again")
    let (outcome, answer) = try centre.take(centre.export(fresh), maxBytes: 100_000)
    #expect(outcome.hasMore)
    #expect((Files.size(answer) ?? .max) < 101_000)
  }

  @Test("What a country may have only since it is somebody's host comes when it is asked for")
  func wanted() throws {
    let node = try centre.join("fr-1")
    let line: PrivateLine.Field = .init(name: "name", value: "From Elsewhere")
    let put = ParticipantChange(kind: "delegate", country: "MA", point: "ma-1")
    let ops = try centre.hub.append([
      Draft(.participantPut(put), participant: "guest", privates: [line])
    ])
    try centre.exchange(node)
    guard case .absent = try node.replica.privateLine(of: ops[0]) else {
      Issue.record("it had no right to it yet")
      return
    }
    try node.checkIn("guest")
    try centre.exchange(node)
    try centre.exchange(node)
    guard case .line = try node.replica.privateLine(of: ops[0]) else {
      Issue.record("it was asked for, and may be had")
      return
    }
    #expect(node.replica.missingPrivateCount == 0)
  }

  @Test("A standby that is named opens what the hub opens, and nobody else does")
  func standby() throws {
    let node = try centre.join("fr-1")
    let standby = SealKey()
    let bundle = try centre.export(node, others: [standby.publicKey, node.enrolment.seal])
    _ = try BundleReader(bundle, from: .node, event: centre.hub.event, by: standby)
    _ = try centre.take(bundle)
    let failure = #expect(throws: Failure.self) {
      try BundleReader(bundle, from: .node, event: centre.hub.event, by: SealKey())
    }
    #expect(failure?.message.contains("not for this hub") == true)
    #expect(
      try BundleReader(bundle, from: .node, event: centre.hub.event, by: standby)
        .header.recipientCount == 2)
  }

  @Test("A node that was revoked hands in, and is told nothing but that; no answer takes it back")
  func revoked() throws {
    let node = try centre.join("fr-1")
    try node.checkIn("p-1")
    let before = try centre.take(centre.export(node))
    try centre.ask("revoke", ["node": "fr-1", "why": "lost"])
    try node.checkIn("p-2")
    let (outcome, answer) = try centre.take(centre.export(node))
    #expect(outcome.isRevoked)
    #expect(outcome.placed == 1)
    #expect(outcome.entries == 0)
    let place = node.replica.position
    #expect(try centre.give(answer, to: node).isRevoked)
    #expect(node.isShutOut)
    #expect(node.replica.position == place)
    #expect(node.replica.acknowledgement.durable == node.made)
    try centre.give(before.answer, to: node)
    #expect(node.isShutOut)
  }

  @Test("A full answer leaves the reply in place whole, and a failed import leaves none")
  func wholeOrNone() throws {
    let node = try centre.join("fr-1")
    try node.checkIn("p-1")
    let bundle = try centre.export(node)
    var bytes = try Files.read(bundle)
    bytes[bytes.count - 1] ^= 1
    try Files.write(bytes, to: bundle)
    let reply = centre.folder.path("reply")
    let place = centre.hub.replica.position
    #expect(throws: Failure.self) {
      _ = try BundleImport(hub: centre.hub).run(bundle, reply: reply, maxBytes: 1 << 20)
    }
    #expect(!Files.exists(reply))
    #expect(centre.hub.replica.position == place)
    #expect(!centre.hub.replica.hasUncommitted)
  }
}
