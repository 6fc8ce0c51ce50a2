import Foundation
import MusterCore
import MusterSync
import MusterTrust
import Testing

@testable import MusterStore

@Suite struct VerifyTests {
  let event: Event

  init() throws {
    event = try Event(nodes: 2)
    for index in 0..<2 {
      let machine = event.machines[index]
      try event.nodes[index].record(
        [machine.walkIn("Anna Weber"), machine.walkIn("Berta Huber")]
          + (0..<300).map { machine.checkin("p\($0)") }, received: event.world.tick())
    }
    for index in 0..<2 { try event.up(index) }
    for index in 0..<2 { try event.down(index) }
  }

  func verifyHub() throws -> VerifyReport {
    try Replica.verify(at: event.hubFolder.database, event: event.world.event)
  }

  @Test("A sound hub and sound nodes have no findings, and one state")
  func sound() throws {
    let report = try event.hub.verify()
    #expect(report.findings == [])
    #expect(report.entries == event.hub.position.place)
    #expect(report.privateLines == 4)
    #expect(report.stateDigest == event.hub.stateDigest())
    for node in event.nodes {
      let report = try node.verify()
      #expect(report.findings == [])
      #expect(report.stateDigest == event.hub.stateDigest())
      #expect(report.ownOps == 303)
    }
    #expect(try verifyHub().findings == [])
  }

  @Test("A flipped byte in any segment is found, and named by its place")
  func flippedByte() throws {
    let stored = try event.hub.segments(after: 0, maxBytes: .max)
    for segment in stored {
      for at in [0, 9, segment.frame.count / 2, segment.frame.count - 1] {
        var frame = segment.frame
        frame[at] ^= 0x10
        try replaceBody(of: segment.first, frame)
        let findings = try verifyHub().findings
        let isNamed = findings.contains {
          if case .segment(segment.first, _) = $0 { true } else { false }
        }
        #expect(isNamed)
        try replaceBody(of: segment.first, segment.frame)
      }
    }
    #expect(try verifyHub().findings == [])
    #expect(throws: StoreError.self) {
      try replaceBody(of: 1, [1, 2, 3])
      _ = try Replica(at: event.hubFolder.database, event: event.world.event, as: .reader)
    }
  }

  private func replaceBody(of first: Int64, _ frame: [UInt8]) throws {
    try event.hub.database.statement("UPDATE body SET frame = ? WHERE first = ?")
      .bind(1, frame).bind(2, first).run()
  }

  @Test("A segment signed by a stranger is found, however well it is made")
  func forged() throws {
    let last = try #require(try event.hub.segments(after: 0, maxBytes: .max).last)
    let stranger = SigningKey()
    let segment = try event.read(last.frame)
    var builder = SegmentBuilder()
    for entry in segment.entries {
      _ = builder.add(entry.placement, op: entry.op, line: entry.line, of: segment.payload)
    }
    let signer = SegmentBuilder.Signer(
      event: event.world.event, generation: segment.header.generation, key: stranger)
    let before = LogPosition(place: last.first - 1, hash: segment.header.before)
    let sealed = builder.seal(
      after: before, signer: signer, hasher: Hasher256(), deflate: Deflate())
    try replaceBody(of: last.first, sealed.frame)
    try event.hub.database.statement("UPDATE segment SET key = ?, signature = ? WHERE first = ?")
      .bind(1, stranger.publicKey.bytes).bind(2, sealed.header.signature.bytes)
      .bind(3, last.first).run()
    #expect(
      try verifyHub().findings == [.uncertified(first: last.first, key: stranger.id)])
  }

  @Test("A signature that does not verify is found")
  func signature() throws {
    let last = try #require(try event.hub.segments(after: 0, maxBytes: .max).last)
    var payload = try event.read(last.frame).payload
    let text = Array("\"signature\":\"".utf8)
    let at = try #require(payload.firstRange(of: text)).upperBound
    payload[at] = payload[at] == 0x30 ? 0x31 : 0x30
    try replaceBody(of: last.first, FrameWriter.plain(payload))
    let findings = try verifyHub().findings
    #expect(findings.contains(.signature(first: last.first)))
  }

  @Test("A changed private line, and one beside no op, are found")
  func privateLine() throws {
    let (op, _) = try #require(
      try event.hub.database.statement("SELECT op, line FROM private").first {
        ($0.identifier(0), $0.blob(1))
      })
    let other = PrivateLine(salt: Randomness.identifier(), name: "Eve").bytes
    try event.hub.database.statement("UPDATE private SET line = ? WHERE op = ?")
      .bind(1, other).bind(2, op).run()
    let stray = OpID(high: 7, low: 7)
    try PrivateLines(event.hub.database).keep(other, of: stray)
    let findings = try verifyHub().findings
    #expect(findings.contains(.privateLine(op)))
    #expect(findings.contains(.strayPrivateLine(stray)))
  }

  @Test("A kept head, a kept start and an own chain that say otherwise are found")
  func kept() throws {
    let writer = try #require(event.nodes[0].ownWriter)
    try event.hub.database.execute("UPDATE writer SET n = n + 1 WHERE node = x'\(writer.node.hex)'")
    try event.hub.database.execute("DELETE FROM start")
    let findings = try verifyHub().findings
    #expect(findings == [.head(writer), .starts] || findings == [.starts, .head(writer)])
    try event.nodes[0].database.execute("UPDATE own SET hash = zeroblob(32) WHERE n = 3")
    let own = try Replica.verify(at: event.folders[0].database, event: event.world.event)
    #expect(own.findings == [.ownChain(n: 3), .ownChain(n: 4)])
  }

  @Test("A search index out of step is found, and made anew")
  func index() throws {
    try event.hub.database.execute("UPDATE named SET words = 'eve' WHERE words = 'anna weber'")
    #expect(try verifyHub().findings == [.index("2 of 4 names")])
    try event.hub.rebuildIndex()
    #expect(try verifyHub().findings == [])
    #expect(try event.hub.search("anna").count == 2)
    try event.hub.database.execute("INSERT INTO name (name) VALUES ('delete-all')")
    #expect(try verifyHub().findings == [.index("its words")])
  }

  @Test("A state in memory that is not the disk's is found")
  func fold() throws {
    let stray = event.machines[0].checkin("nobody")
    let id = event.world.id(stray.line)
    let operation = event.hub.memory.reader.read(stray.line, in: 0..<stray.line.count, id: id)
    let writer = try #require(event.nodes[0].ownWriter)
    event.hub.memory.fold.place(operation, Placement(writer: writer, n: 999, received: 1))
    #expect(try event.hub.verify().findings == [.fold])
  }

  @Test("A folder after a crash verifies")
  func crashed() throws {
    let copy = try event.hubFolder.crashed()
    #expect(
      try Replica.verify(at: copy.database, event: event.world.event).findings == [])
  }
}
