internal import CEvent

/// Puts problem details in the place of the HTML in which evhttp refuses what it takes for no request:
/// a body or head beyond its limits, a request line of no form.
///
/// evhttp asks nobody before it answers so. It writes the whole answer before anything is sent: each
/// connection's output is looked at as it grows, and an error page of evhttp's, which alone is HTML with
/// a status from 400 on and written in one go, is replaced.
nonisolated enum OwnRefusal {
  /// The longest page that evhttp makes, head included, bytes.
  private static let pageBytes = 1024

  /// The answer in the place of a page of evhttp's; nil where it is none.
  static func answer(to written: [UInt8]) -> [UInt8]? {
    let text = String(decoding: written, as: UTF8.self)
    guard text.hasPrefix("HTTP/1."),
      text.hasSuffix("</BODY></HTML>\n") || text.hasSuffix("</HTML>"),
      let status = text.dropFirst(9).split(separator: " ").first.flatMap({ Int($0) }), status >= 400
    else { return nil }
    let detail =
      switch status {
      case 413: "the body is too long, or not in chunks as HTTP/1.1 has them"
      case 417: "send no Expect but 100-continue"
      case 400: "this is no request, or its head is too long"
      default: "evhttp refuses this request"
      }
    let problem = HTTPResponse.problem(status, detail: detail)
    let head =
      "HTTP/1.1 \(status) \(HTTPResponse.phrase(status))\r\nContent-Type: application/problem+json\r\n"
      + "Content-Length: \(problem.body.count)\r\nCache-Control: no-store\r\n"
      + "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    return Array(head.utf8) + problem.body
  }

  /// Looks at what has been written to a connection and not sent yet, and replaces a page of evhttp's.
  ///
  /// - Parameter isSecure: whether the connection is one over TLS.
  static func look(_ buffer: OpaquePointer, isSecure: Bool) {
    let count = unsafe evbuffer_get_length(buffer)
    guard (1...pageBytes).contains(count) else { return }
    // Once an answer has gone out, a socket's bufferevent lets nobody but itself look at what is next.
    // One over TLS never does that, and could not take out itself what it has sent: it would send it again
    // and again.
    if !isSecure { unsafe evbuffer_unfreeze(buffer, 1) }
    defer { if !isSecure { unsafe evbuffer_freeze(buffer, 1) } }
    // "HTTP/1.1 4": what went well is not looked at twice.
    var begin = [UInt8](repeating: 0, count: 10)
    unsafe evbuffer_copyout(buffer, &begin, begin.count)
    guard begin[9] >= UInt8(ascii: "4") else { return }
    var written = [UInt8](repeating: 0, count: count)
    unsafe evbuffer_copyout(buffer, &written, count)
    guard let answer = answer(to: written) else { return }
    unsafe evbuffer_drain(buffer, count)
    unsafe evbuffer_add(buffer, answer, answer.count)
  }
}
