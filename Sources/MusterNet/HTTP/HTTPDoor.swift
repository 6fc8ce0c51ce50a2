internal import CEvent

/// One listening address of an ``HTTPServer``.
@safe final class HTTPDoor {
  /// An answer of so many bytes is large, and waits its turn where others are under way.
  private static let largeBytes = 262_144
  /// So much of all answers may wait for those who are to read it, bytes.
  private static let waitingBytes = 33_554_432

  var onClose: () -> Void = {}
  private var http: OpaquePointer?
  private let loop: EventLoop
  private let listener: Listener
  private let gate: HTTPGate?
  private let crowd: HTTPCrowd
  private let handler: (HTTPRequest) -> HTTPResponse

  /// Takes over the listener.
  init(
    _ listener: Listener, limits: HTTPServer.Limits, gate: HTTPGate?, security: HTTPSecurity?,
    loop: EventLoop, handler: @escaping (HTTPRequest) -> HTTPResponse
  ) throws(NetError) {
    self.loop = loop
    self.listener = listener
    self.gate = gate
    crowd = HTTPCrowd(loop: loop, limits: limits, security: security)
    self.handler = handler
    guard let made = unsafe evhttp_new(loop.base) else {
      listener.close()
      throw .setup("evhttp_new")
    }
    unsafe http = made
    unsafe evhttp_set_max_headers_size(made, limits.headerBytes)
    unsafe evhttp_set_max_body_size(made, limits.bodyBytes)
    // Who sends too much hears why: what is still coming is read and dropped first.
    unsafe evhttp_set_flags(made, Int32(EVHTTP_SERVER_LINGERING_CLOSE))
    unsafe evhttp_set_timeout(made, Int32(limits.silenceSeconds))
    unsafe evhttp_set_default_content_type(made, nil)
    unsafe crowd.watch(made)
    // Those that make room are gone in a turn of the loop or two.
    crowd.onFull = { [weak listener] in listener?.takeRest(ms: 5) }
    // evhttp would answer 501 in HTML to what it does not allow itself.
    unsafe evhttp_set_allowed_methods(made, UInt16.max)
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe evhttp_set_gencb(made, requestCame, context)
    guard unsafe evhttp_bind_listener(made, listener.pointer) != nil else {
      listener.close()
      close()
      throw .setup("evhttp_bind_listener")
    }
    listener.surrender()
  }

  func close() {
    guard let http = unsafe http else { return }
    unsafe self.http = nil
    listener.close()
    unsafe evhttp_free(http)
    crowd.close()
    onClose()
  }

  fileprivate func answer(_ pointer: UnsafeMutablePointer<evhttp_request>) {
    let request = unsafe HTTPExchange(pointer)
    var response = unsafe respond(to: request)
    if response.body.count > Self.largeBytes, gate != nil,
      response.body.count + crowd.waitingBytes > Self.waitingBytes
    {
      response = .problem(
        503, detail: "many large answers are under way: ask again in a moment")
      response.headers.append(("Retry-After", "10"))
    }
    if response.stream != nil { unsafe request.connection.map { unsafe crowd.keep($0) } }
    unsafe request.send(response)
  }

  /// RFC 9110 §5.6.2; evhttp lets other names pass, which another reader might take for something else.
  private static func isToken(_ name: String) -> Bool {
    !name.isEmpty
      && name.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x5E...0x7A, 0x7C, 0x7E, 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D,
          0x2E:
          true
        default: false
        }
      }
  }

  /// RFC 9112 §6.3: whether a proxy before this server could read no other body than evhttp did.
  ///
  /// - Parameter mayFollow: whether evhttp reads a body after such a request.
  private func isOneBody(
    _ headers: [(name: String, value: String)], mayFollow: Bool
  ) -> Bool {
    let lengths = headers.filter { HTTPRequest.same($0.name, "Content-Length") }
    let codings = headers.filter { HTTPRequest.same($0.name, "Transfer-Encoding") }
    guard mayFollow else { return codings.isEmpty && lengths.allSatisfy { $0.value == "0" } }
    return lengths.count + codings.count <= 1
      && lengths.allSatisfy { $0.value.utf8.allSatisfy { (0x30...0x39).contains($0) } }
      && codings.allSatisfy { HTTPRequest.same($0.value, "chunked") }
  }

  private func isCutShort(_ exchange: HTTPExchange) -> Bool {
    guard gate != nil, let connection = unsafe exchange.connection else { return false }
    return unsafe crowd.hasHeardNUL(on: connection)
  }

  /// An answer after which the connection ends: what else came on it may be no request of its own. evhttp
  /// takes some requests for ones to a proxy, and hears the second header only.
  private static func last(_ response: HTTPResponse) -> HTTPResponse {
    var response = response
    response.headers += [("Connection", "close"), ("Proxy-Connection", "close")]
    return response
  }

  private func respond(to exchange: HTTPExchange) -> HTTPResponse {
    guard let method = unsafe exchange.method else {
      let names = HTTPMethod.allCases.map(\.rawValue).joined(separator: ", ")
      return HTTPDoor.last(.problem(501, detail: "use one of \(names)"))
    }
    let headers = unsafe exchange.headers
    guard isOneBody(headers, mayFollow: method != .head) else {
      let detail =
        "the length of the body is said in two ways, or in none that counts; HEAD has none: send it"
        + " once, as Content-Length or as Transfer-Encoding: chunked"
      return HTTPDoor.last(.problem(400, detail: detail))
    }
    guard unsafe !isCutShort(exchange) else {
      return HTTPDoor.last(.problem(400, detail: "there is a NUL byte in it: leave it out"))
    }
    guard let target = unsafe HTTPTarget(exchange.target) else {
      return .problem(
        400, detail: "the path or query is malformed: write other signs as % and two hex digits")
    }
    guard headers.allSatisfy({ HTTPDoor.isToken($0.name) }) else {
      return .problem(400, detail: "a header has a malformed name: see RFC 9110, 5.6.2")
    }
    let request = unsafe HTTPRequest(
      method, path: target.segments, query: target.query, headers: headers,
      body: exchange.body, isUnixSocket: gate == nil, isSecure: gate?.isSecure ?? false,
      authority: target.authority)
    return gate?.refusal(of: request) ?? handler(request)
  }
}

private nonisolated func requestCame(
  _ request: UnsafeMutablePointer<evhttp_request>?, _ context: UnsafeMutableRawPointer?
) {
  nonisolated(unsafe) let request = unsafe request
  unsafe onMain(context) { (door: HTTPDoor) in
    if let request = unsafe request { unsafe door.answer(request) }
  }
}
