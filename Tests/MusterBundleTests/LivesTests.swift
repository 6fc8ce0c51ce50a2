import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust
import Testing

@testable import MusterHub
@testable import MusterNode

@Suite("Bundles of machines that were copied or put back")
struct LivesTests {
  let centre: Courier

  init() throws { centre = try Courier() }

  @Test(
    "Of two copies the second to come begins anew, and nothing of either is lost",
    arguments: [3, 1_300])
  func copies(count: Int) throws {
    var node = try centre.join("fr-1")
    try node.checkIn("before")
    try node.replica.close()
    try centre.folder.copy("fr-1", to: "twin")
    node = try NodeFolder(centre.folder.path("fr-1")).open()
    let twin = try NodeFolder(centre.folder.path("twin")).open()
    let here = try node.checkIn(count: count, named: "here")
    let there = try twin.checkIn(count: count, named: "there")
    try centre.exchange(node)
    #expect(node.replica.acknowledgement.durable == node.made)

    let (outcome, answer) = try centre.take(centre.export(twin))
    #expect(outcome.isOutgrown)
    let old = try #require(twin.replica.ownWriter)
    #expect(try centre.give(answer, to: twin).isOutgrown)
    let new = try #require(twin.replica.ownWriter)
    #expect(old != new)
    // The same answer again is of its former life, and says nothing of this one.
    let failure = #expect(throws: Failure.self) { try centre.give(answer, to: twin) }
    #expect(failure?.exitCode == .refused)
    #expect(twin.replica.ownWriter == new)

    let taken = try centre.exchange(twin)
    #expect(!taken.isOutgrown)
    #expect(twin.replica.acknowledgement == (twin.made, twin.made))
    let ops = try centre.ops()
    #expect(Set(ops).isSuperset(of: here + there))
    #expect(Set(ops).count == ops.count)
  }

  @Test("A revoked node's own ops of an earlier epoch wait again where the hub lost them")
  func revoked() throws {
    let node = try centre.join("fr-1")
    try node.checkIn("first")
    try centre.exchange(node)
    try centre.keep(as: "kept")
    let lost = try node.checkIn(count: 20, named: "lost")
    try centre.exchange(node)
    // On the log, so not issued anew.
    try node.beginAnew()
    try centre.exchange(node)
    try centre.beginAnew(from: "kept")
    try centre.ask("revoke", ["node": "fr-1", "why": "lost"])
    #expect(try centre.exchange(node).isRevoked)
    #expect(try Set(centre.ops()).isDisjoint(with: lost))
    #expect(try centre.exchange(node).isRevoked)
    #expect(try Set(centre.ops()).isSuperset(of: lost))
    #expect(node.replica.acknowledgement.durable == node.made)
    #expect(try node.replica.verify().findings.isEmpty)
  }

  @Test("An answer of a life that the hub no longer leads neither parts a log nor says durable")
  func formerLife() throws {
    let node = try centre.join("fr-1")
    try node.checkIn("first")
    try centre.exchange(node)
    try centre.keep(as: "kept")
    try node.checkIn(count: 20, named: "lost")
    let former = try centre.take(centre.export(node)).answer
    try centre.beginAnew(from: "kept")
    let present = try centre.take(centre.export(node))
    #expect(present.outcome.placed == 20)
    try centre.give(present.answer, to: node)
    let (position, durable) = (node.replica.position, node.replica.acknowledgement.durable)
    #expect(position == centre.hub.replica.position)
    let taken = try centre.give(former, to: node)
    #expect(taken.isOld)
    #expect(node.replica.position == position)
    #expect(node.replica.acknowledgement.durable == durable)
  }

  @Test("An answer of a former life that came first is put right by the next one that is fresh")
  func formerLifeFirst() throws {
    let node = try centre.join("fr-1")
    try node.checkIn("first")
    try centre.exchange(node)
    try centre.keep(as: "kept")
    try node.checkIn(count: 20, named: "lost")
    let early = try centre.export(node)
    try centre.give(centre.take(early).answer, to: node)
    #expect(node.replica.acknowledgement.durable == node.made)
    try centre.beginAnew(from: "kept")
    // Made before the node had heard of the former life's last entries.
    let second = try centre.take(early)
    #expect(try centre.give(second.answer, to: node).isOld)
    try centre.exchange(node)
    #expect(node.replica.position == centre.hub.replica.position)
    #expect(node.replica.acknowledgement == (node.made, node.made))
    #expect(node.replica.stateDigest() == centre.hub.replica.stateDigest())
  }

  @Test("A hub that was put back and has not got the node's ops yet is believed to lack them")
  func lessThanBefore() throws {
    let node = try centre.join("fr-1")
    try centre.exchange(node)
    try centre.keep(as: "kept")
    try node.checkIn(count: 5, named: "a")
    let small = try centre.export(node)
    try node.checkIn(count: 5, named: "b")
    try centre.exchange(node)
    let all = node.made
    #expect(node.replica.acknowledgement.durable == all)
    try centre.beginAnew(from: "kept")
    // An answer to what is known now, by a hub that has taken in the earlier file alone.
    _ = try centre.take(small)
    try centre.exchange(node)
    #expect(node.replica.acknowledgement.durable == all)
    #expect(node.replica.position == centre.hub.replica.position)
    #expect(try Set(centre.ops()).count == centre.ops().count)
  }

  @Test(
    "A node that was put back finds out: by the hub's head, or by the log where the head was older",
    arguments: [true, false])
  func rolledBack(hubHasHeard: Bool) throws {
    var node = try centre.join("fr-1")
    try node.checkIn("one")
    try node.replica.close()
    try centre.folder.copy("fr-1", to: "older")
    node = try NodeFolder(centre.folder.path("fr-1")).open()
    let late = try node.checkIn("two")
    let early = try NodeFolder(centre.folder.path("older")).open()
    let bundle = try centre.export(node)
    if hubHasHeard { _ = try centre.take(bundle) }
    let answer = try centre.take(bundle).answer
    let mine = try early.checkIn("three")
    #expect(try centre.give(answer, to: early).isOutgrown)
    #expect(early.replica.acknowledgement.durable == 0)
    try centre.exchange(early)
    #expect(Set(try centre.ops()).isSuperset(of: [late, mine]))
    #expect(early.replica.acknowledgement == (early.made, early.made))
  }
}
