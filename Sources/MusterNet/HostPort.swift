/// A host and a port, written `host:port`, `1.2.3.4:7575` or `[::1]:7575`.
public nonisolated struct HostPort: Hashable, Sendable, CustomStringConvertible {
  /// A name or a number address, without brackets.
  public let host: String
  /// 0–65535; 0 asks for a free one when listening.
  public let port: UInt16

  /// Joins a host and a port.
  public init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// Reads `host:port`; an IPv6 address stands in brackets.
  public init(_ text: String) throws(NetError) {
    guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")),
      let port = HostPort.port(text[text.utf8.index(after: colon)...])
    else { throw .badAddress(text) }
    var host = text[..<colon]
    if host.utf8.first == UInt8(ascii: "["), host.utf8.last == UInt8(ascii: "]") {
      host = host.dropFirst().dropLast()
      guard host.utf8.contains(UInt8(ascii: ":")) else { throw .badAddress(text) }
    } else if host.utf8.contains(UInt8(ascii: ":")) {
      throw .badAddress(text)
    }
    let printable = host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x5B && $0 != 0x5D }
    guard printable, (1...253).contains(host.utf8.count) else { throw .badAddress(text) }
    self.init(host: String(host), port: port)
  }

  /// As it is read.
  public var description: String {
    host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
  }

  private static func port(_ text: Substring) -> UInt16? {
    guard (1...5).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return UInt16(text)
  }
}
