import MusterNet
import Testing

@testable import MusterHub

@Suite("Segments at hand")
struct SegmentCacheTests {
  @Test("Runs say the log as it is, from wherever a node stands", arguments: 0..<20)
  func runs(seed: Int) {
    var random = Seeded(state: UInt64(seed))
    var cache = SegmentCache(limitBytes: 400_000)
    var log: [(first: Int64, last: Int64, frame: [UInt8])] = []
    for _ in 0..<200 {
      let first = (log.last?.last ?? 0) + 1
      let frame = [UInt8](
        repeating: UInt8.random(in: 0...255, using: &random),
        count: Int.random(in: 200...(Bool.random(using: &random) ? 400 : 20_000), using: &random))
      log.append((first, first + Int64.random(in: 0...40, using: &random), frame))
      cache.keep(first: first, last: log[log.count - 1].last, frame: frame)
      let from = Int.random(in: max(0, log.count - 30)..<log.count, using: &random)
      guard let run = cache.run(from: log[from].first) else { continue }
      let expected = log[from...].prefix { $0.last <= run.last }
      #expect(expected.last?.last == run.last)
      #expect(run.bytes.copied == expected.flatMap(\.frame))
      #expect(expected.count == 1 || run.bytes.count <= 60_000)
    }
    #expect(cache.run(from: log[log.count - 1].first)?.last == log.last?.last)
  }

  @Test("Nodes that came at different places of a block share what follows")
  func shared() throws {
    var cache = SegmentCache(limitBytes: 1_000_000)
    for first: Int64 in 1...100 { cache.keep(first: first, last: first, frame: [1, 2, 3, 4]) }
    for first: Int64 in 101...200 {
      cache.keep(first: first, last: first, frame: [UInt8](repeating: 7, count: 900))
    }
    let ends = [1, 9, 60].compactMap { cache.run(from: $0)?.last }
    #expect(Set(ends).count == 1)
    let next = try #require(ends.first) + 1
    #expect(cache.run(from: next)?.bytes === cache.run(from: next)?.bytes)
  }
}
