import MusterCore
import MusterTrust
import Testing

@testable import MusterSync

/// A message of an unknown type whose payload has exactly so many bytes.
private func message(_ count: Int) -> [UInt8] {
  let bare = Array(#"{"type":"x","y":""}"#.utf8).count
  var lines: [[UInt8]] = []
  var rest = count
  while rest > 16_384 {
    lines.append([UInt8](repeating: 0x61, count: min(16_384, rest - 2 - bare)))
    rest -= lines[lines.count - 1].count + 1
  }
  let text = String(repeating: "z", count: rest - bare)
  return Letter(["type": "x", "y": .string(text)], lines).frame
}

@Suite("Each limit, at it and one beyond")
struct LimitTests {
  let cast = Cast()

  @Test("A frame of 4,096 bytes before welcome, one of 262,144 after")
  func frames() {
    var pair = Pair()
    #expect(pair.hubHears(message(4_096)).error?.name == "unexpected")
    pair = Pair()
    #expect(pair.hubHears(message(4_097)).error?.name == "too_large")
    pair = Pair()
    #expect(pair.nodeHears(message(4_096)).error?.name == "unexpected")
    pair = Pair()
    #expect(pair.nodeHears(message(4_097)).error?.name == "too_large")
    pair = Pair.opened()
    #expect(pair.hubHears(message(262_144)).isEmpty && pair.hub.isOpen)
    #expect(pair.nodeHears(message(262_144)).isEmpty && pair.node.isOpen)
    #expect(pair.hubHears(message(262_145)).error?.name == "too_large")
    #expect(pair.nodeHears(message(262_145)).error?.name == "too_large")
  }

  @Test("What a compressed frame inflates to has the same limits")
  func inflated() {
    func packed(_ count: Int) -> [UInt8] {
      FrameWriter.compressed(cast.deflate.compress(Array(message(count).dropFirst(8))))
    }
    var pair = Pair()
    #expect(pair.hubHears(packed(4_096)).error?.name == "unexpected")
    pair = Pair()
    #expect(pair.hubHears(packed(4_097)).error?.name == "bad_compression")
    pair = Pair.opened()
    #expect(pair.nodeHears(packed(262_144)).isEmpty && pair.node.isOpen)
    #expect(pair.nodeHears(packed(262_145)).error?.name == "bad_compression")
  }

  @Test("A frame that is wide enough only after welcome is cut under the wide limit")
  func widening() {
    var pair = Pair()
    pair.hub.feed(pair.node.hello(), at: pair.now)
    _ = pair.hub.next(at: pair.now)
    let welcome = pair.hub.welcome(cast.welcome, at: pair.now)
    let lines = (1...200).map { Array(Cast.digest("\($0)").hex.utf8) }
    let segment = cast.segment(lines, after: cast.emptyLog)
    #expect(segment.frame.count > 4_104)
    pair.node.feed(welcome + segment.frame, at: pair.now)
    guard case .welcome = pair.node.next(at: pair.now) else {
      Issue.record("no welcome")
      return
    }
    #expect(pair.node.open(ownHash: cast.emptyHead.hash, at: pair.now) != nil)
    guard case .segment = pair.node.next(at: pair.now) else {
      Issue.record("no segment")
      return
    }
  }

  @Test("A line of 16,384 bytes, not one more")
  func lines() {
    for (length, name) in [(16_384, nil), (16_385, "bad_line")] as [(Int, String?)] {
      var pair = Pair.opened()
      let line = [UInt8](repeating: 0x61, count: length)
      #expect(pair.hubHears(pair.node.ops([line])).error?.name == name)
      #expect(
        pair.nodeHears(cast.segment([line], after: cast.emptyLog).frame).error?.name == name)
    }
  }

  @Test("A want of 256 ops, not one more, and of one at least")
  func want() {
    for (count, name) in [(0, "bad_message"), (1, nil), (256, nil), (257, "bad_message")]
      as [(Int, String?)]
    {
      var pair = Pair.opened()
      let ops = (0..<count).map { OpID(high: 0, low: UInt64($0)) }
      #expect(pair.hubHears(pair.node.want(ops)).error?.name == name)
      #expect(pair.nodeHears(pair.hub.want(ops)).error?.name == name)
    }
  }

  @Test("An offer of 128 segments, and their recovery: the longest fit a line")
  func lives() {
    for (count, name) in [(1, nil), (128, nil), (129, "bad_message")] as [(Int, String?)] {
      let longest = (1 << 53) - 1 as Int64
      let segments = (0..<count).map {
        SegmentOffer(
          generation: Cast.id("\($0)"), first: longest, count: 256, after: Cast.digest("\($0)"))
      }
      var pair = Pair.opened()
      #expect(pair.hubHears(pair.node.offer(segments)).error?.name == name)
      #expect(pair.nodeHears(pair.hub.recovered(segments.map(\.after))).error?.name == name)
    }
  }

  @Test("Sixteen starts, not one more")
  func starts() {
    for (count, name) in [(16, nil), (17, "bad_message")] as [(Int, String?)] {
      let starts = (0..<count).map {
        HubStartMark(
          generation: Cast.id("\($0)"), place: Int64($0 + 1), before: Cast.digest("\($0)"))
      }
      var pair = Pair { $0.starts = starts }
      #expect(pair.hubHears(pair.node.hello()).error?.name == name)
      var welcome = cast.welcome
      welcome.starts = starts
      #expect(pair.nodeHears(welcome.frame()).error?.name == name)
    }
  }
}
