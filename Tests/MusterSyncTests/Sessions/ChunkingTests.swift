import MusterTrust
import Testing

@testable import MusterSync

@Suite("A whole session, however its bytes are cut")
struct ChunkingTests {
  private let recording = Recording()

  private func expectSame(_ one: Recording.Played, _ other: Recording.Played) {
    #expect(one.outcomes == other.outcomes)
    #expect(one.replies == other.replies)
    #expect(one.farewell == other.farewell)
  }

  @Test("The recording holds every sort of event, and both sides end in order")
  func whole() {
    let hub = recording.replayHub(recording.fromNode).outcomes
    let node = recording.replayNode(recording.fromHub).outcomes
    #expect(
      Set(hub.compactMap { $0["event"]?.string })
        == ["hello", "ops", "private", "mark", "have", "want", "status", "wait", "go", "bye"])
    #expect(
      Set(node.compactMap { $0["event"]?.string })
        == [
          "welcome", "ack", "segment", "private", "want", "status", "wait", "go", "offset", "bye",
        ])
  }

  @Test("Byte by byte, in one piece, or in any chunks: the same events, replies and end")
  func chunks() {
    let toHub = recording.fromNode.flatMap { $0 }
    let toNode = recording.fromHub.flatMap { $0 }
    let hub = recording.replayHub(recording.fromNode)
    let node = recording.replayNode(recording.fromHub)
    expectSame(recording.replayHub([toHub]), hub)
    expectSame(recording.replayNode([toNode]), node)
    expectSame(recording.replayHub(toHub.map { [$0] }), hub)
    expectSame(recording.replayNode(toNode.map { [$0] }), node)
    var random = Seeded(2)
    for _ in 0..<60 {
      let most = [3, 40, 500, 5_000].randomElement(using: &random) ?? 3
      expectSame(recording.replayHub(toHub.chunks(atMost: most, using: &random)), hub)
      expectSame(recording.replayNode(toNode.chunks(atMost: most, using: &random)), node)
    }
  }

  @Test("Every prefix of a session gives a prefix of its events, and no error")
  func prefixes() {
    let toHub = recording.fromNode.flatMap { $0 }
    let all = recording.replayHub([toHub]).outcomes
    var random = Seeded(4)
    for _ in 0..<100 {
      let length = Int.random(in: 0...toHub.count, using: &random)
      let some = recording.replayHub([Array(toHub.prefix(length))])
      #expect(some.outcomes == Array(all.prefix(some.outcomes.count)))
      #expect(some.farewell.isEmpty)
    }
  }
}
