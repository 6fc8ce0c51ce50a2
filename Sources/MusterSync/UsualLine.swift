import MusterCore

/// Reads check-ins and check-outs that are spelt as ``OperationWriter`` spells them: nine lines of ten
/// at a busy hub, and a third of the cost of the general reader.
///
/// It reads only what the general reader would read alike, and gives nil for everything else: another
/// kind, another order, white space, escapes, characters beyond ASCII, members that are rare.
nonisolated struct UsualLine {
  private static let kind = Array("{\"kind\":\"check".utf8)
  private static let inEvent = Array("in\",\"event\":\"".utf8)
  private static let outEvent = Array("out\",\"event\":\"".utf8)
  private static let node = Array("\",\"node\":\"".utf8)
  private static let nonce = Array("\",\"nonce\":\"".utf8)
  private static let at = Array("\",\"at\":".utf8)
  private static let boot = Array(",\"boot\":\"".utf8)
  private static let mono = Array("\",\"mono\":".utf8)
  private static let by = Array(",\"by\":\"".utf8)
  private static let point = Array("\",\"point\":\"".utf8)
  private static let pointAlone = Array(",\"point\":\"".utf8)
  private static let participant = Array("\",\"participant\":\"".utf8)
  private static let door = Array("\",\"door\":\"".utf8)
  private static let base = Array("\",\"base\":[]".utf8)
  private static let serial = Array(",\"serial\":".utf8)
  private static let end = Array("}".utf8)
  private static let endText = Array("\"}".utf8)

  private var position: Int
  private let limit: Int

  private init(_ range: Range<Int>) {
    position = range.lowerBound
    limit = range.upperBound
  }

  /// The operation that the line holds; nil when the line is not spelt in the usual way.
  static func read(
    _ bytes: Span<UInt8>, in range: Range<Int>, id: OpID, event: EventID
  ) -> Operation? {
    var line = UsualLine(range)
    return line.read(bytes, id, event)
  }

  @inline(__always)
  private mutating func read(_ bytes: Span<UInt8>, _ id: OpID, _ event: EventID) -> Operation? {
    guard skip(Self.kind, bytes) else { return nil }
    let isCheckIn = skip(Self.inEvent, bytes)
    guard isCheckIn || skip(Self.outEvent, bytes), identifier(bytes) == event,
      skip(Self.node, bytes), let node = identifier(bytes),
      skip(Self.nonce, bytes), let nonce = word(bytes),
      skip(Self.at, bytes), let at = number(bytes),
      skip(Self.boot, bytes), let boot = identifier(bytes),
      skip(Self.mono, bytes), let mono = number(bytes)
    else { return nil }
    var by: String?
    if skip(Self.by, bytes) {
      by = text(bytes, .short)
      guard by != nil, skip(Self.point, bytes) else { return nil }
    } else {
      guard skip(Self.pointAlone, bytes) else { return nil }
    }
    guard let point = text(bytes, .point), skip(Self.participant, bytes),
      let participant = text(bytes, .participant), skip(Self.door, bytes),
      let door = text(bytes, .text),
      let act = isCheckIn ? checkIn(door, bytes) : checkOut(door, bytes)
    else { return nil }
    return Operation(
      id: id, node: node, nonce: nonce, at: at, boot: boot, mono: mono, by: by, point: point,
      participant: participant, act: act)
  }

  private mutating func checkIn(_ door: String, _ bytes: Span<UInt8>) -> Act? {
    guard skip(Self.base, bytes) else { return nil }
    var serial: Int64?
    if skip(Self.serial, bytes) {
      serial = number(bytes)
      guard serial != nil else { return nil }
    }
    guard skip(Self.end, bytes), position == limit else { return nil }
    return .checkin(CheckIn(door: door, serial: serial))
  }

  private mutating func checkOut(_ door: String, _ bytes: Span<UInt8>) -> Act? {
    guard skip(Self.endText, bytes), position == limit else { return nil }
    return .checkout(door: door)
  }

  // MARK: Parts

  @inline(__always)
  private mutating func skip(_ text: [UInt8], _ bytes: Span<UInt8>) -> Bool {
    let text = text.span
    guard text.count <= limit - position else { return false }
    for index in text.indices where bytes[position &+ index] != text[index] { return false }
    position += text.count
    return true
  }

  @inline(__always)
  private mutating func word(_ bytes: Span<UInt8>) -> UInt64? {
    guard limit - position >= 16 else { return nil }
    var word: UInt64 = 0
    var wrong: UInt8 = 0
    for index in position..<position + 16 {
      let byte = bytes[index]
      let digit = byte &- 0x30
      let letter = byte &- 0x61
      wrong |= digit < 10 || letter < 6 ? 0 : 1
      word = word &<< 4 | UInt64(digit < 10 ? digit : letter &+ 10)
    }
    guard wrong == 0 else { return nil }
    position += 16
    return word
  }

  @inline(__always)
  private mutating func identifier(_ bytes: Span<UInt8>) -> Identifier? {
    guard let high = word(bytes), let low = word(bytes) else { return nil }
    return Identifier(high: high, low: low)
  }

  /// A number of 1 to 15 digits without leading zero: always exact, never an overflow.
  @inline(__always)
  private mutating func number(_ bytes: Span<UInt8>) -> Int64? {
    let start = position
    var number: Int64 = 0
    while position < limit, position - start < 15, case let digit = bytes[position] &- 0x30,
      digit < 10
    {
      number = number &* 10 &+ Int64(digit)
      position += 1
    }
    guard position > start, position - start == 1 || bytes[start] != 0x30 else { return nil }
    return number
  }

  /// A text of plain ASCII, up to its closing quote.
  @inline(__always)
  private mutating func text(_ bytes: Span<UInt8>, _ form: LineForm) -> String? {
    let start = position
    while position < limit, bytes[position] < 0x80, JSONText.isPlain(bytes[position]) {
      position += 1
    }
    guard position < limit, bytes[position] == JSONText.quote else { return nil }
    let text = bytes.extracting(start..<position)
    guard form.admits(text), let checked = try? UTF8Span(validating: text) else { return nil }
    return String(copying: checked)
  }
}
