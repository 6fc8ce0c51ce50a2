import Foundation
import MusterCore
import MusterSync
import MusterTrust
import Testing

@testable import MusterStore

/// What can be read in a replica's files by whoever takes the disk.
private func readableWords(_ words: [String], in folder: Folder) throws -> [String] {
  var bytes = Data()
  for suffix in ["", "-wal", "-shm", "-journal"] {
    bytes += (try? Data(contentsOf: URL(filePath: folder.database + suffix))) ?? Data()
  }
  #expect(!bytes.isEmpty)
  return words.filter { bytes.range(of: Data($0.utf8)) != nil }
}

extension Event {
  /// Somebody of the list, whose name and telephone number are to be had nowhere else.
  fileprivate func listed(_ id: String, _ name: String, country: String = "AA") -> OwnOp {
    world.byHub(
      .participantPut(ParticipantChange(country: country)), boot, participant: id,
      privateLine: PrivateLine(
        salt: Randomness.identifier(), name: name, email: "\(id)@Example.org", phone: "+1 \(id)"
      ).bytes, fields: ["email", "name", "phone"])
  }

  fileprivate func erase(_ participant: String?, ops: [OpID] = []) throws {
    try hub.place(
      [world.byHub(.erase(ops: ops), boot, participant: participant)], received: world.tick())
    try hub.commit()
  }

  fileprivate func edit(
    _ person: String, _ name: String, by machine: Machine
  ) -> OwnOp {
    machine.op(
      .participantPut(ParticipantChange()), participant: person,
      privateLine: PrivateLine(salt: Randomness.identifier(), name: name).bytes, fields: ["name"])
  }

  fileprivate func readable(_ words: [String]) throws -> [String] {
    try ([hubFolder] + folders).flatMap { try readableWords(words, in: $0) }
  }
}

/// Hard case: somebody is erased, and not a word of theirs is left on any machine.
@Suite struct ErasureTests {
  static let words = ["Weberknecht", "weberknecht", "r-7@", "+1 r-7\""]

