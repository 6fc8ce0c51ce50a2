internal import CEvent

/// evhttp's request: what was asked, and the way to answer it, once.
@unsafe struct HTTPExchange {
  private let request: UnsafeMutablePointer<evhttp_request>

  init(_ request: UnsafeMutablePointer<evhttp_request>) { unsafe self.request = request }

  /// nil for a method that no handler takes.
  var method: HTTPMethod? {
    switch unsafe evhttp_request_get_command(request) {
    case EVHTTP_REQ_GET: .get
    case EVHTTP_REQ_HEAD: .head
    case EVHTTP_REQ_POST: .post
    case EVHTTP_REQ_PUT: .put
    case EVHTTP_REQ_PATCH: .patch
    case EVHTTP_REQ_DELETE: .delete
    case EVHTTP_REQ_OPTIONS: .options
    default: nil
    }
  }

  /// The bufferevent of its connection.
  var connection: OpaquePointer? {
    guard let connection = unsafe evhttp_request_get_connection(request) else { return nil }
    return unsafe evhttp_connection_get_bufferevent(connection)
  }

  /// As it stands in the request line.
  var target: String {
    unsafe evhttp_request_get_uri(request).map { unsafe String(cString: $0) } ?? ""
  }

  var headers: [(name: String, value: String)] {
    var found: [(name: String, value: String)] = []
    var entry = unsafe evhttp_request_get_input_headers(request)?.pointee.tqh_first
    while let here = unsafe entry {
      if let name = unsafe here.pointee.key, let value = unsafe here.pointee.value {
        unsafe found.append((String(cString: name), String(cString: value)))
      }
      unsafe entry = here.pointee.next.tqe_next
    }
    return found
  }

  var bodyCount: Int { unsafe evbuffer_get_length(evhttp_request_get_input_buffer(request)) }

  var body: [UInt8] {
    let count = unsafe bodyCount
    guard count > 0 else { return [] }
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { space, filled in
      let input = unsafe evhttp_request_get_input_buffer(request)
      filled = max(0, Int(unsafe evbuffer_remove(input, space.baseAddress, count)))
    }
  }

  /// Answers, with the headers that every response has.
  func send(_ response: HTTPResponse) {
    let output = unsafe evhttp_request_get_output_headers(request)
    for (name, value) in response.headers { unsafe evhttp_add_header(output, name, value) }
    if !response.sets("Cache-Control") {
      unsafe evhttp_add_header(output, "Cache-Control", "no-store")
    }
    unsafe evhttp_add_header(output, "X-Content-Type-Options", "nosniff")
    if let stream = response.stream { return unsafe begin(stream, response) }
    let isHead = unsafe evhttp_request_get_command(request) == EVHTTP_REQ_HEAD
    // evhttp would send the body of an answer to HEAD.
    if isHead { unsafe evhttp_add_header(output, "Content-Length", String(response.body.count)) }
    let body = unsafe evbuffer_new()
    if !isHead, response.status != 204, response.status != 304 {
      unsafe evbuffer_add(body, response.body, response.body.count)
    }
    let phrase = HTTPResponse.phrase(response.status)
    unsafe evhttp_send_reply(request, Int32(response.status), phrase, body)
    if let body = unsafe body { unsafe evbuffer_free(body) }
  }

  private func begin(_ stream: HTTPStream, _ response: HTTPResponse) {
    let phrase = HTTPResponse.phrase(response.status)
    unsafe evhttp_send_reply_start(request, Int32(response.status), phrase)
    unsafe stream.open(request)
    stream.send(response.body)
  }
}
