import Foundation
import MusterCommand
import MusterSync
import Testing

@testable import MusterNet

@Suite("HTTP server")
struct HTTPServerTests {
  @Test(
    "A request arrives decoded, and its answer with the house's headers", arguments: [false, true])
  func request(unix: Bool) throws {
    let bench = try HTTPBench()
    let reply = try bench.ask(
      "POST", "/points/caf%C3%A9/?q=a+b&empty=&flag&q=%32",
      headers: [("X-Desk", "7")], body: Array("{}".utf8), unix: unix)
    #expect(reply.status == 200)
    #expect(reply.text == "\"well\"")
    #expect(reply.header("Content-Type") == "application/json")
    #expect(reply.header("Cache-Control") == "no-store")
    #expect(reply.header("X-Content-Type-Options") == "nosniff")
    #expect(reply.header("Server") == nil)
    let request = try #require(bench.requests.first)
    #expect(request.method == .post)
    #expect(request.path == ["points", "café"])
    #expect(request.query.map(\.name) == ["q", "empty", "flag", "q"])
    #expect(request.query.map(\.value) == ["a b", "", "", "2"])
    #expect(request.value("q") == "a b")
    #expect(request.header("x-desk") == "7")
    #expect(request.body == Array("{}".utf8))
    #expect(request.isUnixSocket == unix)
    bench.server.close()
    #expect(!Files.exists(bench.socketPath))
  }

  @Test("Every method reaches the handler", arguments: HTTPMethod.allCases)
  func methods(method: HTTPMethod) throws {
    let bench = try HTTPBench()
    let reply = try bench.ask(method.rawValue, "/")
    #expect(reply.status == 200)
    #expect(bench.requests.first?.method == method)
    #expect(reply.header("Content-Length") == "6")
    #expect(reply.body.isEmpty == (method == .head))
  }

