import MusterCore
import MusterTrust
import Testing

@testable import MusterSync

@Suite("Ops and their acknowledgement")
struct OpsTests {
  let cast = Cast()

  /// A frame of ops whose header is right for the lines, unless changed before it is signed.
  private func ops(
    _ lines: [[UInt8]], after head: WriterHead, writer: Writer? = nil, by key: SigningKey? = nil,
    count: Int64? = nil, ending: Digest? = nil
  ) -> [UInt8] {
    var chain = head
    for line in lines { chain.append(cast.hasher.digest(line), hasher: cast.hasher) }
    let header = OpsHeader(
      event: cast.event, writer: writer ?? cast.writer, first: head.n + 1,
      count: count ?? Int64(lines.count), before: head.hash, after: ending ?? chain.hash,
      signer: key ?? cast.node)
    var payload = JSONWriter()
    header.write(to: &payload)
    for line in lines { payload.bytes += [0x0A] + line }
    return FrameWriter.plain(payload.bytes)
  }

  private func heard(_ bytes: [UInt8]) -> ProtocolError? {
    var pair = Pair.opened(welcome: { $0.head = cast.head(2) }, holding: { $0.head = cast.head(5) })
    return pair.hubHears(bytes).error
  }

  @Test("A batch must begin where the hub's knowledge ends")
  func gap() {
    #expect(heard(ops(cast.lines(3...4), after: cast.head(2))) == nil)
    #expect(heard(ops(cast.lines(4...4), after: cast.head(3)))?.name == "gap")
    #expect(heard(ops(cast.lines(2...4), after: cast.head(1)))?.name == "gap")
    #expect(
      heard(
        ops(cast.lines(3...3), after: cast.head(2)) + ops(cast.lines(3...3), after: cast.head(2)))?
        .name == "gap")
    #expect(
      heard(
        ops(cast.lines(3...3), after: cast.head(2)) + ops(cast.lines(5...5), after: cast.head(4)))?
        .name == "gap")
  }

  @Test("Another hash before the batch is a fork, another hash after it a bad_hash")
  func hashes() {
    let fork = WriterHead(n: 2, hash: Cast.digest("another chain"))
    #expect(heard(ops(cast.lines(3...3), after: fork))?.name == "fork")
    let wrong = ops(cast.lines(3...4), after: cast.head(2), ending: Cast.digest("another end"))
    #expect(heard(wrong)?.name == "bad_hash")
  }

  @Test("A line changed on its way is a bad_hash")
  func changedLine() throws {
    var letter = try #require(Letter(ops(cast.lines(3...4), after: cast.head(2))))
    letter.lines[1][5] ^= 1
    #expect(heard(letter.frame)?.name == "bad_hash")
    letter.lines[1][5] ^= 1
    letter.lines.swapAt(0, 1)
    #expect(heard(letter.frame)?.name == "bad_hash")
  }

  @Test("Ops signed by another key, or for another writer or event, are refused")
  func signature() throws {
    let stranger = ops(cast.lines(3...3), after: cast.head(2), by: cast.stranger)
    #expect(heard(stranger)?.name == "bad_signature")
    let letter = try #require(Letter(ops(cast.lines(3...3), after: cast.head(2))))
    #expect(
      heard(letter.with("signature", .string(cast.forged.hex)).frame)?.name == "bad_signature")
    for member in ["event", "node", "epoch"] {
      #expect(
        heard(letter.with(member, JSONValue(Cast.id("another"))).frame)?.name == "bad_message")
    }
  }

  @Test("The count is that of the lines")
  func count() {
    for count: Int64 in [1, 3] {
      let frame = ops(cast.lines(3...4), after: cast.head(2), count: count)
      #expect(heard(frame)?.name == "bad_message")
    }
    #expect(heard(ops([], after: cast.head(2), count: 1))?.name == "bad_message")
  }

  @Test("256 lines pass and 257 do not")
  func entries() {
    #expect(heard(ops(cast.lines(3...258), after: cast.head(2))) == nil)
    #expect(heard(ops(cast.lines(3...259), after: cast.head(2)))?.name == "too_many")
  }

  @Test("A body of 192 KiB passes and one byte more does not")
  func body() {
    let line = [UInt8](repeating: 0x61, count: 16_384)
    // Eleven lines and their LFs, and what is then left.
    let rest = [UInt8](repeating: 0x62, count: 196_608 - 11 * 16_385)
    let lines = Array(repeating: line, count: 11)
    #expect(heard(ops(lines + [rest], after: cast.head(2))) == nil)
    #expect(heard(ops(lines + [rest + [0x62]], after: cast.head(2)))?.name == "too_many")
  }

  @Test("A node fills its batches to the limits and never beyond")
  func filling() {
    var random = Seeded(11)
    for _ in 0..<6 {
      let most = Int.random(in: 1...16_384, using: &random)
      let lines = (0..<600).map { _ in
        [UInt8](repeating: 0x61, count: Int.random(in: 1...most, using: &random))
      }
      var pair = Pair.opened(holding: { $0.head = WriterHead(n: 600, hash: cast.head(0).hash) })
      var sent = 0
      while let first = pair.node.nextToSend(made: 600) {
        #expect(first == Int64(sent + 1))
        guard case .ops(let batch)? = pair.hubHears(pair.node.ops(Array(lines[sent...]))).first
        else {
          Issue.record("a batch of the node's own is refused")
          return
        }
        sent += batch.lines.count
        if sent < lines.count, batch.lines.count < 256 {
          let body = batch.lines.reduce(-1) { $0 + $1.count + 1 }
          #expect(body + 1 + lines[sent].count > 196_608)
        }
        let ack = pair.hub.acknowledge(durable: batch.last, whole: 0) ?? []
        #expect(pair.nodeHears(ack).count == 1)
      }
      #expect(sent == 600)
    }
  }

  @Test("A fifth batch waits at the node, and is too_many for the hub")
  func window() {
    var pair = Pair.opened(holding: { $0.head = cast.head(9) })
    for number in 1...4 {
      #expect(pair.node.nextToSend(made: 9) == Int64(number))
      let events = pair.hubHears(pair.node.ops([cast.line(number)]))
      #expect(events.count == 1 && events.error == nil)
    }
    #expect(pair.node.nextToSend(made: 9) == nil)
    #expect(pair.node.ops([cast.line(5)]).isEmpty)
    let ack = pair.hub.acknowledge(durable: 2, whole: 2) ?? []
    #expect(pair.nodeHears(ack).count == 1)
    for number in 5...6 {
      #expect(pair.hubHears(pair.node.ops([cast.line(number)])).error == nil)
    }
    #expect(pair.node.nextToSend(made: 9) == nil)
    let fifth = ops([cast.line(7)], after: cast.head(6))
    #expect(pair.hubHears(fifth).error?.name == "too_many")
  }

  @Test("Half a batch acknowledged is a batch unacknowledged")
  func partialAck() {
    var pair = Pair.opened(holding: { $0.head = cast.head(9) })
    _ = pair.hubHears(pair.node.ops(cast.lines(1...3)))
    for number in 4...6 { _ = pair.hubHears(pair.node.ops([cast.line(number)])) }
    _ = pair.nodeHears(pair.hub.acknowledge(durable: 2, whole: 0) ?? [])
    #expect(pair.node.nextToSend(made: 9) == nil)
    _ = pair.nodeHears(pair.hub.acknowledge(durable: 3, whole: 0) ?? [])
    #expect(pair.node.nextToSend(made: 9) == 7)
  }

  @Test("The hub never says less than before, nor more than came, nor whole beyond durable")
  func acknowledging() throws {
    var pair = Pair.opened(holding: { $0.head = cast.head(9) })
    _ = pair.hubHears(pair.node.ops(cast.lines(1...5)))
    func said(_ frame: [UInt8]?) throws -> [JSONValue?] {
      let message = try #require(frame.flatMap { Letter($0) }).message
      return [message["durable"], message["whole"]]
    }
    #expect(try said(pair.hub.acknowledge(durable: 3, whole: 4)) == [3, 3])
    #expect(pair.hub.acknowledge(durable: 2, whole: 1) == nil)
    #expect(try said(pair.hub.acknowledge(durable: 99, whole: 0)) == [5, 3])
    #expect(try said(pair.hub.acknowledge(durable: 0, whole: 99)) == [5, 5])
  }

  @Test("An ack that goes back, goes beyond what was sent, or is for another life, is refused")
  func badAcks() {
    let another = Cast.id("another epoch")
    let cases: [(Epoch, durable: Int64, whole: Int64)] = [
      (cast.epoch, 2, 3), (cast.epoch, 1, 1), (cast.epoch, 3, 1), (cast.epoch, 5, 2),
      (another, 3, 2), (cast.epoch, -1, -1),
    ]
    for (epoch, durable, whole) in cases {
      var pair = Pair.opened(holding: { $0.head = cast.head(9) })
      _ = pair.node.ops(cast.lines(1...4))
      let good = SmallMessages.ack(epoch: cast.epoch, durable: 2, whole: 2)
      #expect(pair.nodeHears(good + good).count == 2)
      let bad = SmallMessages.ack(epoch: epoch, durable: durable, whole: whole)
      #expect(pair.nodeHears(bad).error?.name == "bad_message", "\(durable) \(whole)")
    }
  }

  @Test("A node that is told to wait sends no ops until go, and the hub takes what was on its way")
  func waiting() {
    var pair = Pair.opened(holding: { $0.head = cast.head(9) })
    let onItsWay = pair.node.ops([cast.line(1)])
    let held = pair.nodeHears(pair.hub.hold(reason: "disk_full", text: "Make room."))
    #expect(
      held.map(Outcome.of) == [["event": "wait", "reason": "disk_full", "text": "Make room."]])
    #expect(pair.hubHears(onItsWay).error == nil)
    #expect(pair.node.nextToSend(made: 9) == nil)
    #expect(pair.node.ops([cast.line(2)]).isEmpty)
    #expect(pair.node.isOpen)
    #expect(pair.nodeHears(pair.hub.resume()).map(Outcome.of) == [["event": "go"]])
    #expect(pair.node.nextToSend(made: 9) == 2)
  }

  @Test("Lines of unknown kinds, and lines that nobody can read, are carried as they are")
  func carried() {
    let lines: [[UInt8]] = [
      Array(#"{"kind":"hologram","when":"later","parts":[1,{"x":null}]}"#.utf8),
      Array("no JSON".utf8), [0xFF, 0xFE, 0x00], [0x7B], [UInt8](repeating: 0x5B, count: 16_384),
    ]
    var pair = Pair.opened(holding: { $0.head = cast.head(5) })
    guard case .ops(let batch)? = pair.hubHears(pair.node.ops(lines)).first else {
      Issue.record("strange lines were refused")
      return
    }
    #expect(batch.lines.map { Array(batch.payload[$0]) } == lines)
    let sealed = cast.segment(lines, after: cast.emptyLog)
    guard case .segment(let segment)? = pair.nodeHears(sealed.frame).first else {
      Issue.record("strange lines were refused")
      return
    }
    #expect(segment.entries.compactMap(\.line).map { Array(segment.payload[$0]) } == lines)
  }
}
