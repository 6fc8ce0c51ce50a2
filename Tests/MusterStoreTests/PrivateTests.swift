import Foundation
import MusterCore
import MusterSync
import MusterTrust
import Testing

@testable import MusterStore

@Suite struct PrivateTests {
  @Test("A walk-in's name is found at its own node at once, at the hub once it came, nowhere else")
  func reach() throws {
    let event = try Event(nodes: 2)
    let walkIn = event.machines[0].walkIn("José Ñandú")
    let person = event.world.id(walkIn.line).hex
    try event.down(0)
    try event.nodes[0].record([walkIn], received: event.world.tick())
    #expect(try event.nodes[0].search("nandu jos") == [person])
    try event.up(0)
    #expect(try event.hub.search("jose") == [person])
    #expect(try event.hub.contact(of: person)?.name == "José Ñandú")
    try event.down(0)
    try event.down(1)
    #expect(try event.nodes[0].search("jose") == [person])
    #expect(event.nodes[1].missingPrivateCount == 0)
    #expect(try event.nodes[1].search("jose") == [])
    #expect(try event.nodes[1].contact(of: person) == nil)
    // By id whoever is on the log is found, everywhere.
    #expect(try event.nodes[1].search(person) == [person])
  }

  @Test("Who was just registered is found while what came from the hub waits to be written")
  func whileGathering() throws {
    let event = try Event(nodes: 1)
    try event.down(0)
    let line = PrivateLine(salt: Randomness.identifier(), name: "Roster").bytes
    let change = Act.participantPut(ParticipantChange(country: "AA"))
    let rostered = event.world.byHub(
      change, event.boot, participant: "r-1", privateLine: line, fields: ["name"])
    try event.hub.place([rostered], received: event.world.tick())
    try event.hub.commit()

    let node = event.nodes[0]
    let walkIn = event.machines[0].walkIn("Ana Kask")
    try node.record([walkIn], received: event.world.tick())
    try event.gather(0)
    #expect(node.hasUncommitted)
    #expect(try node.search("ana") == [event.world.id(walkIn.line).hex])
  }

  @Test("A name is found while an optional word or a joined one is half typed")
  func halfTyped() throws {
    let event = try Event(nodes: 1)
    let names = ["Ahmad bin Othman", "نور الدين الخياط", "Jean-Luc Boulanger"]
    let walkIns = names.map { event.machines[0].walkIn($0) }
    let people = walkIns.map { event.world.id($0.line).hex }
    try event.down(0)
    try event.nodes[0].record(walkIns, received: event.world.tick())
    for text in [
      "ahmad b", "ahmad bi", "ahmad bin", "ahmad bin o", "ahmad ibn othman", "ahmad othman",
    ] {
      #expect(try event.nodes[0].search(text) == [people[0]], "\(text)")
    }
    for text in ["نورالد", "نورالدين", "نور ا", "نور الدين", "الخياط"] {
      #expect(try event.nodes[0].search(text) == [people[1]], "\(text)")
    }
    for text in ["jean luc", "jean-l", "luc", "jeanluc boul"] {
      #expect(try event.nodes[0].search(text) == [people[2]], "\(text)")
    }
  }

