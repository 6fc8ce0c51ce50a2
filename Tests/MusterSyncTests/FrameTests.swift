import MusterSync
import Testing

/// A stand-in for zlib: the payload upside down; refuses a payload that begins with `!`.
nonisolated func turned(_ bytes: Span<UInt8>, limit: Int) -> [UInt8]? {
  guard bytes.count > 0, bytes[0] != 0x21 else { return nil }
  return bytes.indices.reversed().map { bytes[$0] }
}

/// What a reader makes of a stream: the frames, then perhaps an error.
nonisolated struct Reading: Equatable {
  var payloads: [[UInt8]] = []
  var lines: [[Range<Int>]] = []
  var raws: [[UInt8]] = []
  var error: FrameError?

  init(_ chunks: [[UInt8]], limit: Int) {
    var reader = FrameReader(limit: limit)
    do throws(FrameError) {
      for chunk in chunks {
        reader.append(chunk)
        while let frame = try reader.next(inflate: turned) {
          payloads.append(frame.payload)
          lines.append(frame.lines)
          raws.append(frame.raw)
        }
      }
    } catch {
      self.error = error
    }
  }
}

@Suite("Frames")
struct FrameTests {
  static func random<T: RandomNumberGenerator>(_ source: inout T) -> [UInt8] {
    var stream: [UInt8] = []
    for _ in 0..<Int.random(in: 1...6, using: &source) {
      var payload: [UInt8] = Array("{\"type\":\"ping\"}".utf8)
      for _ in 0..<Int.random(in: 0...4, using: &source) {
        payload.append(0x0A)
        payload += [UInt8](
          repeating: 0x61, count: Int.random(in: 1...40, using: &source))
      }
      if Int.random(in: 0..<12, using: &source) == 0 { payload.append(0x0A) }
      var frame =
        Bool.random(using: &source)
        ? FrameWriter.plain(payload) : FrameWriter.compressed(payload.reversed())
      if Int.random(in: 0..<8, using: &source) == 0 {
        frame[Int.random(in: 0..<9, using: &source)] = UInt8.random(in: 0...255, using: &source)
      }
      stream += frame
    }
    return stream
  }

  @Test("Every way of cutting a stream into chunks gives the same frames and the same error")
  func chunking() {
    var source = Seeded(1)
    var failures = 0
    for _ in 0..<400 {
      let stream = Self.random(&source)
      let whole = Reading([stream], limit: 4_096)
      #expect(Reading(stream.map { [$0] }, limit: 4_096) == whole)
      var rest = stream[...]
      var chunks: [[UInt8]] = []
      while !rest.isEmpty {
        let count = min(Int.random(in: 1...30, using: &source), rest.count)
        chunks.append(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
      }
      #expect(Reading(chunks, limit: 4_096) == whole)
      #expect(stream.starts(with: whole.raws.flatMap(\.self)))
      if whole.error != nil { failures += 1 }
    }
    #expect(failures > 50)
    #expect(failures < 390)
  }

  @Test("Each byte of a header is refused as soon as it has come")
  func early() {
    let limit = 4_096
    let cases: [([UInt8], FrameError)] = [
      ([0x47], .badMagic(0x47)), ([0x4D, 2], .badVersion(2)), ([0x4D, 1, 2], .badFlags(2)),
      ([0x4D, 1, 0, 1], .badDictionary(1)), ([0x4D, 1, 0, 0, 1], .tooLarge(limit: limit)),
      ([0x4D, 1, 0, 0, 0, 1], .tooLarge(limit: limit)),
      ([0x4D, 1, 0, 0, 0, 0, 0x11], .tooLarge(limit: limit)),
      ([0x4D, 1, 0, 0, 0, 0, 0x10, 1], .tooLarge(limit: limit)),
      ([0x4D, 1, 0, 0, 0, 0, 0, 0], .badLine(1)),
    ]
    for (bytes, error) in cases { #expect(Reading([bytes], limit: limit).error == error) }
    #expect(Reading([[0x4D, 1, 0, 0, 0, 0, 0x10, 0]], limit: limit).error == nil)
  }

  @Test("An error is given again at every call")
  func sticky() {
    var reader = FrameReader(limit: 100)
    reader.append([0])
    #expect(throws: FrameError.badMagic(0)) { try reader.next(inflate: turned) }
    reader.append(FrameWriter.plain([0x61]))
    #expect(throws: FrameError.badMagic(0)) { try reader.next(inflate: turned) }
  }

  @Test("The limit holds for what is inflated, too")
  func inflated() {
    var reader = FrameReader(limit: 10)
    reader.append(FrameWriter.compressed([0x61]))
    #expect(throws: FrameError.badCompression(limit: 10)) {
      try reader.next { _, limit in [UInt8](repeating: 0x61, count: limit + 1) }
    }
  }

  @Test("A raised limit holds from the next frame on")
  func raised() throws {
    let long = [UInt8](repeating: 0x61, count: 5_000)
    var reader = FrameReader(limit: 4_096)
    reader.append(FrameWriter.plain([0x61]) + FrameWriter.plain(long))
    #expect(try reader.next(inflate: turned)?.payload == [0x61])
    reader.limit = 262_144
    #expect(try reader.next(inflate: turned)?.payload == long)
  }

  @Test("The body is every byte after the first line feed")
  func body() throws {
    var reader = FrameReader(limit: 100)
    reader.append(FrameWriter.plain(Array("{}\na\nb".utf8)))
    let frame = try #require(try reader.next(inflate: turned))
    #expect(frame.body.map { Array(frame.payload[$0]) } == Array("a\nb".utf8))
    #expect(frame.payload[frame.message].elementsEqual("{}".utf8))
  }
}
