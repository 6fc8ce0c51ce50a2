import MusterCore
import MusterTrust
import Testing

@testable import MusterSync

@Suite("Private lines")
struct PrivateTests {
  let cast = Cast()

  private func entries(_ event: NodeSession.Event?) -> [PrivateEntry]? {
    if case .privates(let entries)? = event { entries } else { nil }
  }

  @Test(
    "Lines, gone ones and absent ones arrive in order, both ways, however many frames they take")
  func arrive() {
    var random = Seeded(7)
    for round in 0..<10 {
      let count = Int.random(in: 1...600, using: &random)
      let most = [40, 2_000, 16_384].randomElement(using: &random) ?? 40
      let sent = (0..<count).map { index in
        let op = OpID(high: UInt64(round), low: UInt64(index))
        switch Int.random(in: 0...5, using: &random) {
        case 0: return PrivateEntry(op: op, content: .gone)
        case 1: return PrivateEntry(op: op, content: .absent)
        default:
          let length = Int.random(in: 1...most, using: &random)
          return PrivateEntry(op: op, content: .line([UInt8](repeating: 0x7B, count: length)))
        }
      }
      var pair = Pair.opened()
      let frames = pair.hub.privates(sent)
      for frame in frames.dropLast() {
        guard let letter = Letter(frame), let full = letter.message["count"]?.integer else {
          continue
        }
        let body = letter.lines.reduce(-1) { $0 + $1.count + 1 }
        #expect(full == 256 || body > 196_608 - 16_384 - 128)
      }
      let atNode = frames.flatMap { pair.nodeHears($0) }.flatMap { entries($0) ?? [] }
      #expect(atNode == sent)
      let atHub = pair.node.privates(sent).flatMap { pair.hubHears($0) }
      #expect(
        atHub.map(Outcome.of)
          == frames.compactMap { frame in
            var fresh = Pair.opened()
            return fresh.nodeHears(frame).first.map(Outcome.of)
          })
    }
    #expect(Pair.opened().hub.privates([]).isEmpty)
  }

  @Test("Entries of another form, lines too few or too many, are bad_message")
  func forms() {
    let op = #"{"op":"\#(Cast.id("op").hex)","is":"#
    let bad: [(Int64, [String])] = [
      (0, []), (-1, []), (1, []), (1, [op + #""line"}"#]), (1, [op + #""gone"}"#, "x"]),
      (2, [op + #""gone"}"#]), (1, [op + #""line"}"#, "a", "b"]), (1, [op + #""perhaps"}"#]),
      (1, [op + "7}"]), (1, [#"{"op":"0123","is":"gone"}"#]), (1, [#"{"is":"gone"}"#]),
      (1, [#"{"op":"\#(Cast.id("op").hex)"}"#]), (1, ["no JSON"]), (1, ["[]"]),
    ]
    for (count, lines) in bad {
      let frame = Letter(
        ["type": "private", "count": .integer(count)], lines.map { Array($0.utf8) }
      ).frame
      var pair = Pair.opened()
      #expect(pair.hubHears(frame).error?.name == "bad_message", "\(lines)")
      #expect(pair.nodeHears(frame).error?.name == "bad_message", "\(lines)")
    }
  }

  @Test("What a private line holds, the session does not look at")
  func anyBytes() {
    let lines: [[UInt8]] = [[0xFF], Array("{".utf8), Array(#"{"op":"x","is":"gone"}"#.utf8)]
    let sent = lines.map { PrivateEntry(op: Cast.id("op"), content: .line($0)) }
    var pair = Pair.opened()
    #expect(entries(pair.nodeHears(pair.hub.privates(sent)[0]).first) == sent)
  }

  @Test("256 entries and 192 KiB pass, one more of either does not")
  func limits() {
    let gone = Array(#"{"op":"\#(Cast.id("op").hex)","is":"gone"}"#.utf8)
    let line = Array(#"{"op":"\#(Cast.id("op").hex)","is":"line"}"#.utf8)
    func heard(_ count: Int, _ lines: [[UInt8]]) -> String? {
      var pair = Pair.opened()
      let frame = Letter(["type": "private", "count": .integer(Int64(count))], lines).frame
      return pair.hubHears(frame).error?.name
    }
    #expect(heard(256, Array(repeating: gone, count: 256)) == nil)
    #expect(heard(257, Array(repeating: gone, count: 257)) == "too_many")
    let long = [UInt8](repeating: 0x61, count: 16_384)
    let eleven = Array(repeating: [line, long], count: 11).flatMap { $0 }
    let taken = 11 * (line.count + 1 + 16_385) + line.count + 1
    let rest = [UInt8](repeating: 0x61, count: 196_608 - taken)
    #expect(heard(12, eleven + [line, rest]) == nil)
    #expect(heard(12, eleven + [line, rest + [0x61]]) == "too_many")
  }
}
