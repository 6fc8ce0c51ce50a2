import MusterCore
import Testing

@testable import MusterTrust

@Suite("Chains")
struct ChainTests {
  struct File: Decodable {
    struct Op: Decodable { var line, id, digest, hash: String }
    struct WriterVector: Decodable {
      var event, node, epoch, start: String
      var ops: [Op]
    }
    struct Segment: Decodable {
      var body, digest, hash: String
      var count, place: Int64
    }
    struct Log: Decodable {
      var event, start: String
      var segments: [Segment]
    }
    var writer: WriterVector
    var log: Log
  }

  let file: File
  let hasher = Hasher256()

  init() throws { file = try Vectors.read("chains", as: File.self) }

  @Test("A writer's chain has the hashes of the vectors")
  func writer() throws {
    let writer = Writer(node: try .vector(file.writer.node), epoch: try .vector(file.writer.epoch))
    var chain = WriterChain(event: try .vector(file.writer.event), writer: writer)
    #expect(chain.n == 0)
    #expect(chain.hash.hex == file.writer.start)
    for (index, op) in file.writer.ops.enumerated() {
      let digest = hasher.digest(op.line)
      #expect(digest.hex == op.digest)
      #expect(digest.identifier.hex == op.id)
      #expect(WriterChain.step(chain.hash, op: digest).hex == op.hash)
      chain.append(digest, hasher: hasher)
      #expect(chain == WriterChain(n: Int64(index) + 1, hash: try .vector(op.hash)))
    }
  }

  @Test("The log's chain has the positions of the vectors")
  func log() throws {
    var chain = LogChain(event: try .vector(file.log.event))
    #expect(chain.place == 0)
    #expect(chain.hash.hex == file.log.start)
    for segment in file.log.segments {
      let digest = hasher.digest(segment.body)
      #expect(digest.hex == segment.digest)
      #expect(LogChain.step(chain.hash, body: digest).hex == segment.hash)
      chain.append(body: digest, count: segment.count, hasher: hasher)
      #expect(chain == LogChain(place: segment.place, hash: try .vector(segment.hash)))
    }
  }

  @Test("Two ops in the other order give another hash")
  func order() {
    let writer = Writer(node: Randomness.identifier(), epoch: Randomness.identifier())
    let start = WriterChain(event: Randomness.identifier(), writer: writer)
    let (a, b) = (Randomness.digest(), Randomness.digest())
    var (one, other) = (start, start)
    one.append(a, hasher: hasher)
    one.append(b, hasher: hasher)
    other.append(b, hasher: hasher)
    other.append(a, hasher: hasher)
    #expect(one.n == other.n)
    #expect(one.hash != other.hash)
  }
}
