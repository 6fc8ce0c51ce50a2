/// One request, read whole and checked: host, origin and content type are as they must be.
public nonisolated struct HTTPRequest: Sendable {
  /// What is asked.
  public let method: HTTPMethod
  /// The decoded segments of the path: none for `/`; a slash at the end makes no difference. No segment
  /// is empty, `.`, `..`, or holds a slash or a control character.
  public let path: [String]
  /// The decoded query, in order.
  public let query: [(name: String, value: String)]
  /// The headers, in order; names as they came.
  public let headers: [(name: String, value: String)]
  /// The body, at most as long as the server's limit.
  public let body: [UInt8]
  /// Whether it came through the Unix socket: from a command of the same user, not from a page.
  public let isUnixSocket: Bool
  /// Whether it came by this server's own HTTPS.
  public let isSecure: Bool
  /// The authority of a target in absolute form.
  let authority: String?

  /// Makes one, for tests of handlers.
  public init(
    _ method: HTTPMethod, path: [String], query: [(name: String, value: String)] = [],
    headers: [(name: String, value: String)] = [], body: [UInt8] = [], isUnixSocket: Bool = false,
    isSecure: Bool = false
  ) {
    self.init(
      method, path: path, query: query, headers: headers, body: body, isUnixSocket: isUnixSocket,
      isSecure: isSecure, authority: nil)
  }

  init(
    _ method: HTTPMethod, path: [String], query: [(name: String, value: String)],
    headers: [(name: String, value: String)], body: [UInt8], isUnixSocket: Bool, isSecure: Bool,
    authority: String?
  ) {
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.isUnixSocket = isUnixSocket
    self.isSecure = isSecure
    self.authority = authority
  }

  /// The first header of this name, whatever its case.
  public func header(_ name: String) -> String? {
    headers.first { Self.same($0.name, name) }?.value
  }

  /// The first query value of this name.
  public func value(_ name: String) -> String? { query.first { $0.name == name }?.value }

  /// Where the client believes it is: the `Host` header or the target's own authority.
  public var host: String? { authority ?? header("Host") }

  /// The page from which a browser sends this, if it says so.
  public var origin: String? { header("Origin") }

  /// How often a header occurs.
  func count(of name: String) -> Int { headers.count { Self.same($0.name, name) } }

  /// Whether two names differ at most in ASCII case.
  static func same(_ left: String, _ right: String) -> Bool {
    left.utf8.count == right.utf8.count
      && zip(left.utf8, right.utf8).allSatisfy { lower($0) == lower($1) }
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
  }
}
