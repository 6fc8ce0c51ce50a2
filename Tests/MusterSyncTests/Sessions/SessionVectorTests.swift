import MusterCore
import MusterTrust
import Testing

@testable import MusterSync

@Suite("The vectors of sessions and segments", .serialized)
struct SessionVectorTests {
  @Test("Every case ends in the error that it names, or in none")
  func intended() throws {
    for each in SessionVectors.made().cases {
      var player = try SessionPlayer(each.value)
      let results = try each.steps.map { try player.play($0) }
      #expect(results.last?.gives.last?["name"]?.string == each.error, "\(each.why)")
      for result in results.dropLast() {
        #expect(result.gives.allSatisfy { $0["error"] == nil }, "\(each.why)")
      }
    }
    let segments = SegmentVectors()
    for each in segments.cases {
      let frame = try #require(each.letter).frame
      let gives = SegmentVectors.read(frame, each.after, each.hubKeys, segments.cast)
      #expect(gives["name"]?.string == each.error, "\(each.why)")
    }
  }

  @Test("The files are what the generators make")
  func fresh() throws {
    let sessions = try SessionVectors.made().file()
    let segments = SegmentVectors().file()
    if VectorFile.isToBeWritten {
      try VectorFile.write("sessions", sessions)
      try VectorFile.write("segments", segments)
    }
    #expect(try VectorFile.read("sessions") == sessions)
    #expect(try VectorFile.read("segments") == segments)
  }

  @Test("Each session of the file, played from the file alone, gives what the file says")
  func sessions() throws {
    let file = try VectorFile.read("sessions")
    let cases = try #require(file["cases"]?.array)
    #expect(cases.count > 90)
    for each in cases {
      var player = try SessionPlayer(each)
      for step in each["steps"]?.array ?? [] {
        let result = try player.play(step)
        let why = each["why"]?.string ?? ""
        #expect(result.gives == step["gives"]?.array ?? [], "\(why)")
        #expect(result.answers == step["answers"]?.array ?? [], "\(why)")
      }
    }
  }

  @Test("Each segment of the file, read from the file alone, gives what the file says")
  func segments() throws {
    let file = try VectorFile.read("segments")
    let cast = Cast()
    #expect(file["event"]?.identifier == cast.event)
    for each in try #require(file["cases"]?.array) {
      let why = each["why"]?.string ?? ""
      let payload =
        each["payload"]?.string.map { hex in
          let digits = Array(hex.utf8)
          return stride(from: 0, to: digits.count, by: 2).compactMap { index in
            UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16)
          }
        } ?? Array((each["lines"]?.array ?? []).compactMap(\.string).joined(separator: "\n").utf8)
      let position = LogPosition(
        place: try #require(each["after"]?["place"]?.integer),
        hash: try #require(each["after"]?["hash"]?.digest))
      let keys = (each["hub_keys"]?.array ?? []).compactMap(\.digest)
      for frame in [
        FrameWriter.plain(payload), FrameWriter.compressed(cast.deflate.compress(payload)),
      ] {
        #expect(SegmentVectors.read(frame, position, keys, cast) == each["gives"], "\(why)")
      }
    }
  }
}
