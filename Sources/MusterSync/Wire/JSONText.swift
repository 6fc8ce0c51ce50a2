/// The inside of a JSON string: what may stand there, and what its escapes mean.
nonisolated enum JSONText {
  static let quote: UInt8 = 0x22
  static let backslash: UInt8 = 0x5C

  /// ASCII that stands for itself inside a string.
  @inline(__always)
  static func isPlain(_ byte: UInt8) -> Bool {
    byte &- 0x20 < 0x60 && byte != quote && byte != backslash
  }

  /// Moves `position` from after the opening quote to the closing quote.
  ///
  /// - Returns: whether the string has escapes.
  @inline(__always)
  static func scan(
    _ bytes: Span<UInt8>, from position: inout Int, to end: Int
  ) throws(JSONError) -> Bool {
    var hasEscapes = false
    while position < end {
      let byte = bytes[position]
      if isPlain(byte) {
        position += 1
      } else if byte == quote {
        return hasEscapes
      } else if byte == backslash {
        hasEscapes = true
        position += try escapeLength(bytes, at: position, to: end)
      } else if byte < 0x80 {
        throw JSONError(position: position, reason: .controlCharacter)
      } else {
        position += try sequenceLength(bytes, at: position, to: end)
      }
    }
    throw JSONError(position: end, reason: .unexpectedEnd)
  }

  /// Throws unless the bytes are UTF-8 without a byte order mark before the first value.
  static func check(_ bytes: Span<UInt8>, in range: Range<Int>) throws(JSONError) {
    var position = range.lowerBound
    var isBeforeValue = true
    while position < range.upperBound {
      let byte = bytes[position]
      guard byte >= 0x80 else {
        isBeforeValue = isBeforeValue && byte <= 0x20
        position += 1
        continue
      }
      let length = try sequenceLength(bytes, at: position, to: range.upperBound)
      if isBeforeValue, byte == 0xEF, bytes[position + 1] == 0xBB, bytes[position + 2] == 0xBF {
        throw JSONError(position: position, reason: .badUTF8)
      }
      isBeforeValue = false
      position += length
    }
  }

  /// Length of the well-formed UTF-8 sequence of 2–4 bytes at `start` (Unicode, table 3-7).
  static func sequenceLength(
    _ bytes: Span<UInt8>, at start: Int, to end: Int
  ) throws(JSONError) -> Int {
    let length: Int
    let second: ClosedRange<UInt8>
    switch bytes[start] {
    case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xE1...0xEC, 0xEE, 0xEF: (length, second) = (3, 0x80...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: throw JSONError(position: start, reason: .badUTF8)
    }
    guard end - start >= length, second.contains(bytes[start + 1]) else {
      throw JSONError(position: start, reason: .badUTF8)
    }
    for index in start + 2..<start + length where bytes[index] & 0xC0 != 0x80 {
      throw JSONError(position: start, reason: .badUTF8)
    }
    return length
  }

  /// Length of the escape at `start`, a surrogate pair being one escape of 12 bytes.
  static func escapeLength(
    _ bytes: Span<UInt8>, at start: Int, to end: Int
  ) throws(JSONError) -> Int {
    guard start + 1 < end else { throw JSONError(position: end, reason: .unexpectedEnd) }
    switch bytes[start + 1] {
    case quote, backslash, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: return 2
    case 0x75: break
    default: throw JSONError(position: start, reason: .badEscape)
    }
    let unit = try codeUnit(bytes, at: start, to: end)
    guard unit & 0xF800 == 0xD800 else { return 6 }
    guard unit < 0xDC00, start + 7 < end, bytes[start + 6] == backslash, bytes[start + 7] == 0x75
    else { throw JSONError(position: start, reason: .loneSurrogate) }
    guard try codeUnit(bytes, at: start + 6, to: end) & 0xFC00 == 0xDC00 else {
      throw JSONError(position: start, reason: .loneSurrogate)
    }
    return 12
  }

  /// The four hex digits, of either case, of the `\u` escape at `start`.
  private static func codeUnit(
    _ bytes: Span<UInt8>, at start: Int, to end: Int
  ) throws(JSONError) -> UInt32 {
    var unit: UInt32 = 0
    for index in start + 2..<start + 6 {
      guard index < end else { throw JSONError(position: end, reason: .unexpectedEnd) }
      guard let digit = hexDigit(bytes[index]) else {
        throw JSONError(position: start, reason: .badEscape)
      }
      unit = unit << 4 | digit
    }
    return unit
  }

  private static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x37)
    case 0x61...0x66: UInt32(byte - 0x57)
    default: nil
    }
  }

  /// The UTF-8 that a scanned string means.
  static func unescaped(_ bytes: Span<UInt8>, in range: Range<Int>) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(range.count)
    var position = range.lowerBound
    while position < range.upperBound {
      let byte = bytes[position]
      guard byte == backslash else {
        text.append(byte)
        position += 1
        continue
      }
      guard let length = try? escapeLength(bytes, at: position, to: range.upperBound) else { break }
      appendEscape(bytes, at: position, length: length, to: &text)
      position += length
    }
    return text
  }

  private static func appendEscape(
    _ bytes: Span<UInt8>, at start: Int, length: Int, to text: inout [UInt8]
  ) {
    switch bytes[start + 1] {
    case 0x62: text.append(0x08)
    case 0x66: text.append(0x0C)
    case 0x6E: text.append(0x0A)
    case 0x72: text.append(0x0D)
    case 0x74: text.append(0x09)
    case 0x75:
      var scalar: UInt32 = 0
      for index in start + 2..<start + 6 { scalar = scalar << 4 | (hexDigit(bytes[index]) ?? 0) }
      if length == 12 {
        var low: UInt32 = 0
        for index in start + 8..<start + 12 { low = low << 4 | (hexDigit(bytes[index]) ?? 0) }
        scalar = 0x10000 + (scalar & 0x3FF) << 10 + (low & 0x3FF)
      }
      if let scalar = Unicode.Scalar(scalar) {
        text.append(contentsOf: UTF8.encode(scalar) ?? .init())
      }
    case let itself: text.append(itself)
    }
  }
}