  @Test("Somebody is found by the numbers in the id, in any digits, alone or beside the name")
  func byNumber() throws {
    let event = try Event()
    let people = [
      ("p-00018", "ليلى حداد"), ("p-00180", "Omar Nassar"), ("gb-2-0077", "Ana Weber"),
      ("0", "Nobody Zero"), ("w-18ab", "Zed Walk"),
    ]
    let ops = people.map { id, name in
      event.world.byHub(
        .participantPut(ParticipantChange(country: "AA")), event.boot, participant: id,
        privateLine: PrivateLine(salt: Randomness.identifier(), name: name).bytes, fields: ["name"])
    }
    try event.hub.place(ops, received: event.world.tick())
    try event.hub.commit()
    let found = [
      "18": ["p-00018", "p-00180"], "00018": ["p-00018"], "٠٠٠١٨": ["p-00018"],
      "ليلى 18": ["p-00018"], "omar 18": ["p-00180"], "77 ana": ["gb-2-0077"], "2": ["gb-2-0077"],
      "P-00018": ["p-00018"], "GB-2-0077": ["gb-2-0077"],
      "0": ["0", "gb-2-0077", "p-00180", "p-00018"],
      "19": [], "p": [],
    ]
    for (text, wanted) in found { #expect(try event.hub.search(text) == wanted, "\(text)") }
  }

  @Test("Of people found alike, those with the smaller ids are indexed first, however they came")
  func sameOrder() throws {
    let event = try Event()
    let count = NameIndex.looked * 2
    let ops = (0..<count).shuffled().map { number in
      event.world.byHub(
        .participantPut(ParticipantChange(country: "AA")), event.boot,
        participant: "r-\(1000 + number)",
        privateLine: PrivateLine(salt: Randomness.identifier(), name: "Anna Weber").bytes,
        fields: ["name"])
    }
    try event.hub.place(ops, received: event.world.tick())
    try event.hub.commit()
    #expect(try event.hub.search("a", limit: 3) == ["r-1000", "r-1001", "r-1002"])
  }

  @Test("A check-in at a point of another country brings the person's lines there")
  func visitor() throws {
    let event = try Event(nodes: 2)
    let walkIn = event.machines[0].walkIn("Anna Weber")
    let person = event.world.id(walkIn.line).hex
    try event.nodes[0].record([walkIn], received: event.world.tick())
    try event.up(0)
    try event.down(1)
    #expect(try event.nodes[1].search("anna") == [])
    try event.nodes[1].record([event.machines[1].checkin(person)], received: event.world.tick())
    try event.up(1)
    try event.down(1)
    #expect(try event.nodes[1].search("anna") == [person])
    #expect(event.nodes[1].stateDigest() == event.hub.stateDigest())
  }

  @Test("The roster's lines stand at the hub, and reach the home country's nodes alone")
  func roster() throws {
    let event = try Event(nodes: 2)
    let ops = (0..<40).map { index in
      let line = PrivateLine(
        salt: Randomness.identifier(), name: "Person \(index)", phone: "+\(index)"
      ).bytes
      return event.world.byHub(
        .participantPut(ParticipantChange(country: index < 30 ? "AA" : "BB")), event.boot,
        participant: "r-\(index)", privateLine: line, fields: ["name", "phone"])
    }
    try event.hub.place(ops, received: event.world.tick())
    try event.hub.commit()
    #expect(try event.hub.search("person", limit: 100).count == 40)
    #expect(try event.hub.contact(of: "r-7") == Contact(name: "Person 7", phone: "+7"))
    for index in 0..<2 { try event.down(index) }
    #expect(try event.nodes[0].search("person", limit: 100).count == 30)
    #expect(try event.nodes[1].search("person", limit: 100).count == 10)
    #expect(event.nodes[0].missingPrivateCount == 0)
    try event.reopenNode(0)
    #expect(event.nodes[0].missingPrivateCount == 0)
    #expect(try event.nodes[0].search("31") == [])
    #expect(try event.nodes[0].search("29") == ["r-29"])
  }

  @Test("An op is whole at the hub when its private line came, or its author said absent")
  func whole() throws {
    let event = try Event(nodes: 1)
    let node = event.nodes[0]
    let machine = event.machines[0]
    let writer = try #require(node.ownWriter)
    let made = [
      machine.walkIn("A"), machine.checkin("x"), machine.walkIn("B"), machine.walkIn("C"),
    ]
    try node.record(made, received: event.world.tick())
    let lines = try node.ownLines(from: 1)
    try event.hub.place(
      machine.batch(lines, epoch: writer.epoch, after: event.hub.head(of: writer)), received: 5)
    try event.hub.commit()
    #expect(event.hub.whole(of: writer) == 1)
    let wanted = event.hub.missingPrivates(of: machine.key.id, limit: 2)
    #expect(wanted == [made[0], made[2]].map { event.world.id($0.line) })
    #expect(event.hub.missingPrivates(of: machine.key.id, limit: 9).count == 1)
    #expect(event.hub.missingPrivates(of: machine.key.id, limit: 9) == [])
    event.hub.askAgainForPrivates(of: machine.key.id)
    #expect(event.hub.missingPrivates(of: machine.key.id, limit: 9).count == 3)
    try event.hub.keepPrivate(try #require(made[0].privateLine), of: wanted[0])
    #expect(event.hub.whole(of: writer) == 3)
    event.hub.noteAbsent(wanted[1])
    #expect(event.hub.whole(of: writer) == 4)
    try event.hub.keepPrivate(try #require(made[3].privateLine), of: event.world.id(made[3].line))
    #expect(event.hub.whole(of: writer) == 5)
    try event.hub.commit()
  }

  /// A check-in whose private line answers a question that is called as the field of the name is.
  private func answering(
    _ participant: String, _ answer: String, by machine: Machine
  ) -> OwnOp {
    machine.op(
      .checkin(CheckIn(door: "main", answered: ["name"])), participant: participant,
      at: machine.point,
      privateLine: PrivateLine(salt: Randomness.identifier(), name: answer).bytes)
  }

  @Test("A check-in's answers go to the hub and the person's countries, and are taken for no name")
  func answers() throws {
    let event = try Event(nodes: 3)
    let walkIn = event.machines[0].walkIn("Anna Weber")
    let person = event.world.id(walkIn.line).hex
    let home = answering(person, "Peanuts", by: event.machines[0])
    try event.nodes[0].record([walkIn, home], received: event.world.tick())
    try event.up(0)
    for index in 0..<3 { try event.down(index) }
    func holders(_ op: OwnOp) throws -> [Bool] {
      try ([event.hub] + event.nodes).map { replica in
        if case .line = try replica.privateLine(of: event.world.id(op.line)) { true } else { false }
      }
    }
    // The third node is of the home country too, the second is not.
    #expect(try holders(home) == [true, true, false, true])
    #expect(event.nodes[1].missingPrivateCount == 0)

    let away = answering(person, "Gluten", by: event.machines[1])
    try event.nodes[1].record([away], received: event.world.tick())
    try event.up(1)
    for index in 0..<3 { try event.down(index) }
    #expect(try holders(home) == [true, true, true, true])
    #expect(try holders(away) == [true, true, true, true])
    for replica in [event.hub] + event.nodes {
      #expect(try replica.search("anna") == [person])
      #expect(try replica.search("peanuts") == [])
      #expect(try replica.search("gluten") == [])
      #expect(try replica.contact(of: person)?.name == "Anna Weber")
      #expect(replica.missingPrivateCount == 0)
      #expect(try replica.verify().findings == [])
    }
    try event.reopenNode(1)
    #expect(try event.nodes[1].search("gluten") == [])
    #expect(try event.nodes[1].search("weber") == [person])
  }

  @Test("A private line that its op does not name is refused")
  func wrongLine() throws {
    let event = try Event(nodes: 1)
    let made = event.machines[0].walkIn("A")
    let op = event.world.id(made.line)
    #expect(throws: StoreError.unknownOp(op)) { try event.hub.keepPrivate([1], of: op) }
    try event.nodes[0].record([made], received: 1)
    try event.up(0)
    #expect(throws: StoreError.wrongPrivateLine(op)) { try event.hub.keepPrivate([1], of: op) }
    #expect(event.hub.isReady)
  }

  @Test("A corrected name replaces the old one, and a voided correction brings it back")
  func correction() throws {
    let event = try Event(nodes: 1)
    let node = event.nodes[0]
    let machine = event.machines[0]
    let walkIn = machine.walkIn("Ana Weber")
    let person = event.world.id(walkIn.line).hex
    try node.record([walkIn], received: event.world.tick())
    let line = PrivateLine(salt: Randomness.identifier(), name: "Anna Huber").bytes
    let change = machine.op(
      .participantPut(ParticipantChange(base: [event.world.id(walkIn.line)])), participant: person,
      privateLine: line, fields: ["name"])
    try event.up(0)
    try event.down(0)
    try node.record([change], received: event.world.tick())
    #expect(try node.search("weber") == [])
    #expect(try node.search("huber") == [person])
    try event.up(0)
    try event.down(0)
    #expect(try event.hub.search("huber") == [person])
    try node.record(
      [machine.op(.void(ops: [event.world.id(change.line)]))], received: event.world.tick())
    #expect(try node.search("weber") == [person])
    #expect(try node.search("huber") == [])
    try event.up(0)
    #expect(try event.hub.search("weber") == [person])
    #expect(try event.hub.verify().findings == [])
  }

  @Test("A line that is gone is found no more, stays gone, and leaves no trace in the files")
  func gone() throws {
    let event = try Event(nodes: 1)
    let walkIn = event.machines[0].walkIn("Anna Weber")
    let op = event.world.id(walkIn.line)
    try event.nodes[0].record([walkIn], received: event.world.tick())
    try event.up(0)
    try event.hub.noteGone(op)
    try event.hub.commit()
    #expect(try event.hub.search("anna") == [])
    #expect(try event.hub.privateLine(of: op) == .gone)
    for suffix in ["", "-wal"] {
      let bytes = try Data(contentsOf: URL(filePath: event.hubFolder.database + suffix))
      for word in ["Weber", "weber"] { #expect(bytes.range(of: Data(word.utf8)) == nil) }
    }
    try event.hub.keepPrivate(try #require(walkIn.privateLine), of: op)
    try event.hub.commit()
    #expect(try event.hub.privateLine(of: op) == .gone)
    #expect(try event.hub.search("anna") == [])
  }
}
