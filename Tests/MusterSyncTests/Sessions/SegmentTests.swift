import MusterCore
import MusterTrust
import Testing

@testable import MusterSync

@Suite("Segments")
struct SegmentTests {
  let cast = Cast()

  private func heard(
    _ frame: [UInt8], hubKeys: [Digest]? = nil, after position: LogPosition? = nil
  ) -> String? {
    var pair = Pair.opened(
      welcome: { $0.from = (position?.place ?? 0) + 1 },
      holding: {
        $0.hubKeys = hubKeys ?? [cast.hub.publicKey]
        $0.log = position ?? cast.emptyLog
      })
    let events = pair.nodeHears(frame)
    #expect(events.count == 1)
    return events.error?.name
  }

  /// A segment whose body is these lines of text.
  private func segment(_ count: Int, _ lines: [String]) -> [UInt8] {
    cast.segment(
      body: Array(lines.joined(separator: "\n").utf8), count: count, after: cast.emptyLog)
  }

  private var writers: String {
    #"{"writers":[["\#(cast.node.id.hex)","\#(cast.epoch.hex)"]]}"#
  }
  private let placed = #"{"writer":0,"n":1,"received":5,"line":true}"#
  private var placedBefore: String {
    #"{"writer":0,"n":1,"received":5,"line":false,"op":"\#(Cast.id("op").hex)"}"#
  }

  @Test("Segments follow on one another, from any position")
  func follow() {
    var pair = Pair.opened()
    var position = cast.emptyLog
    for number in 1...5 {
      let sealed = cast.segment(cast.lines(1...number * 40), after: position)
      guard case .segment(let segment)? = pair.nodeHears(sealed.frame).first else {
        Issue.record("segment \(number) was refused")
        return
      }
      #expect(segment.header.first == position.place + 1)
      position = segment.header.end
      #expect(segment.entries.count == number * 40)
    }
    #expect(position.place == 600)
    #expect(heard(cast.segment([cast.line(1)], after: position).frame, after: position) == nil)
  }

  @Test("A segment that leaves places out, comes again, or follows on another log is refused")
  func chain() {
    let first = cast.segment([cast.line(1)], after: cast.emptyLog)
    let second = cast.segment([cast.line(2)], after: first.header.end)
    #expect(heard(second.frame) == "gap")
    #expect(heard(first.frame, after: first.header.end) == "gap")
    let parted = LogPosition(place: 1, hash: Cast.digest("another log"))
    #expect(heard(second.frame, after: parted) == "parted")
  }

  @Test("Any byte of the body changed is bad_hash; of the header, gap, parted or bad_signature")
  func changed() throws {
    let sealed = cast.segment(cast.lines(1...2), after: cast.emptyLog)
    let letter = try #require(Letter(sealed.frame))
    for line in letter.lines.indices {
      var changed = letter
      changed.lines[line][10] ^= 1
      #expect(heard(changed.frame) == "bad_hash")
    }
    let id = JSONValue(Cast.id("another"))
    let digest = JSONValue(Cast.digest("another"))
    #expect(heard(letter.with("event", id).frame) == "wrong_event")
    #expect(heard(letter.with("generation", id).frame) == "bad_signature")
    #expect(heard(letter.with("key", digest).frame) == "wrong_hub")
    #expect(heard(letter.with("first", 2).frame) == "gap")
    #expect(heard(letter.with("before", digest).frame) == "parted")
    #expect(heard(letter.with("after", digest).frame) == "bad_hash")
    #expect(heard(letter.with("signature", .string(cast.forged.hex)).frame) == "bad_signature")
    #expect(heard(letter.with("count", 1).frame) == "bad_message")
    #expect(heard(letter.with("count", 3).frame) == "bad_message")
    #expect(heard(letter.with("count", 0).frame) == "bad_message")
    #expect(heard(letter.with("count", 257).frame) == "too_many")
  }

  @Test("A key counts when a hub.start on the log, or in the segment itself, certifies it")
  func keys() {
    let start = cast.startLine(cast.secondHub)
    let own = cast.segment([start], after: cast.emptyLog, by: cast.secondHub)
    #expect(heard(own.frame) == nil)
    let among = cast.segment(
      [cast.line(1), [0x7B], start, cast.line(2)], after: cast.emptyLog, by: cast.secondHub)
    #expect(heard(among.frame) == nil)
    let later = cast.segment([cast.line(1)], after: cast.emptyLog, by: cast.secondHub)
    #expect(heard(later.frame) == "wrong_hub")
    #expect(heard(later.frame, hubKeys: [cast.secondHub.publicKey]) == nil)
    // What another hub signed introduces no third.
    let anothers = cast.segment([start], after: cast.emptyLog, by: cast.stranger)
    #expect(heard(anothers.frame) == "wrong_hub")
    // A key that a node knows once is known for the rest of the session.
    var pair = Pair.opened(holding: { $0.hubKeys = [] })
    let next = cast.segment([cast.line(1)], after: own.header.end, by: cast.secondHub)
    let events = pair.nodeHears(own.frame + next.frame)
    #expect(events.count == 2 && events.error == nil)
  }

