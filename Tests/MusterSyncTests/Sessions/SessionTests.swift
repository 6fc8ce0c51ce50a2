import MusterCore
import MusterTrust
import Testing

@testable import MusterSync

@Test("A node and a hub that know each other open a session")
func opens() {
  let pair = Pair.opened()
  #expect(pair.hub.isOpen && pair.node.isOpen)
  #expect(pair.hub.writer == pair.cast.writer)
}

@Test("Ops arrive as they were sent, and are acknowledged")
func opsArrive() throws {
  var pair = Pair.opened()
  let lines = pair.cast.lines(1...256)
  #expect(pair.node.nextToSend(made: 256) == 1)
  guard case .ops(let batch)? = pair.hubHears(pair.node.ops(lines)).first else {
    Issue.record("no ops")
    return
  }
  #expect(batch.lines.map { Array(batch.payload[$0]) } == lines)
  #expect(batch.first == 1 && batch.last == 256)
  let reply = pair.hub.acknowledge(durable: 256, whole: 255)
  let events = pair.nodeHears(try #require(reply))
  #expect(
    events.map(Outcome.of) == [["event": "ack", "durable": 256, "whole": 255]])
  let again = pair.hub.acknowledge(durable: 256, whole: 255)
  #expect(again == nil)
}

@Test("A segment is read as it was sealed, and only where it follows")
func segments() throws {
  var pair = Pair.opened()
  let cast = pair.cast
  var builder = SegmentBuilder()
  let line = cast.line(1)
  let op = cast.hasher.digest(line).identifier
  let placement = Placement(writer: cast.writer, n: 1, received: cast.start.time)
  let fits =
    builder.add(placement, op: op, line: 0..<line.count, of: line)
    && builder.add(placement, op: op, line: nil, of: line)
  #expect(fits)
  let sealed = builder.seal(
    after: cast.emptyLog,
    signer: SegmentBuilder.Signer(event: cast.event, generation: cast.generation, key: cast.hub),
    hasher: cast.hasher, deflate: cast.deflate)
  guard case .segment(let segment)? = pair.nodeHears(sealed.frame).first else {
    Issue.record("no segment")
    return
  }
  #expect(segment.entries.map(\.op) == [op, op])
  #expect(segment.entries.map(\.placement) == [placement, placement])
  #expect(segment.entries.map { $0.line == nil } == [false, true])
  #expect(segment.frame == sealed.frame)
  #expect(pair.nodeHears(sealed.frame).error?.name == "gap")
}
