import MusterCore

/// The line of a segment that says under which writer and number an op was placed.
///
/// `{"writer":0,"n":12,"received":1700000000000,"line":true}`, followed by the op's line, or with
/// `"line":false,"op":"<id>"` when the op was placed before on this chain.
nonisolated struct PlacementLine: Hashable {
  /// Index into the segment's writers.
  var writer: Int
  /// Number in the writer's chain, ≥ 1.
  var n: Int64
  /// Hub time, ms.
  var received: Int64
  /// The op, where its line does not follow.
  var placedBefore: OpID?

  private static let writerKey = Array("{\"writer\":".utf8)
  private static let nKey = Array(",\"n\":".utf8)
  private static let receivedKey = Array(",\"received\":".utf8)
  private static let lineFollows = Array(",\"line\":true}".utf8)
  private static let lineBefore = Array(",\"line\":false,\"op\":\"".utf8)
  private static let end = Array("\"}".utf8)

  /// Appends the line, without LF.
  func write(to bytes: inout [UInt8]) {
    bytes += Self.writerKey
    Self.append(Int64(writer), to: &bytes)
    bytes += Self.nKey
    Self.append(n, to: &bytes)
    bytes += Self.receivedKey
    Self.append(received, to: &bytes)
    guard let placedBefore else {
      bytes += Self.lineFollows
      return
    }
    bytes += Self.lineBefore
    placedBefore.appendHex(to: &bytes)
    bytes += Self.end
  }

  private static func append(_ number: Int64, to bytes: inout [UInt8]) {
    var digits: [20 of UInt8] = .init(repeating: 0)
    var count = 0
    var rest = UInt64(max(0, number))
    repeat {
      digits[count] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
      rest /= 10
      count += 1
    } while rest > 0
    while count > 0 {
      count -= 1
      bytes.append(digits[count])
    }
  }

  /// Reads a line, spelt as Muster writes it or in any other way that strict JSON allows.
  static func read(_ bytes: [UInt8], in range: Range<Int>) -> PlacementLine? {
    readAsWritten(bytes.span, range) ?? readAsJSON(bytes, range)
  }

  /// The usual spelling, which every line of a long log has: no general reader needed.
  private static func readAsWritten(_ bytes: Span<UInt8>, _ range: Range<Int>) -> PlacementLine? {
    var at = range.lowerBound
    guard skip(writerKey, bytes, &at, range.upperBound),
      let writer = number(bytes, &at, range.upperBound),
      skip(nKey, bytes, &at, range.upperBound), let n = number(bytes, &at, range.upperBound),
      skip(receivedKey, bytes, &at, range.upperBound),
      let received = number(bytes, &at, range.upperBound), n >= 1
    else { return nil }
    var line = PlacementLine(writer: Int(writer), n: n, received: received, placedBefore: nil)
    if skip(lineFollows, bytes, &at, range.upperBound) {
      return at == range.upperBound ? line : nil
    }
    guard skip(lineBefore, bytes, &at, range.upperBound), at + 34 == range.upperBound,
      let op = Identifier(hex: bytes.extracting(at..<at + 32))
    else { return nil }
    at += 32
    guard skip(end, bytes, &at, range.upperBound) else { return nil }
    line.placedBefore = op
    return line
  }

  private static func skip(
    _ text: [UInt8], _ bytes: Span<UInt8>, _ at: inout Int, _ limit: Int
  ) -> Bool {
    guard at + text.count <= limit else { return false }
    for index in text.indices where bytes[at + index] != text[index] { return false }
    at += text.count
    return true
  }

  /// A number of 1 to 15 digits without leading zero: always exact, never an overflow.
  private static func number(_ bytes: Span<UInt8>, _ at: inout Int, _ limit: Int) -> Int64? {
    let start = at
    var number: Int64 = 0
    while at < limit, bytes[at] >= 0x30, bytes[at] <= 0x39, at - start < 15 {
      number = number * 10 + Int64(bytes[at] - 0x30)
      at += 1
    }
    guard at > start, at - start == 1 || bytes[start] != 0x30 else { return nil }
    return number
  }

  private static func readAsJSON(_ bytes: [UInt8], _ range: Range<Int>) -> PlacementLine? {
    guard let value = try? JSONValue.read(bytes, in: range), let writer = value["writer"]?.integer,
      writer >= 0, writer < Int64(Limits.standard.entries), let n = value["n"]?.integer, n >= 1,
      let received = value["received"]?.integer, received >= 0,
      let follows = value["line"]?.bool
    else { return nil }
    let op = value["op"]?.string.flatMap { Identifier($0) }
    guard follows == (value["op"] == nil), follows || op != nil else { return nil }
    return PlacementLine(writer: Int(writer), n: n, received: received, placedBefore: op)
  }
}
