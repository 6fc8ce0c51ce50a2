/// Lines of the canonical form: written one after another into one buffer, sorted section by
/// section.
///
/// All lines of a section begin alike, and sections come in the order of what they begin with, so
/// that sorting each gives the order of all.
nonisolated struct CanonicalLines {
  /// All that is done, with an LF after every line.
  private(set) var output: [UInt8] = []
  private var section: [UInt8] = []
  private var lines: [(key: UInt64, range: Range<Int>)] = []
  private var start = 0
  private var needsComma = false

  // MARK: Lines and sections

  /// Begins a line: an array whose first element is the section's name.
  mutating func begin(_ name: StaticString) {
    start = section.count
    section.append(UInt8(ascii: "["))
    needsComma = false
    text(name)
  }

  mutating func end() {
    section.append(UInt8(ascii: "]"))
    lines.append((0, start..<section.count))
  }

  /// Sorts the section's lines behind those of the sections before.
  mutating func endSection(_ name: StaticString) {
    // The bracket, the quoted name, and the comma are the same in all of them.
    let shared = name.utf8CodeUnitCount + 4
    for index in lines.indices {
      lines[index].key = key(lines[index].range.lowerBound + shared)
    }
    let sorted = lines.sorted { left, right in
      left.key != right.key ? left.key < right.key : precedes(left.range, right.range, shared)
    }
    for line in sorted {
      output.append(contentsOf: section[line.range])
      output.append(0x0a)
    }
    section.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
  }

  private func key(_ at: Int) -> UInt64 {
    var key: UInt64 = 0
    for index in at..<at + 8 {
      key = key << 8 | (index < section.count ? UInt64(section[index]) : 0)
    }
    return key
  }

  private func precedes(_ left: Range<Int>, _ right: Range<Int>, _ shared: Int) -> Bool {
    var a = left.lowerBound + shared
    var b = right.lowerBound + shared
    while a < left.upperBound && b < right.upperBound {
      if section[a] != section[b] { return section[a] < section[b] }
      a += 1
      b += 1
    }
    return left.count < right.count
  }

  // MARK: Elements

  mutating func open() {
    separate()
    section.append(UInt8(ascii: "["))
    needsComma = false
  }

  mutating func close() {
    section.append(UInt8(ascii: "]"))
    needsComma = true
  }

  mutating func text(_ text: StaticString) {
    separate()
    section.append(UInt8(ascii: "\""))
    for byte in "\(text)".utf8 { section.append(byte) }
    section.append(UInt8(ascii: "\""))
  }

  mutating func text(_ text: String) {
    separate()
    section.append(UInt8(ascii: "\""))
    for byte in text.utf8 { escape(byte) }
    section.append(UInt8(ascii: "\""))
  }

  mutating func text(_ symbol: Int32, of symbols: Symbols) {
    separate()
    section.append(UInt8(ascii: "\""))
    symbols.forEachByte(symbol) { escape($0) }
    section.append(UInt8(ascii: "\""))
  }

  mutating func id(_ id: Identifier) {
    separate()
    section.append(UInt8(ascii: "\""))
    id.appendHex(to: &section)
    section.append(UInt8(ascii: "\""))
  }

  mutating func key(_ key: Digest) {
    separate()
    section.append(UInt8(ascii: "\""))
    key.appendHex(to: &section)
    section.append(UInt8(ascii: "\""))
  }

  mutating func number(_ value: Int64) {
    separate()
    if value < 0 { section.append(UInt8(ascii: "-")) }
    var digits: [20 of UInt8] = .init(repeating: 0)
    var count = 0
    var rest = value.magnitude
    repeat {
      digits[count] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
      rest /= 10
      count += 1
    } while rest > 0
    while count > 0 {
      count -= 1
      section.append(digits[count])
    }
  }

  mutating func flag(_ value: Bool) {
    separate()
    section.append(contentsOf: value ? "true".utf8 : "false".utf8)
  }

  mutating func null() {
    separate()
    section.append(contentsOf: "null".utf8)
  }

  private mutating func separate() {
    if needsComma { section.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case 0x22, 0x5c:
      section.append(UInt8(ascii: "\\"))
      section.append(byte)
    case 0..<0x20:
      section.append(contentsOf: "\\u00".utf8)
      for nibble in [byte >> 4, byte & 15] {
        section.append(nibble < 10 ? nibble + 0x30 : nibble + 0x57)
      }
    default: section.append(byte)
    }
  }
}
