import MusterCore
import MusterTrust
import Testing

@testable import MusterSync

@Test("A node and a hub that know each other open a session")
func opens() {
  var pair = Pair()
  let isOpen = pair.open()
  #expect(isOpen)
}

@Test("Ops arrive as they were sent, and are acknowledged")
func opsArrive() throws {
  var pair = Pair()
  let isOpen = pair.open()
  try #require(isOpen)
  let lines = (1...256).map { pair.line($0) }
  #expect(pair.node.nextToSend(made: 256) == 1)
  pair.hub.feed(pair.node.ops(lines), at: pair.now)
  guard case .ops(let batch)? = pair.hub.next(at: pair.now) else {
    Issue.record("no ops")
    return
  }
  #expect(batch.lines.map { Array(batch.payload[$0]) } == lines)
  #expect(batch.first == 1 && batch.last == 256)
  let reply = pair.hub.acknowledge(durable: 256, whole: 255)
  let ack = try #require(reply)
  pair.node.feed(ack, at: pair.now)
  var acknowledged: (Int64, Int64)?
  while let event = pair.node.next(at: pair.now) {
    if case .acknowledged(let durable, let whole) = event { acknowledged = (durable, whole) }
  }
  #expect(acknowledged ?? (0, 0) == (256, 255))
}

@Test("A segment is read as it was sealed, and only where it follows")
func segments() throws {
  var pair = Pair()
  let isOpen = pair.open()
  try #require(isOpen)
  var builder = SegmentBuilder()
  let line = pair.line(1)
  let op = pair.hasher.digest(line).identifier
  let placement = Placement(writer: pair.writer, n: 1, received: pair.now.time)
  let fits =
    builder.add(placement, op: op, line: 0..<line.count, of: line)
    && builder.add(placement, op: op, line: nil, of: line)
  #expect(fits)
  let signer = SegmentBuilder.Signer(
    event: pair.event, generation: pair.generation, key: pair.hubKey)
  let sealed = builder.seal(
    after: LogPosition(event: pair.event), signer: signer, hasher: pair.hasher,
    deflate: pair.deflate)
  pair.node.feed(sealed.frame, at: pair.now)
  var read: Segment?
  while let event = pair.node.next(at: pair.now) {
    if case .segment(let segment) = event { read = segment }
  }
  let segment = try #require(read)
  #expect(segment.entries.map(\.op) == [op, op])
  #expect(segment.entries.map(\.placement) == [placement, placement])
  #expect(segment.frame == sealed.frame)
  pair.node.feed(sealed.frame, at: pair.now)
  guard case .failed(let error)? = pair.node.next(at: pair.now) else {
    Issue.record("a segment came twice")
    return
  }
  #expect(error.name == "gap")
}