  @Test("Whoever is erased is found nowhere and read in no file, and everybody else is")
  func everywhere() throws {
    let event = try Event(nodes: 3)
    let people = (0..<600).shuffled().map { number in
      event.listed("r-\(number)", number == 7 ? "Ida Weberknecht" : "Person of Number \(number)")
    }
    // By and by, so that pages are split and their rows moved.
    for start in stride(from: 0, to: 600, by: 50) {
      let some = people[start..<start + 50]
      try event.hub.place(
        Array(some), received: event.world.tick(),
        answer: Answer(
          key: "\(start)", response: Array(repeating: 7, count: 34) + Array(#"{"name":"x"}"#.utf8),
          at: 1))
      try event.hub.commit()
    }
    for index in 0..<3 { try event.down(index) }
    let told = Array(repeating: 9, count: 34) + Array(#"{"name":"Ida Weberknecht"}"#.utf8)
    for index in [0, 2] {
      try event.nodes[index].record(
        [event.machines[index].checkin("r-7")], received: event.world.tick(),
        answer: Answer(key: "k", response: told, at: 2))
      try event.up(index)
    }
    for index in 0..<3 { try event.down(index) }
    #expect(try !event.readable(Self.words).isEmpty)
    let before = event.hub.reading { fold in fold.attendance(now: .max) }

    try event.erase("r-7")
    for index in 0..<3 { try event.down(index) }
    #expect(try event.readable(Self.words) == [])
    for replica in [event.hub, event.nodes[0], event.nodes[2]] {
      #expect(try replica.search("weberknecht") == [])
      #expect(try replica.search("r-7") == ["r-7"])
      #expect(try replica.contact(of: "r-7") == nil)
      #expect(try replica.search("person number", limit: 1000).count == 599)
      #expect(try replica.contact(of: "r-8")?.name == "Person of Number 8")
      #expect(replica.reading { fold in fold.participant("r-7")?.isNameErased } == true)
    }
    for replica in [event.hub] + event.nodes {
      #expect(replica.missingPrivateCount == 0)
      #expect(try replica.verify().findings == [])
      #expect(replica.stateDigest() == event.hub.stateDigest())
    }
    #expect(event.hub.reading { fold in fold.attendance(now: .max) } == before)
    // The key is not forgotten, nor what other requests were answered.
    let response = try event.nodes[0].answers.response(to: "k")
    #expect(response == Array(repeating: 9, count: 34))
    #expect(try event.hub.answers.response(to: "0")?.count == 46)
  }

  @Test("What an offline node says of an erased person lands, and its private line stays nowhere")
  func afterwards() throws {
    let event = try Event(nodes: 2)
    try event.hub.place([event.listed("r-7", "Ida")], received: event.world.tick())
    try event.hub.commit()
    for index in 0..<2 { try event.down(index) }
    let offline = event.edit("r-7", "Ida Weberknecht", by: event.machines[0])
    let op = event.world.id(offline.line)
    try event.nodes[0].record([offline], received: event.world.tick())
    try event.erase("r-7")
    let writer = try #require(event.nodes[0].ownWriter)
    let lines = try event.nodes[0].ownLines(from: 1)
    try event.hub.place(
      event.machines[0].batch(lines, epoch: writer.epoch, after: event.hub.head(of: writer)),
      received: event.world.tick())
    try event.hub.commit()
    // It is settled, and nobody asks for it; who sends it unasked has told nothing.
    #expect(event.hub.missingPrivates(of: event.machines[0].key.id, limit: 9) == [])
    #expect(event.hub.whole(of: writer) == event.nodes[0].ownHead?.n)
    #expect(try event.hub.privateLine(of: op) == .gone)
    try event.hub.keepPrivate(try #require(offline.privateLine), of: op)
    try event.hub.commit()
    #expect(try event.hub.privateLine(of: op) == .gone)
    for index in 0..<2 { try event.down(index) }
    #expect(try event.nodes[0].privateLine(of: op) == .gone)
    #expect(event.nodes[1].missingPrivates(limit: 9) == [])
    #expect(event.hub.reading { fold in fold.operationInfo(op)?.ignored } == nil)

    // A desk that types it once more is not refused, and keeps nothing either.
    let again = event.edit("r-7", "Weberknecht", by: event.machines[0])
    try event.nodes[0].record([again], received: event.world.tick())
    #expect(try event.nodes[0].privateLine(of: event.world.id(again.line)) == .gone)
    try event.up(0)
    for index in 0..<2 { try event.down(index) }
    #expect(try event.readable(Self.words) == [])
    try event.reopenHub()
    for index in 0..<2 {
      try event.reopenNode(index)
      #expect(event.nodes[index].missingPrivateCount == 0)
      #expect(try event.nodes[index].verify().findings == [])
    }
    #expect(event.hub.missingPrivateCount == 0)
    #expect(try event.hub.privateLine(of: event.world.id(again.line)) == .gone)
  }

  @Test(
    "Single lines are erased, a walk-in's too; who is merged with an erased person keeps the name")
  func lines() throws {
    let event = try Event(nodes: 1)
    let node = event.nodes[0]
    let walkIns = ["Ida Weberknecht", "Anna Huber", "Berta Maier"].map {
      event.machines[0].walkIn($0)
    }
    let ids = walkIns.map { event.world.id($0.line) }
    try event.down(0)
    try node.record(walkIns, received: event.world.tick())
    try event.up(0)
    try event.hub.place(
      [
        event.world.byHub(
          .participantMerge(participants: [ids[0].hex, ids[2].hex].sorted()), event.boot)
      ], received: event.world.tick())
    try event.erase(ids[0].hex)
    try event.erase(nil, ops: [ids[1]])
    try event.down(0)
    for replica in [event.hub, node] {
      #expect(try replica.search("weberknecht") == [])
      #expect(try replica.search("huber") == [])
      #expect(try replica.search("maier") == [min(ids[0].hex, ids[2].hex)])
      #expect(try replica.contact(of: ids[0].hex)?.name == "Berta Maier")
      #expect(replica.reading { fold in fold.participant(ids[1].hex)?.isErased } == false)
    }
    #expect(try event.readable(["Weberknecht", "Huber", "weberknecht", "huber"]) == [])
  }

  @Test("An erase that comes to count late erases then, and a node's own never does")
  func authority() throws {
    let event = try Event(nodes: 1)
    try event.hub.place([event.listed("r-7", "Ida Weberknecht")], received: event.world.tick())
    try event.hub.commit()
    let other = SigningKey()
    let start = event.world.write(
      Operation(
        node: other.id, nonce: 1, at: event.world.tick(), boot: nil, mono: 1,
        act: .hubStart(
          HubStart(
            generation: Randomness.identifier(), ordinal: 2, key: other.publicKey,
            root: event.world.root.publicKey,
            certificate: Certificate(of: other.publicKey, by: event.world.root).signature.bytes,
            isCertified: true))))
    let erase = event.world.write(
      Operation(
        node: other.id, nonce: 1, at: event.world.tick(), boot: event.world.id(start), mono: 2,
        participant: "r-7", act: .erase(ops: [])))
    try event.nodes[0].record(
      [event.machines[0].op(.erase(ops: []), participant: "r-7")], received: event.world.tick())
    try event.up(0)
    try event.hub.place([OwnOp(line: erase)], received: event.world.tick())
    try event.hub.commit()
    try event.down(0)
    for replica in [event.hub, event.nodes[0]] {
      #expect(try replica.search("weberknecht") == ["r-7"])
    }
    try event.hub.place([OwnOp(line: start)], received: event.world.tick())
    try event.hub.commit()
    try event.down(0)
    #expect(try event.readable(Self.words) == [])
  }

  @Test("While a command reads beside the daemon the log of writes is emptied later")
  func besideAReader() throws {
    let event = try Event()
    try event.hub.place([event.listed("r-7", "Ida Weberknecht")], received: event.world.tick())
    try event.hub.commit()
    let reader = try Database.openData(at: event.hubFolder.database, options: .reader)
    try reader.execute("BEGIN")
    #expect(try reader.integer("SELECT count(*) FROM private") == 1)
    try event.erase("r-7")
    #expect(try !event.readable(Self.words).isEmpty)
    try event.hub.commit()
    #expect(try !event.readable(Self.words).isEmpty)
    try reader.execute("COMMIT")
    try event.hub.commit()
    #expect(try event.readable(Self.words) == [])
    // After a crash the next start empties it.
    let crashed = try Folder()
    try event.hub.place([event.listed("r-8", "Ida Weberknecht")], received: event.world.tick())
    try event.hub.commit()
    try reader.execute("BEGIN")
    #expect(try reader.integer("SELECT count(*) FROM private") == 1)
    try event.erase("r-8")
    for name in ["muster.db", "muster.db-wal"] {
      try FileManager.default.copyItem(
        atPath: event.hubFolder.file(name), toPath: crashed.file(name))
    }
    let again = try Replica(at: crashed.database, event: event.world.event, as: .hub)
    #expect(try readableWords(Self.words, in: crashed) == [])
    try again.close()
  }

  @Test("A line that a program of before erasures has kept is found, and dropped at the next start")
  func olderProgram() throws {
    let event = try Event()
    let made = event.listed("r-7", "Ida Weberknecht")
    try event.hub.place([made], received: event.world.tick())
    try event.erase("r-7")
    try event.hub.close()
    let database = try Database.openData(at: event.hubFolder.database, options: .hub)
    let op = event.world.id(made.line)
    try database.execute("DELETE FROM gone")
    try PrivateLines(database).keep(try #require(made.privateLine), of: op)
    try NameIndex(database).set("ida weberknecht", of: "r-7")
    database.close()
    let found = try Replica.verify(at: event.hubFolder.database, event: event.world.event)
    #expect(found.findings.first == .erasedPrivateLine(op))
    let reader = try Replica(
      at: event.hubFolder.database, event: event.world.event, as: .reader)
    #expect(try reader.privateLine(of: op) == .gone)
    try reader.close()
    event.hub = try Replica(at: event.hubFolder.database, event: event.world.event, as: .hub)
    #expect(try event.hub.privateLine(of: op) == .gone)
    #expect(try event.readable(Self.words) == [])
    #expect(try event.hub.verify().findings == [])
  }

  @Test(
    "In whatever order people come, are erased and are told of, the same is left", arguments: 0..<6)
  func anyOrder(_ seed: UInt64) throws {
    var random = Seeded(seed)
    let event = try Event(nodes: 3)
    var people: [String] = []
    var made: [(person: String, word: String, op: OpID)] = []
    var (erased, ops): (Set<String>, Set<OpID>) = ([], [])
    for step in 0..<140 {
      let index = Int.random(in: 0..<3, using: &random)
      let word = "Name\(step)x"
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<3:
        let walkIn = event.machines[index].walkIn(word)
        let op = event.world.id(walkIn.line)
        try event.nodes[index].record([walkIn], received: event.world.tick())
        people.append(op.hex)
        made.append((op.hex, word, op))
      case 3..<5:
        guard let person = people.randomElement(using: &random) else { continue }
        let edit = event.edit(person, word, by: event.machines[index])
        try event.nodes[index].record([edit], received: event.world.tick())
        made.append((person, word, event.world.id(edit.line)))
      case 5: try event.up(index)
      case 6: try event.down(index)
      case 7: try event.reopenNode(index)
      case 8:
        guard let person = people.randomElement(using: &random) else { continue }
        try event.erase(person)
        erased.insert(person)
      default:
        guard let one = made.randomElement(using: &random) else { continue }
        try event.erase(nil, ops: [one.op])
        ops.insert(one.op)
      }
    }
    for _ in 0..<2 {
      for index in 0..<3 { try event.up(index) }
      for index in 0..<3 { try event.down(index) }
    }
    let (dead, alive) = (
      made.filter { erased.contains($0.person) || ops.contains($0.op) },
      made.filter { !erased.contains($0.person) && !ops.contains($0.op) }
    )
    #expect(!dead.isEmpty && !alive.isEmpty)
    #expect(try event.readable(dead.flatMap { [$0.word, $0.word.lowercased()] }) == [])
    for one in alive {
      guard case .line = try event.hub.privateLine(of: one.op) else {
        Issue.record("the line of \(one.word) is not at the hub")
        continue
      }
    }
    for replica in [event.hub] + event.nodes {
      #expect(replica.missingPrivateCount == 0)
      #expect(try replica.verify().findings == [])
      #expect(replica.stateDigest() == event.hub.stateDigest())
    }
  }
}
