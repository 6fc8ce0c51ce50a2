import MusterTrust
import Testing

@Suite("Compression")
struct DeflateTests {
  let deflate = Deflate()

  @Test("Bytes of all sizes come back", arguments: [0, 1, 2, 300, 4095, 4096, 75_000, 196_608])
  func roundTrip(count: Int) {
    let repetitive = (0..<count).map { UInt8(truncatingIfNeeded: $0 % 97) }
    for bytes in [repetitive, Randomness.bytes(min(count, 5000))] {
      let compressed = deflate.compress(bytes)
      #expect(deflate.inflate(compressed, limit: bytes.count) == bytes)
      #expect(deflate.inflate(compressed, limit: 1 << 20) == bytes)
      #expect(bytes.isEmpty || deflate.inflate(compressed, limit: bytes.count - 1) == nil)
      #expect(deflate.inflate(compressed + [0], limit: 1 << 20) == nil)
      #expect(deflate.inflate(Array(compressed.dropLast()), limit: 1 << 20) == nil)
    }
  }

  @Test("A stream of another compressor is read")
  func zlib() {
    // zlib.compress(b"muster " * 20) of Python.
    let stream = bytes(hex: "789ccb2d2d2e492d52c81d0c14003a893701")
    let expected = Array(String(repeating: "muster ", count: 20).utf8)
    #expect(deflate.inflate(stream, limit: 1000) == expected)
  }

  @Test("A flipped bit never gives another text")
  func flippedBits() {
    let text = Array(String(repeating: "{\"kind\":\"checkin\"}\n", count: 50).utf8)
    let compressed = deflate.compress(text)
    for bit in 0..<compressed.count * 8 {
      var changed = compressed
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      let read = deflate.inflate(changed, limit: 10_000)
      // Some bits carry nothing: the level in the header, the padding before the checksum.
      #expect(read == nil || read == text)
    }
  }

  @Test("A bomb is refused at the limit")
  func bomb() {
    let bomb = deflate.compress([UInt8](repeating: 0, count: 50_000_000))
    #expect(bomb.count < 300_000)
    #expect(Deflate().inflate(bomb, limit: 196_608) == nil)
  }

  @Test("Rubbish is refused")
  func rubbish() {
    for count in 0..<200 {
      #expect(deflate.inflate(Randomness.bytes(count), limit: 1000) == nil)
    }
    #expect(deflate.inflate([], limit: 0) == nil)
  }
}
