/// The little of DER (ITU-T X.690) that a self-signed Ed25519 certificate needs.
nonisolated enum DER {
  /// Tags of the values that are written.
  enum Tag: UInt8 {
    case integer = 0x02
    case bitString = 0x03
    case octetString = 0x04
    case objectIdentifier = 0x06
    case utf8String = 0x0C
    case utcTime = 0x17
    case generalizedTime = 0x18
    case sequence = 0x30
    case set = 0x31
    case version = 0xA0
  }

  /// A value: tag, length, content. Content is at most 65,535 bytes.
  static func value(_ tag: Tag, _ content: [UInt8]) -> [UInt8] {
    let (high, low) = (UInt8(content.count >> 8), UInt8(content.count & 255))
    let length: [UInt8] =
      if high > 0 { [0x82, high, low] } else if low > 127 { [0x81, low] } else { [low] }
    return [tag.rawValue] + length + content
  }

  static func value(_ tag: Tag, _ parts: [UInt8]...) -> [UInt8] {
    value(tag, parts.reduce(into: []) { $0 += $1 })
  }

  static func value(_ tag: Tag, _ text: String) -> [UInt8] { value(tag, Array(text.utf8)) }

  /// AlgorithmIdentifier of Ed25519, OID 1.3.101.112 without parameters (RFC 8410 §3).
  static let ed25519 = value(.sequence, value(.objectIdentifier, [0x2B, 0x65, 0x70]))

  /// Bits in whole bytes.
  static func bits(_ bytes: [UInt8]) -> [UInt8] { value(.bitString, [0] + bytes) }
}
