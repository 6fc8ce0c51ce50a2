public import MusterSync

/// The answer to one request.
///
/// The server adds `Content-Length`, `Date`, `X-Content-Type-Options: nosniff`, and `Cache-Control:
/// no-store` unless the response says otherwise.
public nonisolated struct HTTPResponse: Sendable {
  /// 200–599.
  public var status: Int
  /// Further headers; a name or value with a line break is left out.
  public var headers: [(name: String, value: String)]
  /// The body. Leave it empty for 204 and 304.
  public var body: [UInt8]
  /// What goes on sending after the body; nil for a response that ends with it.
  public var stream: HTTPStream?

  /// Makes a response of any type.
  public init(
    _ status: Int, type: String? = nil, headers: [(name: String, value: String)] = [],
    body: [UInt8] = []
  ) {
    self.status = status
    self.headers = type.map { [(name: "Content-Type", value: $0)] + headers } ?? headers
    self.body = body
  }

  /// JSON that is already written.
  public static func json(_ body: [UInt8], status: Int = 200) -> HTTPResponse {
    HTTPResponse(status, type: "application/json", body: body)
  }

  /// JSON, written by the closure.
  public static func json(
    status: Int = 200, _ write: (inout JSONWriter) -> Void
  ) -> HTTPResponse {
    var writer = JSONWriter()
    write(&writer)
    return json(writer.bytes, status: status)
  }

  /// Done, with nothing to say (204).
  public static var noContent: HTTPResponse { HTTPResponse(204) }

  /// What went wrong, as RFC 9457 has it.
  ///
  /// - Parameters:
  ///   - status: 400–599.
  ///   - type: a URI reference that names the problem for programs; `about:blank` when the status says
  ///     it all.
  ///   - title: a short summary, the same for every occurrence; the status's own phrase without one.
  ///   - detail: what happened here, and what to do.
  ///   - more: further members.
  public static func problem(
    _ status: Int, type: String = "about:blank", title: String? = nil, detail: String,
    more: (inout JSONWriter) -> Void = { _ in }
  ) -> HTTPResponse {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", type)
    writer.member("title", title ?? HTTPResponse.phrase(status))
    writer.member("status", status)
    writer.member("detail", detail)
    more(&writer)
    writer.endObject()
    return HTTPResponse(status, type: "application/problem+json", body: writer.bytes)
  }

  /// Whether the response itself sets this header.
  func sets(_ name: String) -> Bool {
    headers.contains { HTTPRequest.same($0.name, name) }
  }

  /// The phrase of a status (RFC 9110 §15).
  static func phrase(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 201: "Created"
    case 202: "Accepted"
    case 204: "No Content"
    case 303: "See Other"
    case 304: "Not Modified"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 409: "Conflict"
    case 410: "Gone"
    case 412: "Precondition Failed"
    case 413: "Content Too Large"
    case 415: "Unsupported Media Type"
    case 417: "Expectation Failed"
    case 421: "Misdirected Request"
    case 422: "Unprocessable Content"
    case 429: "Too Many Requests"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 503: "Service Unavailable"
    case 507: "Insufficient Storage"
    case 200..<300: "Done"
    case 300..<400: "Elsewhere"
    case 400..<500: "Refused"
    default: "Failed"
    }
  }
}
