import MusterTrust
import Testing

@testable import MusterSync

/// One way in which a stream of frames can be damaged.
private enum Damage: CaseIterable {
  case flipBit, setByte, cut, insert, dropFrame, repeatFrame, swapFrames, truncate, reframe, splice
}

private func damaged(_ frames: [[UInt8]], _ random: inout Seeded) -> [[UInt8]] {
  var frames = frames
  let index = Int.random(in: frames.indices, using: &random)
  let place = Int.random(in: frames[index].indices, using: &random)
  switch Damage.allCases.randomElement(using: &random) ?? .flipBit {
  case .flipBit: frames[index][place] ^= 1 << UInt8.random(in: 0...7, using: &random)
  case .setByte: frames[index][place] = UInt8.random(in: 0...255, using: &random)
  case .cut:
    let end = min(frames[index].count, place + Int.random(in: 1...40, using: &random))
    frames[index].removeSubrange(place..<end)
  case .insert:
    let bytes = (0..<Int.random(in: 1...40, using: &random)).map { _ in
      UInt8.random(in: 0...255, using: &random)
    }
    frames[index].insert(contentsOf: bytes, at: place)
  case .dropFrame: frames.remove(at: index)
  case .repeatFrame: frames.insert(frames[index], at: index)
  case .swapFrames: frames.swapAt(index, Int.random(in: frames.indices, using: &random))
  case .truncate: frames.removeSubrange(index...)
  case .reframe:
    // Damage inside an intact frame: what a peer that lies can send.
    guard var letter = Letter(frames[index]) else { break }
    if let line = letter.lines.indices.randomElement(using: &random), Bool.random(using: &random) {
      letter.lines[line][letter.lines[line].count / 2] ^= 1
    } else if let members = letter.message.members?.map(\.name),
      let name = members.randomElement(using: &random)
    {
      let values: [JSONValue?] = [nil, 0, -1, 9_007_199_254_740_991, "", [], [:], .null, "busy"]
      letter = letter.with(name, values.randomElement(using: &random) ?? nil)
    }
    frames[index] = letter.frame
  case .splice:
    let other = Int.random(in: frames.indices, using: &random)
    frames[index] = Array(frames[index].prefix(place)) + frames[other].dropFirst(place)
  }
  return frames
}

@Suite("Damaged sessions")
struct MutationTests {
  private let recording = Recording()
  /// What may wait inside a session: one frame of the greater size, its header, and the last chunk.
  private static let bound = 262_144 + 8 + 4_096

  /// Either the events are the good ones as far as they go, or they end in an error of the page.
  private func check(_ played: Recording.Played, _ good: [JSONValue]) -> Comment? {
    guard played.mostWaiting <= Self.bound else { return "\(played.mostWaiting) bytes wait" }
    guard let code = played.outcomes.last?["error"]?.integer else {
      return played.farewell.isEmpty ? nil : "a farewell without an error"
    }
    let isSelfMade = 101...399 ~= code
    if !isSelfMade && !played.farewell.isEmpty { return "the session itself said \(code)" }
    if played.outcomes.dropLast().contains(where: { $0["error"] != nil }) { return "two errors" }
    if !played.farewell.isEmpty, Letter(played.farewell)?.message["code"]?.integer != code {
      return "the farewell is another error"
    }
    return nil
  }

  @Test("Any damage ends in an error of the page, or changes nothing that the chain protects")
  func damage() {
    var random = Seeded(20_260_917)
    let goodHub = recording.replayHub(recording.fromNode).outcomes
    let goodNode = recording.replayNode(recording.fromHub).outcomes
    let goodOps = goodHub.filter { $0["event"] == "ops" }
    let goodSegments = goodNode.filter { $0["event"] == "segment" }
    var failures = 0
    for round in 0..<500 {
      var toHub = recording.fromNode
      var toNode = recording.fromHub
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        if !toHub.isEmpty { toHub = damaged(toHub, &random) }
        if !toNode.isEmpty { toNode = damaged(toNode, &random) }
        toHub.removeAll(where: \.isEmpty)
        toNode.removeAll(where: \.isEmpty)
      }
      let chunks = toHub.flatMap { $0 }.chunks(atMost: 4_096, using: &random)
      let hub = recording.replayHub(chunks)
      let node = recording.replayNode(toNode.flatMap { $0 }.chunks(atMost: 4_096, using: &random))
      #expect(check(hub, goodHub) == nil, "round \(round)")
      #expect(check(node, goodNode) == nil, "round \(round)")
      // Whatever happened, what passed as ops or segment is a prefix of what was made.
      let ops = hub.outcomes.filter { $0["event"] == "ops" }
      #expect(ops == Array(goodOps.prefix(ops.count)), "round \(round)")
      let segments = node.outcomes.filter { $0["event"] == "segment" }
      #expect(segments == Array(goodSegments.prefix(segments.count)), "round \(round)")
      if hub.outcomes.last?["error"] != nil { failures += 1 }
    }
    #expect(failures > 200)
  }

  @Test("A peer that only ever talks fills no memory")
  func flood() {
    let noise = [UInt8](repeating: 0x4D, count: 4_096)
    for reach in [0, 1, 2] {
      var pair = reach == 2 ? Pair.opened() : Pair()
      if reach == 1 { _ = pair.hubHears(pair.node.hello()) }
      let header: [UInt8] =
        reach == 2 ? [0x4D, 1, 0, 0, 0, 4, 0, 0] : [0x4D, 1, 0, 0, 0, 0, 16, 0]
      _ = pair.hubHears(header)
      for _ in 0..<500 {
        _ = pair.hubHears(noise)
        #expect(pair.hub.waitingBytes <= Self.bound)
      }
      #expect(pair.hub.deadline == .max, "\(reach)")
    }
  }
}
