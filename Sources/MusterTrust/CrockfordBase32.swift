/// Douglas Crockford's base32: digits and capitals without I, L, O, U. Five bits to a character, first
/// bits first, no padding, unused last bits zero.
public nonisolated enum CrockfordBase32 {
  private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  /// The value of each ASCII character; 255 where it has none.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
    return values
  }()

  /// Writes bytes as ASCII characters, upper case.
  public static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count * 8 + 4) / 5)
    var (buffer, held): (UInt32, UInt32) = (0, 0)
    for byte in bytes {
      buffer = buffer << 8 | UInt32(byte)
      held += 8
      while held >= 5 {
        held -= 5
        text.append(alphabet[Int(buffer >> held & 31)])
      }
    }
    if held > 0 { text.append(alphabet[Int(buffer << (5 - held) & 31)]) }
    return text
  }

  /// Reads what ``encode(_:)`` writes; nil for anything else, so that bytes have one spelling.
  public static func decode(_ text: Span<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count * 5 / 8)
    var (buffer, held): (UInt32, UInt32) = (0, 0)
    for index in text.indices {
      let value = values[Int(text[index])]
      guard value < 32 else { return nil }
      buffer = buffer << 5 | UInt32(value)
      held += 5
      if held >= 8 {
        held -= 8
        bytes.append(UInt8(truncatingIfNeeded: buffer >> held))
      }
    }
    let unused = buffer & (1 << held - 1)
    return held < 5 && unused == 0 ? bytes : nil
  }

  /// Reads what ``encode(_:)`` writes; nil for anything else.
  public static func decode(_ text: [UInt8]) -> [UInt8]? { decode(text.span) }

  /// The character that a person meant who typed `character`: capitals for small letters, 0 for O,
  /// 1 for I and L. Nil when it can mean nothing.
  static func forgive(_ character: Character) -> UInt8? {
    guard var byte = character.asciiValue else { return nil }
    if (0x61...0x7A).contains(byte) { byte -= 0x20 }
    switch byte {
    case UInt8(ascii: "O"): byte = UInt8(ascii: "0")
    case UInt8(ascii: "I"), UInt8(ascii: "L"): byte = UInt8(ascii: "1")
    default: break
    }
    return values[Int(byte)] < 32 ? byte : nil
  }
}