  @Test("Other methods are refused", arguments: ["TRACE", "CONNECT", "BREW"])
  func otherMethods(method: String) throws {
    let bench = try HTTPBench(limits: HTTPServer.Limits(silenceSeconds: 1))
    let reply = bench.say("\(method) / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    #expect(["400", "501"].contains { reply.hasPrefix("HTTP/1.1 \($0)") }, "\(reply)")
    #expect(bench.requests.isEmpty)
  }

  @Test("An answer without a body has none", arguments: [204, 304])
  func noContent(status: Int) throws {
    let bench = try HTTPBench { _ in HTTPResponse(status) }
    let reply = try bench.ask("GET", "/")
    #expect(reply.status == status)
    #expect(reply.body.isEmpty)
  }

  @Test("A problem is what RFC 9457 says")
  func problem() throws {
    let bench = try HTTPBench { _ in
      .problem(409, type: "/problems/barred", detail: "a \"blocked\" ticket") { more in
        more.member("participant", "p1")
      }
    }
    let reply = try bench.ask("GET", "/")
    #expect(reply.status == 409)
    #expect(reply.header("Content-Type") == "application/problem+json")
    #expect(
      reply.text == #"{"type":"/problems/barred","title":"Conflict","status":409,"#
        + #""detail":"a \"blocked\" ticket","participant":"p1"}"#)
  }

  @Test("A response's own Cache-Control stands; a header with a line break does not")
  func headers() throws {
    let bench = try HTTPBench { _ in
      HTTPResponse(
        200, type: "text/plain",
        headers: [("Cache-Control", "max-age=60"), ("X-Bad", "a\r\nSet-Cookie: b")])
    }
    let reply = try bench.ask("GET", "/")
    #expect(reply.headers.filter { $0.name == "Cache-Control" }.map(\.value) == ["max-age=60"])
    #expect(reply.header("Set-Cookie") == nil)
  }

  // MARK: Answers that go on

  @Test("An answer that goes on is sent piece by piece until it is closed")
  func streaming() throws {
    let stream = HTTPStream()
    let bench = try HTTPBench { _ in
      var response = HTTPResponse(200, type: "text/event-stream", body: Array("one;".utf8))
      response.stream = stream
      return response
    }
    var isClosed = false
    stream.onClose = { isClosed = true }
    var pieces = ["two;", "three;"]
    let timer = bench.loop.every(ms: 5) {
      guard stream.isOpen else { return }
      guard !pieces.isEmpty else { return stream.close() }
      stream.send(Array(pieces.removeFirst().utf8))
    }
    defer { timer.cancel() }
    let reply = bench.say("GET / HTTP/1.1\r\nHost: localhost:\(bench.port)\r\n\r\n")
    #expect(reply.contains("Content-Type: text/event-stream\r\n"))
    #expect(!reply.contains("Content-Length"))
    #expect(reply.hasSuffix("4\r\none;\r\n4\r\ntwo;\r\n6\r\nthree;\r\n"))
    #expect(isClosed && !stream.isOpen)
    stream.send([1])
  }

  @Test(
    "A reader who goes away, and one who reads too slowly, end their stream",
    arguments: [true, false])
  func readers(leaves: Bool) throws {
    let stream = HTTPStream()
    let bench = try HTTPBench { _ in
      var response = HTTPResponse(200)
      response.stream = stream
      return response
    }
    var isClosed = false
    stream.onClose = { isClosed = true }
    var socket = RawSocket(port: bench.port)
    socket?.say(Array("GET / HTTP/1.1\r\nHost: localhost:\(bench.port)\r\n\r\n".utf8))
    bench.loop.run(atMostMs: 20_000) { stream.isOpen }
    if leaves { socket = nil }
    let timer = bench.loop.every(ms: 1) {
      if !leaves { stream.send([UInt8](repeating: 0x20, count: 65_536)) }
    }
    defer { timer.cancel() }
    bench.loop.run(atMostMs: 20_000) { isClosed }
    #expect(isClosed)
    withExtendedLifetime(socket) {}
  }

  // MARK: Who may ask

  @Test(
    "Over TCP the host must be ours",
    arguments: [
      ("localhost:P", 200), ("127.0.0.1:P", 200), ("[::1]:P", 200), ("LOCALHOST:P", 200),
      ("hub.example:P", 200), ("evil.example:P", 421), ("localhost", 421), ("localhost:1", 421),
      ("localhost:Px", 421), ("", 421), ("localhost.:P", 421), ("127.0.0.1.evil.example:P", 421),
    ])
  func host(host: String, status: Int) throws {
    let bench = try HTTPBench(allowedHosts: ["hub.example"])
    let name = host.replacing("P", with: "\(bench.port)")
    let reply = bench.say("GET / HTTP/1.1\r\nHost: \(name)\r\nConnection: close\r\n\r\n")
    #expect(reply.hasPrefix("HTTP/1.1 \(status) "))
    #expect(bench.requests.count == (status == 200 ? 1 : 0))
    if status != 200 { #expect(reply.contains("application/problem+json")) }
  }

  @Test("No host, or two, is refused")
  func hosts() throws {
    let bench = try HTTPBench()
    #expect(bench.say("GET / HTTP/1.0\r\n\r\n").hasPrefix("HTTP/1.0 421"))
    let two = "Host: localhost:\(bench.port)\r\nHost: localhost:\(bench.port)\r\n"
    #expect(
      bench.say("GET / HTTP/1.1\r\n\(two)Connection: close\r\n\r\n").hasPrefix("HTTP/1.1 400"))
    #expect(bench.requests.isEmpty)
  }

  @Test(
    "A page of another origin is refused",
    arguments: [
      ("http://localhost:P", 403), ("http://127.0.0.1:P", 200), ("https://127.0.0.1:P", 200),
      ("http://localhost:1", 403), ("http://evil.example", 403), ("null", 403), ("", 403),
    ])
  func origin(origin: String, status: Int) throws {
    let bench = try HTTPBench()
    let value = origin.replacing("P", with: "\(bench.port)")
    #expect(try bench.ask("GET", "/", headers: [("Origin", value)]).status == status)
  }

  @Test(
    "What changes something must come as JSON",
    arguments: [
      ("application/json", 200), ("application/json; charset=utf-8", 200),
      ("Application/JSON", 200), ("text/plain", 415), ("application/jsonp", 415), ("", 415),
    ])
  func contentType(type: String, status: Int) throws {
    let bench = try HTTPBench()
    for method in ["POST", "PATCH", "DELETE"] {
      let headers = [(name: "Content-Type", value: type)]
      #expect(try bench.ask(method, "/", headers: headers, body: [0x31]).status == status)
      #expect(try bench.ask(method, "/", headers: headers, unix: true).status == 200)
    }
    #expect(try bench.ask("GET", "/", headers: [("Content-Type", type)]).status == 200)
  }

  // MARK: Limits

  @Test("A body at the limit passes; one past it is refused")
  func body() throws {
    let bench = try HTTPBench(limits: HTTPServer.Limits(bodyBytes: 1_000))
    let edge = try bench.ask("POST", "/", body: [UInt8](repeating: 0x20, count: 1_000))
    #expect(edge.status == 200)
    #expect(bench.requests.first?.body.count == 1_000)
    let past = try bench.ask("POST", "/", body: [UInt8](repeating: 0x20, count: 1_001))
    #expect(past.status == 413)
    #expect(past.header("Content-Type") == "application/problem+json")
    let far = try bench.ask("POST", "/", body: [UInt8](repeating: 0x20, count: 20_000_000))
    #expect(far.status == 413)
    #expect(far.header("Content-Type") == "application/problem+json")
    #expect(bench.requests.count == 1)
  }

  @Test("A later request of a connection is refused in the same words as a first")
  func laterBody() throws {
    let bench = try HTTPBench(limits: HTTPServer.Limits(bodyBytes: 1_000))
    let host = "HTTP/1.1\r\nHost: localhost:\(bench.port)\r\n"
    let answers = bench.say(
      "GET / \(host)\r\nPOST / \(host)Content-Type: application/json\r\nContent-Length: 1001\r\n\r\n"
        + String(repeating: "x", count: 1_001))
    #expect(answers.hasPrefix("HTTP/1.1 200"))
    #expect(answers.contains("HTTP/1.1 413"))
    #expect(answers.contains("application/problem+json"))
    #expect(!answers.contains("<HTML>"))
  }

  @Test("Without a body only what a page elsewhere could send must say that it is JSON")
  func noBody() throws {
    let bench = try HTTPBench()
    for (method, status) in [("PUT", 200), ("PATCH", 200), ("DELETE", 200), ("POST", 415)] {
      let headers = [(name: "Content-Type", value: "text/plain")]
      #expect(try bench.ask(method, "/", headers: headers).status == status)
    }
  }

  @Test("A chunked body counts the same")
  func chunkedBody() throws {
    let bench = try HTTPBench(limits: HTTPServer.Limits(bodyBytes: 1_000))
    let head =
      "POST / HTTP/1.1\r\nHost: localhost:\(bench.port)\r\nContent-Type: application/json\r\n"
      + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
    let chunk = "1f4\r\n\(String(repeating: "x", count: 500))\r\n"
    #expect(bench.say(head + chunk + chunk + "0\r\n\r\n").hasPrefix("HTTP/1.1 200"))
    #expect(bench.say(head + chunk + chunk + "1\r\nx\r\n0\r\n\r\n").hasPrefix("HTTP/1.1 413"))
    let endless = bench.say(head + String(repeating: chunk, count: 1_000))
    #expect(endless.hasPrefix("HTTP/1.1 413"))
    #expect(endless.contains("application/problem+json"))
    #expect(bench.requests.count == 1)
  }

  @Test("Headers at the limit pass; more are refused")
  func headerBytes() throws {
    let bench = try HTTPBench(limits: HTTPServer.Limits(headerBytes: 2_000))
    func ask(_ filler: Int) -> String {
      bench.say(
        "GET / HTTP/1.1\r\nHost: localhost:\(bench.port)\r\nConnection: close\r\nX: "
          + String(repeating: "x", count: filler) + "\r\n\r\n")
    }
    #expect(ask(1_800).hasPrefix("HTTP/1.1 200"))
    let past = ask(2_000)
    #expect(past.hasPrefix("HTTP/1.1 400 "))
    #expect(past.contains("\r\nContent-Type: application/problem+json\r\n"))
    #expect(!past.contains("HTML"))
    #expect(!ask(1_000_000).hasPrefix("HTTP/1.1 200"))
    let line = bench.say("GET /\(String(repeating: "x", count: 100_000)) HTTP/1.1\r\n\r\n")
    #expect(!line.hasPrefix("HTTP/1.1 200"))
    let endless = bench.say("GET / HTTP/1.1\r\n" + String(repeating: "A: b\r\n", count: 50_000))
    #expect(!endless.hasPrefix("HTTP/1.1 200"))
    #expect(bench.requests.count == 1)
  }

  @Test("Who is silent is cut off")
  func silence() throws {
    let bench = try HTTPBench(limits: HTTPServer.Limits(silenceSeconds: 1))
    #expect(bench.say("GET / HTTP/1.1\r\nHost: loc").isEmpty)
    #expect(bench.say("").isEmpty)
    #expect(bench.requests.isEmpty)
  }

  @Test(
    "What is malformed is refused and harmless",
    arguments: [
      "GET /../etc/passwd HTTP/1.1", "GET /a/%2e%2e/b HTTP/1.1", "GET /a%2fb HTTP/1.1",
      "GET /%zz HTTP/1.1", "GET /% HTTP/1.1", "GET /%00 HTTP/1.1", "GET /%ff HTTP/1.1",
      "GET //x HTTP/1.1", "GET /a?b=%1 HTTP/1.1", "GET  / HTTP/1.1", "GET / HTTP/9.9", "GET",
      "GET x HTTP/1.1", "\u{0}\u{0}", "GET /a\u{0}b HTTP/1.1", "\r\n\r\n\r\n", "GET / HTTP/1.1 x",
      "GET ftp://localhost/ HTTP/1.1", "GET /\u{7F} HTTP/1.1",
      "POST / HTTP/1.1\r\nContent-Length: -1",
      "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999",
      "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "GET / HTTP/1.1\r\n: x",
      "GET / HTTP/1.1\r\n x", "GET / HTTP/1.1\r\nno colon",
      "PUT / HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 0",
      "PUT / HTTP/1.1\r\nContent-Length: +0", "PUT / HTTP/1.1\r\nContent-Length: 0, 0",
      "PUT / HTTP/1.1\r\nTransfer-Encoding: gzip\r\nContent-Length: 0",
      "PUT / HTTP/1.1\r\nTransfer-Encoding: gzip",
    ])
  func malformed(start: String) throws {
    let bench = try HTTPBench(limits: HTTPServer.Limits(silenceSeconds: 1))
    let reply = bench.say(
      "\(start)\r\nHost: localhost:\(bench.port)\r\nConnection: close\r\n\r\n")
    #expect(!reply.hasPrefix("HTTP/1.1 200"), "\(reply)")
    #expect(bench.requests.isEmpty)
    #expect(try bench.ask("GET", "/").status == 200)
  }

  @Test("Random bytes are harmless")
  func random() throws {
    let bench = try HTTPBench(limits: HTTPServer.Limits(silenceSeconds: 1))
    for seed in 0..<20 {
      let reply = bench.say(noise(2_000, seed: UInt64(seed)), hangUp: true)
      #expect(!reply.hasPrefix("HTTP/1.1 200"))
    }
    #expect(try bench.ask("GET", "/").status == 200)
  }

  // MARK: The client

  @Test("A kept connection carries several requests, and a new one follows a lost one")
  func keepAlive() throws {
    let bench = try HTTPBench()
    let port = bench.port
    let pending = Pending { () -> [Int] in
      let client = HTTPClient(.tcp(host: "127.0.0.1", port: port))
      return (0..<5).map { (try? client.request("POST", "/\($0)").status) ?? 0 }
    }
    #expect(bench.wait(pending) == [200, 200, 200, 200, 200])
    #expect(bench.requests.map(\.path) == [["0"], ["1"], ["2"], ["3"], ["4"]])
  }

  @Test("A large answer arrives whole")
  func largeAnswer() throws {
    let body = noise(3_000_000)
    let bench = try HTTPBench { _ in
      HTTPResponse(200, type: "application/octet-stream", body: body)
    }
    #expect(try bench.ask("GET", "/").body == body)
    #expect(try bench.ask("GET", "/", unix: true).body == body)
  }

  // MARK: Unix sockets

  @Test("The socket file is this user's only")
  func mode() throws {
    let bench = try HTTPBench()
    let attributes = try FileManager.default.attributesOfItem(atPath: bench.socketPath)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test("A socket file that a killed daemon left is replaced; one in use is not")
  func staleSocket() throws {
    let bench = try HTTPBench()
    let other = HTTPServer(loop: bench.loop) { _ in .noContent }
    #expect(throws: NetError.alreadyServed(bench.socketPath)) {
      try other.listen(unixSocket: bench.socketPath)
    }
    #expect(try bench.ask("GET", "/", unix: true).status == 200)
    // What a kill leaves behind: the file without its listener.
    let copy = bench.socketPath + ".kept"
    try FileManager.default.linkItem(atPath: bench.socketPath, toPath: copy)
    bench.server.close()
    try FileManager.default.moveItem(atPath: copy, toPath: bench.socketPath)
    try other.listen(unixSocket: bench.socketPath)
    #expect(try bench.ask("GET", "/", unix: true).status == 204)
    other.close()
  }

  @Test("A path is as long as it may be, and no longer")
  func socketPathLength() throws {
    let loop = try EventLoop()
    let server = HTTPServer(loop: loop) { _ in .noContent }
    let folder = "/tmp/" + String(repeating: "m", count: 20) + "-\(getpid())"
    try Files.makeFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let edge = folder + "/" + String(repeating: "s", count: 107 - folder.utf8.count - 1)
    #expect(edge.utf8.count == 107)
    try server.listen(unixSocket: edge)
    #expect(throws: NetError.pathTooLong(edge + "s")) { try server.listen(unixSocket: edge + "s") }
    server.close()
  }

  @Test("A file that is no socket is left alone")
  func notASocket() throws {
    let path = "/tmp/muster-\(UUID().uuidString)"
    try Files.write([1], to: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let server = HTTPServer(loop: try EventLoop()) { _ in .noContent }
    #expect(throws: NetError.self) { try server.listen(unixSocket: path) }
    #expect(try Files.read(path) == [1])
  }
}
