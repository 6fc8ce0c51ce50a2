import MusterCommand
import Testing

@testable import MusterNet

/// Where a request ends, and what may not be one: a proxy that keeps its connections must never take the
/// rest of one's request for the beginning of another's.
@Suite("Where an HTTP request ends")
struct HTTPFramingTests {
  private static let inner = "GET /inner HTTP/1.1\r\nHost: localhost:P\r\n\r\n"

  private static let methods = [
    "HEAD", "TRACE", "CONNECT", "PROPFIND", "LOCK", "MOVE", "FOO", "GET", "DELETE", "OPTIONS",
  ]
  private static let lengths = [
    "Content-Length: N", "Transfer-Encoding: chunked", "Transfer-Encoding: xchunked",
  ]

  @Test("What is said to be a body is never another request")
  func hiddenRequest() throws {
    let bench = try HTTPBench(limits: HTTPServer.Limits(silenceSeconds: 2))
    let inner = Self.inner.replacing("P", with: "\(bench.port)")
    let size = inner.utf8.count
    let cases = Self.methods.flatMap { method in Self.lengths.map { (method, $0) } }
    let said = cases.map { method, length in
      "\(method) / HTTP/1.1\r\nHost: localhost:\(bench.port)\r\n"
        + "\(length.replacing("N", with: "\(size)"))\r\n\r\n"
        + (length.hasSuffix(" chunked")
          ? "\(String(size, radix: 16))\r\n\(inner)\r\n0\r\n\r\n" : inner)
    }
    for ((method, length), answers) in zip(cases, bench.say(each: said)) {
      // What follows CONNECT is a request to nobody, and evhttp says so after the answer.
      let most = method == "CONNECT" ? 2 : 1
      let count = answers.ranges(of: "HTTP/1.1 ").count
      #expect((1...most).contains(count), "\(method) \(length): \(answers)")
    }
    #expect(!bench.requests.contains { $0.path == ["inner"] })
  }

  @Test("HEAD may say that it has no body")
  func emptyHead() throws {
    let bench = try HTTPBench()
    let head = "HEAD / HTTP/1.1\r\nHost: localhost:\(bench.port)\r\nContent-Length: 0\r\n"
    #expect(bench.say(head + "Connection: close\r\n\r\n").hasPrefix("HTTP/1.1 200"))
  }

  @Test("A method of nobody is refused with words, and ends the connection", arguments: ["TRACE"])
  func unknownMethod(method: String) throws {
    let bench = try HTTPBench()
    let answer = bench.say("\(method) / HTTP/1.1\r\nHost: localhost:\(bench.port)\r\n\r\n")
    #expect(answer.hasPrefix("HTTP/1.1 501 "))
    #expect(answer.contains("use one of GET, HEAD"))
  }

  @Test(
    "A NUL byte is refused, for what follows it in a header is lost",
    arguments: ["Idempotency-Key: a\u{0}b", "Host: localhost:P\u{0}.evil.example"])
  func nul(header: String) throws {
    let bench = try HTTPBench()
    let own = header.hasPrefix("Host") ? "" : "Host: localhost:\(bench.port)\r\n"
    let said = header.replacing("P", with: "\(bench.port)")
    let answer = bench.say("GET / HTTP/1.1\r\n\(own)\(said)\r\n\r\n")
    #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
    #expect(bench.requests.isEmpty)
  }

  @Test(
    "What a page elsewhere loads without asking is refused below /api",
    arguments: [
      ("/api/v1/events", "same-site", 403), ("/api/v1/events", "cross-site", 403),
      ("/api/v1/events", "same-origin", 200), ("/api/v1/events", "none", 200),
      ("/login", "cross-site", 200),
    ])
  func foreign(path: String, site: String, status: Int) throws {
    let bench = try HTTPBench()
    #expect(try bench.ask("GET", path, headers: [("Sec-Fetch-Site", site)]).status == status)
  }

  @Test("Large answers that nobody reads make room for no more of them")
  func unread() throws {
    let large = [UInt8](repeating: 0x20, count: 24_000_000)
    let bench = try HTTPBench { request in
      request.path == ["small"] ? .noContent : HTTPResponse(200, type: "text/csv", body: large)
    }
    let request = Array("GET / HTTP/1.1\r\nHost: localhost:\(bench.port)\r\n\r\n".utf8)
    let readers = (0..<3).compactMap { _ in RawSocket(port: bench.port) }
    for reader in readers { reader.say(request) }
    bench.loop.run(atMostMs: 20_000) { bench.requests.count == 3 }
    let refused = try bench.ask("GET", "/")
    #expect(refused.status == 503)
    #expect(refused.header("Retry-After") == "10")
    #expect(try bench.ask("GET", "/small").status == 204)
    withExtendedLifetime(readers) {}
  }
}
