/// A JSON text read into one flat array, which the next reading uses again.
///
/// ``read(_:in:)`` checks every rule of `Protocol/1-frames.md` and leaves the nodes in the order in
/// which they stand in the text: an array or object, then its children, each with `next`, the index
/// after its last descendant. Nodes hold offsets, so the accessors want the same bytes again. After
/// warming up, a reading allocates nothing.
public nonisolated struct JSONTape: Sendable {
  /// The most arrays and objects that may be inside one another.
  public static let maximumDepth = 8
  /// The greatest integer, 2^53 − 1; the smallest is its negative.
  public static let maximumInteger: Int64 = 9_007_199_254_740_991
  /// Up to so many members, each name is compared with those before it; more are sorted.
  static let fewMembers = 32

  /// What a value is.
  public enum Kind: UInt8, Sendable {
    case object, array, string, integer, `true`, `false`, null
  }

  /// One value.
  public struct Node: Sendable {
    /// What it is.
    public internal(set) var kind: Kind
    var hasEscapes = false
    var nameHasEscapes = false
    var start: UInt32
    var end: UInt32 = 0
    var nameStart: UInt32 = 0
    var nameEnd: UInt32 = 0
    var name = JSONName()
    /// Index of the node after this one and all inside it.
    public internal(set) var next = 0
    /// Of an integer: its value. Of an array or object: how many children.
    public internal(set) var integer: Int64 = 0

    /// Where its bytes are; of a string, what stands between the quotes.
    public var range: Range<Int> { Int(start)..<Int(end) }
    /// Where its name is, in an object: what stands between the quotes.
    var nameRange: Range<Int> { Int(nameStart)..<Int(nameEnd) }
  }

  /// The values; the first is the whole text's.
  public internal(set) var nodes: [Node] = []

  /// Makes an empty tape.
  public init() {}

  /// Reads one JSON text.
  ///
  /// - Parameters:
  ///   - bytes: what holds the text.
  ///   - range: where the text is; must lie within `bytes`.
  public mutating func read(_ bytes: [UInt8], in range: Range<Int>) throws(JSONError) {
    try read(bytes.span, in: range)
  }

  /// Reads one JSON text.
  ///
  /// - Parameters:
  ///   - bytes: what holds the text.
  ///   - range: where the text is; must lie within `bytes`.
  public mutating func read(_ bytes: Span<UInt8>, in range: Range<Int>) throws(JSONError) {
    nodes.removeAll(keepingCapacity: true)
    guard range.upperBound < Int(UInt32.max) else {
      throw JSONError(position: range.lowerBound, reason: .tooLong)
    }
    do throws(JSONError) {
      try readText(bytes, in: range)
    } catch {
      // What is no UTF-8 anywhere is that before all else, as for a reader that decodes first.
      try JSONText.check(bytes, in: range)
      throw error
    }
  }

  private mutating func readText(_ bytes: Span<UInt8>, in range: Range<Int>) throws(JSONError) {
    var position = range.lowerBound
    let end = range.upperBound
    skipSpace(bytes, &position, end)
    try readValue(bytes, &position, end, Node(kind: .null, start: 0), depth: 0)
    skipSpace(bytes, &position, end)
    guard position == end else { throw JSONError(position: position, reason: .trailingBytes) }
  }

  @inline(__always)
  private func skipSpace(_ bytes: Span<UInt8>, _ position: inout Int, _ end: Int) {
    while position < end {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  /// Reads the value at `position` into `node`, which may have its name already.
  private mutating func readValue(
    _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int, _ named: Node, depth: Int
  ) throws(JSONError) {
    guard position < end else { throw JSONError(position: end, reason: .unexpectedEnd) }
    var node = named
    node.start = UInt32(truncatingIfNeeded: position)
    switch bytes[position] {
    case JSONText.quote:
      node.kind = .string
      position += 1
      node.start += 1
      node.hasEscapes = try JSONText.scan(bytes, from: &position, to: end)
      node.end = UInt32(truncatingIfNeeded: position)
      position += 1
    case 0x30...0x39, 0x2D:
      node.kind = .integer
      node.integer = try readInteger(bytes, &position, end)
      node.end = UInt32(truncatingIfNeeded: position)
    case 0x7B:
      try readObject(bytes, &position, end, node, depth: depth + 1)
      return
    case 0x5B:
      try readArray(bytes, &position, end, node, depth: depth + 1)
      return
    case let first:
      node.kind = try readWord(bytes, &position, end, first)
      node.end = UInt32(truncatingIfNeeded: position)
    }
    node.next = nodes.count + 1
    nodes.append(node)
  }

  private func readWord(
    _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int, _ first: UInt8
  ) throws(JSONError) -> Kind {
    switch first {
    case 0x74:
      try expect("true", bytes, &position, end)
      return .true
    case 0x66:
      try expect("false", bytes, &position, end)
      return .false
    case 0x6E:
      try expect("null", bytes, &position, end)
      return .null
    default: throw JSONError(position: position, reason: .unexpectedByte)
    }
  }

  private func expect(
    _ word: String, _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int
  ) throws(JSONError) {
    for byte in word.utf8 {
      guard position < end else { throw JSONError(position: end, reason: .unexpectedEnd) }
      guard bytes[position] == byte else {
        throw JSONError(position: position, reason: .unexpectedByte)
      }
      position += 1
    }
  }

  @inline(__always)
  private func readInteger(
    _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int
  ) throws(JSONError) -> Int64 {
    let start = position
    let isNegative = bytes[position] == 0x2D
    if isNegative { position += 1 }
    let firstDigit = position
    var magnitude: Int64 = 0
    while position < end, case let digit = bytes[position] &- 0x30, digit < 10 {
      magnitude = magnitude &* 10 &+ Int64(digit)
      position += 1
      guard magnitude <= Self.maximumInteger else {
        throw JSONError(position: start, reason: .integerTooLarge)
      }
    }
    let digits = position - firstDigit
    guard digits > 0 else {
      throw position < end
        ? JSONError(position: position, reason: .unexpectedByte)
        : JSONError(position: end, reason: .unexpectedEnd)
    }
    if bytes[firstDigit] == 0x30, digits > 1 || isNegative {
      throw JSONError(position: start, reason: .notAnInteger)
    }
    if position < end {
      switch bytes[position] {
      case 0x2E, 0x65, 0x45: throw JSONError(position: start, reason: .notAnInteger)
      default: break
      }
    }
    return isNegative ? -magnitude : magnitude
  }

  private mutating func readArray(
    _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int, _ named: Node, depth: Int
  ) throws(JSONError) {
    let array = try open(.array, named, position, depth)
    position += 1
    skipSpace(bytes, &position, end)
    var count: Int64 = 0
    if position < end, bytes[position] == 0x5D {
      position += 1
    } else {
      while true {
        skipSpace(bytes, &position, end)
        try readValue(bytes, &position, end, Node(kind: .null, start: 0), depth: depth)
        count += 1
        guard try continues(bytes, &position, end, closer: 0x5D) else { break }
      }
    }
    close(array, count, position)
  }

  private mutating func readObject(
    _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int, _ named: Node, depth: Int
  ) throws(JSONError) {
    let object = try open(.object, named, position, depth)
    position += 1
    skipSpace(bytes, &position, end)
    var count: Int64 = 0
    var seen: UInt64 = 0
    if position < end, bytes[position] == 0x7D {
      position += 1
    } else {
      while true {
        skipSpace(bytes, &position, end)
        let node = try readName(bytes, &position, end)
        if count < Int64(Self.fewMembers) {
          let mark: UInt64 = 1 &<< node.name.bucket
          if seen & mark != 0 { try refuseDuplicate(of: node, in: object, bytes) }
          seen |= mark
        }
        try readValue(bytes, &position, end, node, depth: depth)
        count += 1
        guard try continues(bytes, &position, end, closer: 0x7D) else { break }
      }
    }
    close(object, count, position)
    if count > Int64(Self.fewMembers) { try refuseDuplicates(in: object, bytes) }
  }

  /// Reads a member's name and the colon after it, up to the value.
  @inline(__always)
  private func readName(
    _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int
  ) throws(JSONError) -> Node {
    guard position < end else { throw JSONError(position: end, reason: .unexpectedEnd) }
    guard bytes[position] == JSONText.quote else {
      throw JSONError(position: position, reason: .unexpectedByte)
    }
    position += 1
    var node = Node(kind: .null, start: 0, nameStart: UInt32(truncatingIfNeeded: position))
    while position < end, case let byte = bytes[position], JSONText.isPlain(byte) {
      node.name.append(byte)
      position += 1
    }
    if position >= end || bytes[position] != JSONText.quote {
      try readRest(ofName: &node, bytes, &position, end)
    }
    node.nameEnd = UInt32(truncatingIfNeeded: position)
    position += 1
    skipSpace(bytes, &position, end)
    guard position < end else { throw JSONError(position: end, reason: .unexpectedEnd) }
    guard bytes[position] == 0x3A else {
      throw JSONError(position: position, reason: .unexpectedByte)
    }
    position += 1
    skipSpace(bytes, &position, end)
    return node
  }

  /// Reads a name that is more than plain ASCII.
  private func readRest(
    ofName node: inout Node, _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int
  ) throws(JSONError) {
    node.nameHasEscapes = try JSONText.scan(bytes, from: &position, to: end)
    node.name = JSONName()
    for byte in JSONText.unescaped(bytes, in: Int(node.nameStart)..<position) {
      node.name.append(byte)
    }
  }

  /// Whether a comma comes, and not the closing bracket; moves past either.
  @inline(__always)
  private func continues(
    _ bytes: Span<UInt8>, _ position: inout Int, _ end: Int, closer: UInt8
  ) throws(JSONError) -> Bool {
    skipSpace(bytes, &position, end)
    guard position < end else { throw JSONError(position: end, reason: .unexpectedEnd) }
    let byte = bytes[position]
    guard byte == 0x2C || byte == closer else {
      throw JSONError(position: position, reason: .unexpectedByte)
    }
    position += 1
    return byte == 0x2C
  }

  @inline(__always)
  private mutating func open(
    _ kind: Kind, _ named: Node, _ position: Int, _ depth: Int
  ) throws(JSONError) -> Int {
    guard depth <= Self.maximumDepth else {
      throw JSONError(position: position, reason: .tooDeep)
    }
    var node = named
    node.kind = kind
    nodes.append(node)
    return nodes.count - 1
  }

  @inline(__always)
  private mutating func close(_ node: Int, _ count: Int64, _ position: Int) {
    nodes[node].integer = count
    nodes[node].next = nodes.count
    nodes[node].end = UInt32(truncatingIfNeeded: position)
  }
}
