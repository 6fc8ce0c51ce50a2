internal import MusterCore

/// What a person types to enrol a node: the hub's address and a secret
/// (`Protocol/3-identity.md`, "Join codes").
///
/// ``text`` shows the secret; `description` does not, so that logs never hold it.
public nonisolated struct JoinCode: Hashable, Sendable, CustomStringConvertible {
  /// The hub's host: a name, an IPv4 address, or an IPv6 address without brackets.
  public let host: String
  /// The hub's port.
  public let port: UInt16
  /// What the node proves to know.
  public let secret: JoinSecret

  /// Makes a code; throws ``TrustError/joinCodeAddress(_:)`` when `address` is not HOST:PORT.
  public init(address: String, secret: JoinSecret = .random()) throws(TrustError) {
    guard let (host, port) = Self.split(address) else { throw .joinCodeAddress(address) }
    self.host = host
    self.port = port
    self.secret = secret
  }

  /// Reads a code as people type it: small letters, missing or extra hyphens and spaces, O for 0, I
  /// and L for 1.
  public init(_ text: String) throws(TrustError) {
    let text = text.filter { !$0.isWhitespace }
    guard let slash = text.lastIndex(of: "/"), slash != text.startIndex else {
      throw .joinCodeHasNoAddress
    }
    let address = String(text[..<slash])
    var typed: [UInt8] = []
    for character in text[text.index(after: slash)...] where !Self.hyphens.contains(character) {
      guard let meant = CrockfordBase32.forgive(character) else {
        throw .joinCodeCharacter(character)
      }
      typed.append(meant)
    }
    guard typed.count == 18, let secret = JoinSecret(characters: Array(typed[..<16])) else {
      throw .joinCodeLength(typed.count)
    }
    try self.init(address: address, secret: secret)
    guard check == Array(typed[16...]) else { throw .joinCodeCheck }
  }

  /// HOST:PORT in lower case; an IPv6 host stands in brackets.
  public var address: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  /// The code in the form in which it is shown to a person.
  public var text: String {
    let characters = secret.characters
    let groups = stride(from: 0, to: 16, by: 4).map { characters[$0..<$0 + 4] } + [check[...]]
    return address + "/" + groups.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
  }

  /// The address alone.
  public var description: String { "JoinCode(\(address), secret)" }

  /// Two characters: the first 10 bits of a digest over address and secret.
  private var check: [UInt8] {
    var text = Array("muster join 1\n\(address)\n".utf8)
    text += secret.characters
    return Array(CrockfordBase32.encode(SHA256.digest(text).bytes)[..<2])
  }

  /// What editors and keyboards make of a hyphen.
  private static let hyphens: Set<Character> = [
    "-", "\u{2010}", "\u{2011}", "\u{2013}", "\u{2212}",
  ]

  private static func split(_ address: String) -> (host: String, port: UInt16)? {
    guard let colon = address.lastIndex(of: ":"), address.utf8.count <= 260 else { return nil }
    var host = address[..<colon].lowercased()
    let digits = address[address.index(after: colon)...]
    guard let port = UInt16(digits), port > 0, digits == String(port) else { return nil }
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    if isBracketed { host = String(host.dropFirst().dropLast()) }
    let isHost = host.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      case UInt8(ascii: ":"), UInt8(ascii: "%"): isBracketed
      default: false
      }
    }
    guard !host.isEmpty, isHost, !isBracketed || host.contains(":") else { return nil }
    return (host, port)
  }
}
