internal import CEvent

/// Answers HTTP/1.1 on loopback and on a Unix socket, for the daemon's pages and commands.
///
/// The handler is called on the loop with each whole request, and its answer is sent at once: it must
/// be quick. What is malformed, too large, too slow or from a foreign page is answered or cut off here
/// and never reaches it.
@MainActor public final class HTTPServer {
  /// What requests and connections may cost.
  public nonisolated struct Limits: Sendable {
    /// The request line and headers together (bytes).
    public var headerBytes: Int
    /// The body (bytes).
    public var bodyBytes: Int
    /// How long a connection may be silent (s).
    public var silenceSeconds: Int
    /// How long a request may take to come, from the connection or the answer before it (s); nil for as
    /// long as it likes.
    public var requestSeconds: Int?
    /// How many connections there may be at one address; when one more comes, that which has been idle
    /// or unfinished for longest is cut. nil for as many as there are descriptors.
    public var connections: Int?

    /// What strangers may do who reach a port: 16 KiB, 64 KiB, 30 s, 30 s and 512 unless said otherwise,
    /// so that all together hold less than 64 MiB of unfinished requests.
    public init(
      headerBytes: Int = 16_384, bodyBytes: Int = 65_536, silenceSeconds: Int = 30,
      requestSeconds: Int? = 30, connections: Int? = 512
    ) {
      self.headerBytes = headerBytes
      self.bodyBytes = bodyBytes
      self.silenceSeconds = silenceSeconds
      self.requestSeconds = requestSeconds
      self.connections = connections
    }

    /// What the owner of the data folder may do at its socket: as long as it takes.
    ///
    /// - Parameter bodyBytes: the longest body, bytes.
    public static func socket(bodyBytes: Int) -> Limits {
      Limits(
        bodyBytes: bodyBytes, silenceSeconds: 600, requestSeconds: nil, connections: nil)
    }
  }

  private let loop: EventLoop
  private let limits: Limits
  private let names: [String]
  private let handler: (HTTPRequest) -> HTTPResponse
  private var doors: [HTTPDoor] = []

  /// Makes a server that does not listen yet.
  ///
  /// - Parameters:
  ///   - allowedHosts: names by which it may be addressed over TCP, besides the loopback ones.
  ///   - handler: answers each request that has passed the checks.
  public init(
    loop: EventLoop, limits: Limits = Limits(), allowedHosts: [String] = [],
    handler: @escaping (HTTPRequest) -> HTTPResponse
  ) {
    self.loop = loop
    self.limits = limits
    names = allowedHosts
    self.handler = handler
  }

  /// Listens on TCP at a number address, `127.0.0.1:7580`, or `localhost:0`; returns where.
  ///
  /// Over TCP the `Host` must be the server's own (421), an `Origin` must be its own page's (403), and
  /// what changes something must come as `application/json` (415).
  ///
  /// - Parameter pem: a file with a certificate and its key in PEM, for HTTPS; nil for HTTP.
  @discardableResult
  public func listen(_ address: String, pem: String? = nil) throws(NetError) -> HostPort {
    let wanted = try HostPort(address)
    let name = wanted.host == "localhost" ? HostPort(host: "127.0.0.1", port: wanted.port) : wanted
    guard let number = SocketAddress(number: name) else { throw .badAddress(address) }
    var security: HTTPSecurity?
    if let pem { security = try HTTPSecurity(pem: pem) }
    let listener = try Listener(number, name: address, loop: loop)
    let bound = HostPort(host: name.host, port: listener.address.port)
    let gate = HTTPGate(bound: bound, names: names, isSecure: pem != nil)
    doors.append(
      try HTTPDoor(
        listener, limits: limits, gate: gate, security: security, loop: loop, handler: handler))
    return bound
  }

  /// Listens on a Unix socket that only this user may open; a socket file on which nobody answers is
  /// replaced.
  ///
  /// - Parameter bodyBytes: the longest body taken there, bytes; there is no other limit.
  public func listen(unixSocket path: String, bodyBytes: Int = 1_048_576) throws(NetError) {
    let socket = try UnixSocket(path)
    let listener = try socket.listen(loop: loop)
    do throws(NetError) {
      let door = try HTTPDoor(
        listener, limits: .socket(bodyBytes: bodyBytes), gate: nil, security: nil, loop: loop,
        handler: handler)
      door.onClose = { socket.remove() }
      doors.append(door)
    } catch {
      socket.remove()
      throw error
    }
  }

  /// Cuts all connections and listens no more. Not from within the handler.
  public func close() {
    for door in doors { door.close() }
    doors = []
  }

  isolated deinit { close() }
}
