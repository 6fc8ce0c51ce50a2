/// Text of two bytes for most characters, and four for the others.
nonisolated enum UTF16Text {
  /// As UTF-8.
  ///
  /// - Parameter start: where the text begins, after a byte order mark.
  static func utf8(
    _ bytes: [UInt8], from start: Int, isLittleEndian: Bool
  ) throws(CommandError) -> [UInt8] {
    let encoding = isLittleEndian ? TextEncoding.utf16LittleEndian : .utf16BigEndian
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var at = start
    while at + 1 < bytes.count {
      let unit = unit(bytes, at, isLittleEndian)
      var scalar = UInt32(unit)
      var width = 2
      if UTF16.isLeadSurrogate(unit), at + 3 < bytes.count {
        let next = Self.unit(bytes, at + 2, isLittleEndian)
        if UTF16.isTrailSurrogate(next) {
          scalar = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(next) - 0xDC00)
          width = 4
        }
      }
      guard let character = Unicode.Scalar(scalar) else {
        throw TextEncoding.bad(at: at, text[...], encoding)
      }
      if scalar < 0x80 {
        text.append(UInt8(truncatingIfNeeded: scalar))
      } else {
        text.append(contentsOf: UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
      }
      at += width
    }
    guard at == bytes.count else { throw TextEncoding.bad(at: at, text[...], encoding) }
    return text
  }

  private static func unit(_ bytes: [UInt8], _ at: Int, _ isLittleEndian: Bool) -> UInt16 {
    let (first, second) = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
    return isLittleEndian ? second << 8 | first : first << 8 | second
  }
}
