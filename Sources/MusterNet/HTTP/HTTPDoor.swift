internal import CEvent

/// One listening address of an ``HTTPServer``.
@safe final class HTTPDoor {
  var onClose: () -> Void = {}
  private var http: OpaquePointer?
  private let loop: EventLoop
  private let listener: Listener
  private let gate: HTTPGate?
  private let handler: (HTTPRequest) -> HTTPResponse

  /// Takes over the listener.
  init(
    _ listener: Listener, limits: HTTPServer.Limits, gate: HTTPGate?, loop: EventLoop,
    handler: @escaping (HTTPRequest) -> HTTPResponse
  ) throws(NetError) {
    self.loop = loop
    self.listener = listener
    self.gate = gate
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
    unsafe OwnRefusal.watch(made)
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
    onClose()
  }

  fileprivate func answer(_ pointer: UnsafeMutablePointer<evhttp_request>) {
    let request = unsafe HTTPExchange(pointer)
    let response = unsafe respond(to: request)
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

  private func respond(to exchange: HTTPExchange) -> HTTPResponse {
    guard let method = unsafe exchange.method else {
      let names = HTTPMethod.allCases.map(\.rawValue).joined(separator: ", ")
      var refusal = HTTPResponse.problem(405, detail: "use one of \(names)")
      refusal.headers.append(("Allow", names))
      return refusal
    }
    guard let target = unsafe HTTPTarget(exchange.target) else {
      return .problem(400, detail: "the path or query is malformed")
    }
    let headers = unsafe exchange.headers
    guard headers.allSatisfy({ HTTPDoor.isToken($0.name) }) else {
      return .problem(400, detail: "a header has a malformed name")
    }
    let request = unsafe HTTPRequest(
      method, path: target.segments, query: target.query, headers: headers,
      body: exchange.body, isUnixSocket: gate == nil, authority: target.authority)
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