  @Test("A hub.start that the root did not certify, or of another author, brings no key")
  func uncertified() {
    let forged = cast.segment(
      [cast.startLine(cast.stranger, by: cast.stranger)], after: cast.emptyLog, by: cast.stranger)
    #expect(heard(forged.frame) == "wrong_hub")
    // The root's word for the hub, in a line of the stranger's.
    let certificate = cast.certificate
    let line = OperationWriter.write(
      Operation(
        node: cast.stranger.id, nonce: 1, at: 1, boot: nil, mono: 1,
        act: .hubStart(
          HubStart(
            generation: cast.generation, ordinal: 1, key: cast.stranger.publicKey,
            root: certificate.root, certificate: certificate.signature.bytes,
            isCertified: true))),
      event: cast.event)
    #expect(
      heard(cast.segment([line], after: cast.emptyLog, by: cast.stranger).frame) == "wrong_hub")
    // A start that was placed before gives no line to look at.
    var builder = SegmentBuilder()
    let start = cast.startLine(cast.secondHub)
    _ = builder.add(
      Placement(writer: cast.writer, n: 1, received: 1),
      op: cast.hasher.digest(start).identifier, line: nil, of: start)
    let sealed = builder.seal(
      after: cast.emptyLog,
      signer: SegmentBuilder.Signer(
        event: cast.event, generation: cast.generation, key: cast.secondHub),
      hasher: cast.hasher, deflate: cast.deflate)
    #expect(heard(sealed.frame) == "wrong_hub")
  }

  @Test("A body in another spelling of JSON is read as the usual one")
  func spelling() {
    let spelt = #" { "line" : true, "more": [1], "received":5,"n" :1 , "writer":0 } "#
    #expect(heard(segment(1, [writers, placed, "x"])) == nil)
    #expect(heard(segment(1, [writers, spelt, "x"])) == nil)
    #expect(heard(segment(1, [writers, placedBefore])) == nil)
    #expect(
      heard(
        segment(
          2,
          [
            #"{"x":1,"writers":[["\#(cast.node.id.hex)","\#(cast.epoch.hex)"]]}"#, placedBefore,
            placed, "x",
          ])) == nil)
    let greatest = #"{"writer":0,"n":9007199254740991,"received":9007199254740991,"line":true}"#
    #expect(heard(segment(1, [writers, greatest, "x"])) == nil)
  }

  @Test("Lines that are too few, too many, or of another form are bad_message")
  func forms() {
    let two =
      #"{"writers":[["\#(cast.node.id.hex)","\#(cast.epoch.hex)"],["\#(cast.hub.id.hex)","\#(cast.epoch.hex)"]]}"#
    let cases: [(Int, [String])] = [
      (1, [writers]), (1, [writers, placed]), (1, [writers, placed, "x", "y"]),
      (2, [writers, placed, "x"]), (1, [writers, placed, "x", placed, "y"]),
      (1, [writers, placedBefore, "x"]), (1, ["x", placed, "x"]), (1, ["{}", placed, "x"]),
      (1, [#"{"writers":[]}"#, placed, "x"]), (1, [#"{"writers":7}"#, placed, "x"]),
      (1, [#"{"writers":[["a","b"]]}"#, placed, "x"]), (1, [two, placed, "x"]),
      (1, [#"{"writers":[["\#(cast.node.id.hex)"]]}"#, placed, "x"]),
      (1, [writers, #"{"writer":1,"n":1,"received":5,"line":true}"#, "x"]),
      (1, [writers, #"{"writer":-1,"n":1,"received":5,"line":true}"#, "x"]),
      (1, [writers, #"{"writer":0,"n":0,"received":5,"line":true}"#, "x"]),
      (1, [writers, #"{"writer":0,"n":1,"received":-5,"line":true}"#, "x"]),
      (1, [writers, #"{"writer":00,"n":1,"received":5,"line":true}"#, "x"]),
      (1, [writers, #"{"writer":0,"n":01,"received":5,"line":true}"#, "x"]),
      (1, [writers, #"{"writer":0,"n":1,"received":5,"line":true,}"#, "x"]),
      (1, [writers, #"{"writer":0,"n":1,"received":5}"#, "x"]),
      (1, [writers, #"{"writer":0,"n":1,"received":5,"line":false}"#]),
      (1, [writers, #"{"writer":0,"n":1,"received":5,"line":false,"op":"x"}"#]),
      (
        1,
        [
          writers,
          #"{"writer":0,"n":1,"received":5,"line":false,"op":"\#(Cast.id("op").hex.uppercased())"}"#,
        ]
      ),
      (
        1,
        [
          writers, #"{"writer":0,"n":1,"received":5,"line":true,"op":"\#(Cast.id("op").hex)"}"#,
          "x",
        ]
      ),
      (1, [writers, #"{"writer":0,"n":9007199254740992,"received":5,"line":true}"#, "x"]),
      (1, [writers, #"{"writer":0,"n":99999999999999999999,"received":5,"line":true}"#, "x"]),
    ]
    for (count, lines) in cases {
      #expect(heard(segment(count, lines)) == "bad_message", "\(lines)")
    }
    let bare = SegmentHeader(
      event: cast.event, generation: cast.generation, first: 1, count: 1,
      before: cast.emptyLog.hash, after: cast.emptyLog.hash, signer: cast.hub)
    var payload = JSONWriter()
    bare.write(to: &payload)
    #expect(heard(FrameWriter.plain(payload.bytes)) == "bad_message")
  }

  @Test("A body of 192 KiB passes, one byte more does not")
  func bodyLimit() {
    let line = String(repeating: "a", count: 16_384)
    let eleven = Array(repeating: [placed, line], count: 11).flatMap { $0 }
    let taken = ([writers] + eleven + [placed]).reduce(0) { $0 + $1.utf8.count + 1 }
    let rest = String(repeating: "b", count: 196_608 - taken)
    #expect(heard(segment(12, [writers] + eleven + [placed, rest])) == nil)
    #expect(heard(segment(12, [writers] + eleven + [placed, rest + "b"])) == "too_many")
  }

  @Test(
    "A builder of any mix of writers and lines seals only what a node takes, in order, all of it")
  func builder() {
    var random = Seeded(3)
    let signer = SegmentBuilder.Signer(
      event: cast.event, generation: cast.generation, key: cast.hub)
    for round in 0..<12 {
      let writers = (0..<Int.random(in: 1...400, using: &random)).map { index in
        Writer(
          node: Identifier(high: UInt64(round), low: UInt64(index)), epoch: Cast.id("e\(index)"))
      }
      let most = [1, 120, 700, 1_500, 16_384].randomElement(using: &random) ?? 1
      let greatest = Bool.random(using: &random)
      var pair = Pair.opened()
      var position = cast.emptyLog
      var builder = SegmentBuilder()
      var added: [Placement] = []
      var read: [Placement] = []
      func flush() {
        let sealed = builder.seal(
          after: position, signer: signer, hasher: cast.hasher, deflate: cast.deflate)
        position = sealed.header.end
        #expect(builder.isEmpty && sealed.header.count <= 256)
        guard case .segment(let segment)? = pair.nodeHears(sealed.frame).first else {
          Issue.record("a segment of the builder's own was refused")
          return
        }
        #expect(segment.entries.map(\.op) == sealed.ops)
        read += segment.entries.map(\.placement)
      }
      for number in 1...800 {
        let line = [UInt8](
          repeating: 0x61, count: Int.random(in: max(1, most / 2)...most, using: &random))
        let placement = Placement(
          writer: writers.randomElement(using: &random) ?? cast.writer,
          n: greatest ? JSONTape.maximumInteger : Int64(number),
          received: greatest ? JSONTape.maximumInteger : 0)
        let op = cast.hasher.digest(line).identifier
        let range = Int.random(in: 0..<5, using: &random) == 0 ? nil : line.indices
        if !builder.add(placement, op: op, line: range, of: line) {
          flush()
          let fits = builder.add(placement, op: op, line: range, of: line)
          #expect(fits)
        }
        added.append(placement)
      }
      flush()
      #expect(read == added)
    }
  }

  @Test("A stored frame is read again without a session, and its signature checked")
  func stored() throws {
    let sealed = cast.segment(cast.lines(1...3), after: cast.emptyLog)
    var reader = FrameReader(limit: Limits.standard.frameBytes)
    reader.append(sealed.frame)
    let frame = try #require(try reader.next { cast.deflate.inflate($0, limit: $1) })
    let segment = try Segment(frame, hasher: cast.hasher)
    #expect(segment.frame == sealed.frame && segment.header == sealed.header)
    #expect(segment.checkSignature())
    var forged = segment
    forged.header.generation = Cast.id("another")
    #expect(!forged.checkSignature())
  }
}
