/// Texts that occur again and again, each kept once and named by a small number.
///
/// Numbers are given in the order in which texts come, so nothing that leaves the fold may depend
/// on them.
nonisolated struct Symbols: Sendable {
  private var text: ContiguousArray<UInt8> = []
  private var ends: ContiguousArray<UInt32> = []
  private var table = Lookup()
  private var last = ""
  private var lastSymbol: Int32 = -1

  var count: Int { ends.count }

  /// Bytes that the texts and their table take.
  var bytes: Int { text.capacity + ends.capacity * 4 + table.bytes }

  /// The text's number, new when it was not there.
  mutating func intern(_ string: String) -> Int32 {
    // A segment holds the ops of few desks: the text is often the one that came before.
    // Compared as bytes: to `==`, two spellings of one accented letter would be the same text.
    if lastSymbol >= 0 && string.utf8.elementsEqual(last.utf8) { return lastSymbol }
    let symbol = Int32(truncatingIfNeeded: enter(string))
    last = string
    lastSymbol = symbol
    return symbol
  }

  private mutating func enter(_ string: String) -> Int {
    let bytes = string.utf8Span.span
    let hash = Self.hash(bytes)
    if let symbol = table.find(hash, { same($0, bytes) }) { return symbol }
    for index in bytes.indices { text.append(bytes[index]) }
    ends.append(UInt32(truncatingIfNeeded: text.count))
    table.insert(hash, ends.count - 1)
    return ends.count - 1
  }

  /// The text's number, if it is there.
  func find(_ string: String) -> Int32? {
    let bytes = string.utf8Span.span
    return table.find(Self.hash(bytes)) { same($0, bytes) }.map { Int32(truncatingIfNeeded: $0) }
  }

  /// The text of a number.
  func string(_ symbol: Int32) -> String {
    String(decoding: utf8(symbol), as: UTF8.self)
  }

  /// The bytes of a number's text.
  func utf8(_ symbol: Int32) -> ArraySlice<UInt8> {
    ArraySlice(text[range(Int(symbol))])
  }

  /// Calls with each byte of a number's text.
  @inline(__always)
  func forEachByte(_ symbol: Int32, _ body: (UInt8) -> Void) {
    for at in range(Int(symbol)) { body(text[at]) }
  }

  /// Whether the text is an id as walk-ins have it: 32 lower-case hex digits.
  func isHexIdentifier(_ symbol: Int32) -> Bool {
    let range = range(Int(symbol))
    guard range.count == 32 else { return false }
    return range.allSatisfy { (0x30...0x39).contains(text[$0]) || (0x61...0x66).contains(text[$0]) }
  }

  @inline(__always)
  private func range(_ symbol: Int) -> Range<Int> {
    (symbol == 0 ? 0 : Int(ends[symbol &- 1]))..<Int(ends[symbol])
  }

  private func same(_ symbol: Int, _ bytes: Span<UInt8>) -> Bool {
    let range = range(symbol)
    guard range.count == bytes.count else { return false }
    for index in bytes.indices where text[range.lowerBound &+ index] != bytes[index] {
      return false
    }
    return true
  }

  private static func hash(_ bytes: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0x9e37_79b9_7f4a_7c15
    for index in bytes.indices {
      hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01b3
    }
    hash ^= hash >> 32
    hash = hash &* 0xd6e8_feb8_6659_fd93
    return hash ^ hash >> 32
  }
}
