import MusterCore
import MusterTrust
import Testing

@testable import MusterStore

@Suite struct PrivateWantsTests {
  private var wants = PrivateWants(.country("FR"))
  private var count: UInt64 = 0

  private func asked() -> [OpID] {
    var wants = wants
    return wants.next(of: PrivateWants.hub, limit: 99)
  }

  @discardableResult
  private mutating func note(
    _ act: Act, participant: String? = nil, point: String? = nil, hasPrivate: Bool = false,
    id: OpID? = nil
  ) -> OpID {
    count += 1
    let id = id ?? OpID(high: 0, low: count)
    let node = KeyID(high: 1, low: 1)
    let operation = Operation(
      id: id, node: node, nonce: count, at: 0, boot: nil, mono: 0, point: point,
      participant: participant, privateDigest: hasPrivate ? Randomness.digest() : nil, act: act)
    let writer = Writer(node: node, epoch: Epoch(high: 2, low: 2))
    wants.note(operation, Placement(writer: writer, n: Int64(count), received: 0))
    return id
  }

  @discardableResult
  private mutating func register(_ id: String, country: String = "MA") -> OpID {
    note(
      .participantPut(ParticipantChange(country: country)), participant: id, hasPrivate: true)
  }

  private mutating func admit() {
    note(.pointPut(PointChange(country: "FR")), point: "fr-1")
  }

  private mutating func checkIn(_ id: String, at point: String = "fr-1", op: OpID? = nil) -> OpID {
    note(.checkin(CheckIn(door: "main")), participant: id, point: point, id: op)
  }

  @Test(
    "What was absent is asked for again in the next session, and nothing waits for it meanwhile")
  mutating func absent() {
    wants = PrivateWants(.everything)
    let put = register("a")
    let author = KeyID(high: 1, low: 1)
    let writer = Writer(node: author, epoch: Epoch(high: 2, low: 2))
    #expect(wants.next(of: author, limit: 9) == [put])
    #expect(wants.whole(of: writer) == 0)
    wants.lack(put)
    #expect(wants.count == 0)
    #expect(wants.whole(of: writer) == nil)
    #expect(wants.next(of: author, limit: 9) == [])
    wants.askAgain(author)
    #expect(wants.next(of: author, limit: 9) == [put])
    wants.settle(put)
    wants.askAgain(author)
    #expect(wants.next(of: author, limit: 9) == [])
  }

  @Test("A merge welcomes all whom it names, and whom these are merged with, whatever came first")
  mutating func merges() {
    admit()
    let puts = ["a", "b", "c", "d"].map { register($0) }
    note(.participantMerge(participants: ["b", "c"]))
    #expect(asked() == [])
    note(.participantMerge(participants: ["a", "b"]))
    _ = checkIn("a")
    #expect(Set(asked()) == Set(puts[0...2]))
    note(.participantMerge(participants: ["c", "d"]))
    #expect(Set(asked()) == Set(puts))
    let late = register("d")
    #expect(asked().contains(late))
  }

  @Test("Somebody of this country who is merged with people of elsewhere brings their lines")
  mutating func mergesHome() {
    let far = register("a")
    let near = register("b", country: "FR")
    #expect(asked() == [near])
    note(.participantMerge(participants: ["a", "b"]))
    #expect(Set(asked()) == [far, near])
  }

  @Test("Whom a check-in here is given to is welcome, whichever of the two came first")
  mutating func reassigns() {
    admit()
    let puts = ["a", "b", "c"].map { register($0) }
    let op = checkIn("a")
    note(.reassign(ops: [op]), participant: "b")
    #expect(Set(asked()) == Set(puts[0...1]))
    let later = OpID(high: 9, low: 9)
    note(.reassign(ops: [later]), participant: "c")
    #expect(!asked().contains(puts[2]))
    _ = checkIn("a", op: later)
    #expect(asked().contains(puts[2]))
  }

  @Test("A check-in elsewhere that is given to somebody welcomes nobody")
  mutating func elsewhere() {
    admit()
    register("a")
    let op = checkIn("a", at: "ma-1")
    note(.reassign(ops: [op]), participant: "a")
    #expect(asked() == [])
  }

  @Test("An erased line is asked for no more, whenever it comes and whoever is welcome then")
  mutating func erased() {
    admit()
    let put = register("a")
    let near = register("b", country: "FR")
    #expect(asked() == [near])
    let later = OpID(high: 9, low: 9)
    wants.forget([put, near, later])
    #expect(asked() == [] && wants.count == 0)
    _ = checkIn("a")
    note(
      .participantPut(ParticipantChange(country: "FR")), participant: "a", hasPrivate: true,
      id: later)
    #expect(asked() == [] && wants.count == 0)
    // It is the line that is erased, not whoever may have it.
    let other = register("a")
    #expect(asked() == [other])
  }
}
