import MusterCore
import MusterTrust

@testable import MusterSync

/// Makes `Protocol/vectors/segments.json`.
nonisolated struct SegmentVectors {
  /// A segment and where it is to follow.
  struct Case {
    var why: String
    var after: LogPosition
    var hubKeys: [Digest]
    var letter: Letter?
    var error: String?
  }

  let cast = Cast()

  static let about = """
    Segments and what a reader makes of them. Protocol/2-lines.md, The log; Protocol/4-messages.md, \
    `segment`. A reader of `event` stands at `after` on the log and knows that `hub_keys` are \
    certified by a hub.start up to there. The payload is given as its `lines`, or as `payload` in hex \
    where it is no text. It either gives its position at the end and its entries, each [op, node, \
    epoch, n, received, whether its line follows], or an error by code and name.
    """

  private var writers: String {
    #"{"writers":[["\#(cast.node.id.hex)","\#(cast.epoch.hex)"]]}"#
  }
  private let placed = #"{"writer":0,"n":1,"received":1790000000000,"line":true}"#

  /// A segment of these lines of text, hashed and signed rightly.
  private func segment(_ count: Int, _ lines: [String]) -> Letter? {
    let body = Array(lines.joined(separator: "\n").utf8)
    return Letter(cast.segment(body: body, count: count, after: cast.emptyLog))
  }

  var cases: [Case] { good + broken + forms }

  private func made(
    _ why: String, _ letter: Letter?, after position: LogPosition? = nil, keys: [Digest]? = nil,
    error: String? = nil
  ) -> Case {
    Case(
      why: why, after: position ?? cast.emptyLog, hubKeys: keys ?? [cast.hub.publicKey],
      letter: letter, error: error)
  }

  private var good: [Case] {
    let start = cast.segment([cast.startLine(cast.hub)], after: cast.emptyLog)
    let second = cast.segment(cast.lines(1...3), after: start.header.end)
    let before = #"{"writer":0,"n":1,"received":5,"line":false,"op":"\#(Cast.id("op").hex)"}"#
    let spelt = #" { "line" : true, "more": [1], "received":5,"n" :1 , "writer":0 } "#
    let two =
      #"{"writers":[["\#(cast.node.id.hex)","\#(cast.epoch.hex)"],"#
      + #"["\#(cast.hub.id.hex)","\#(cast.generation.hex)"]]}"#
    return [
      made("the first: a hub.start alone, which certifies the key", Letter(start.frame), keys: []),
      made("the next: three ops", Letter(second.frame), after: start.header.end),
      made(
        "a hub.start among others certifies the key",
        Letter(
          cast.segment(
            [cast.line(1), cast.startLine(cast.secondHub)], after: cast.emptyLog, by: cast.secondHub
          ).frame)),
      made(
        "two writers, and an op that was placed before",
        segment(
          2, [two, before, #"{"writer":1,"n":7,"received":6,"line":true}"#, #"{"kind":"clock"}"#])),
      made("another spelling of a placement", segment(1, [writers, spelt, "no JSON at all"])),
      made(
        "a line that is no UTF-8",
        Letter(cast.segment([[0xFF, 0xFE]], after: cast.emptyLog).frame)),
    ]
  }

  private var broken: [Case] {
    let sealed = cast.segment(cast.lines(1...2), after: cast.emptyLog)
    let letter = Letter(sealed.frame)
    var changed = letter
    changed?.lines[2][10] ^= 1
    let id = JSONValue(Cast.id("another"))
    let parted = LogPosition(place: 0, hash: Cast.digest("another log"))
    return [
      made("it came before", letter, after: sealed.header.end, error: "gap"),
      made("another log before it", letter, after: parted, error: "parted"),
      made("a line was changed", changed, error: "bad_hash"),
      made("another event", letter?.with("event", id), error: "wrong_event"),
      made(
        "another generation than was signed", letter?.with("generation", id), error: "bad_signature"
      ),
      made(
        "signed by another key", letter?.with("signature", .string(cast.forged.hex)),
        error: "bad_signature"),
      made(
        "a key that is certified nowhere",
        Letter(cast.segment(cast.lines(1...2), after: cast.emptyLog, by: cast.stranger).frame),
        error: "wrong_hub"),
      made(
        "a hub.start that another root has certified",
        Letter(
          cast.segment(
            [cast.startLine(cast.stranger, by: cast.stranger)], after: cast.emptyLog,
            by: cast.stranger
          ).frame), error: "wrong_hub"),
      made("a count of 257", letter?.with("count", 257), error: "too_many"),
      made("a count that is too small", letter?.with("count", 1), error: "bad_message"),
      made("a count that is too great", letter?.with("count", 3), error: "bad_message"),
      made("a member is missing", letter?.with("key", nil), error: "bad_message"),
    ]
  }

  private var forms: [Case] {
    let bodies: [(String, [String])] = [
      ("no entry", [writers]), ("a line is missing", [writers, placed]),
      ("a line too many", [writers, placed, "x", "y"]),
      ("writers of another form", ["{}", placed, "x"]),
      ("no writers", [#"{"writers":[]}"#, placed, "x"]),
      (
        "more writers than entries",
        [
          #"{"writers":[["\#(cast.node.id.hex)","\#(cast.epoch.hex)"],"#
            + #"["\#(cast.hub.id.hex)","\#(cast.generation.hex)"]]}"#, placed, "x",
        ]
      ),
      (
        "a writer that is not listed",
        [writers, #"{"writer":1,"n":1,"received":5,"line":true}"#, "x"]
      ),
      ("number 0", [writers, #"{"writer":0,"n":0,"received":5,"line":true}"#, "x"]),
      ("no word on the line", [writers, #"{"writer":0,"n":1,"received":5}"#, "x"]),
      ("no op and no line", [writers, #"{"writer":0,"n":1,"received":5,"line":false}"#]),
      (
        "an op and a line",
        [
          writers,
          #"{"writer":0,"n":1,"received":5,"line":true,"op":"\#(Cast.id("op").hex)"}"#, "x",
        ]
      ),
    ]
    return bodies.map { made($0.0, segment(1, $0.1), error: "bad_message") }
  }

  // MARK: The file

  func file() -> JSONValue {
    [
      "about": .string(Self.about), "event": JSONValue(cast.event),
      "root": JSONValue(cast.root.publicKey), "cases": .array(cases.map(played)),
    ]
  }

  private func played(_ each: Case) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("why", .string(each.why)),
      ("after", ["place": .integer(each.after.place), "hash": JSONValue(each.after.hash)]),
      ("hub_keys", .array(each.hubKeys.map { JSONValue($0) })),
    ]
    guard let letter = each.letter else { return nil }
    if letter.lines.allSatisfy({ String(validating: $0, as: UTF8.self) != nil }) {
      members.append(("lines", .array(letter.texts.map { .string($0) })))
    } else {
      let digits = letter.frame.dropFirst(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      members.append(("payload", .string(digits.joined())))
    }
    members.append(("gives", Self.read(letter.frame, each.after, each.hubKeys, cast)))
    return .object(members.map { JSONMember(name: $0.0, value: $0.1) })
  }

  /// What a reader makes of a frame.
  static func read(
    _ frame: [UInt8], _ after: LogPosition, _ hubKeys: [Digest], _ cast: Cast
  ) -> JSONValue {
    var follower = LogFollower(
      event: cast.event, after: after, hubKeys: hubKeys, hasher: cast.hasher)
    var input = FrameInput(deflate: cast.deflate)
    input.widen()
    input.feed(frame)
    do throws(ProtocolError) {
      guard let frame = try input.next() else { return nil }
      let segment = try follower.follow(MessageReader(frame), frame)
      return [
        "place": .integer(follower.position.place), "hash": JSONValue(follower.position.hash),
        "entries": .array(segment.entries.map(Outcome.entry)),
      ]
    } catch {
      return Outcome.of(error)
    }
  }
}
