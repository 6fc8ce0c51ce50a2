import Testing

@testable import MusterCommand

@Suite("HTTP client")
struct HTTPClientTests {
  func get(_ server: ScriptedServer, timeoutMs: Int = 10_000) throws -> HTTPReply {
    try HTTPClient(.tcp(host: "127.0.0.1", port: server.port), timeoutMs: timeoutMs, bodyLimit: 100)
      .request("GET", "/")
  }

  @Test(
    "Answers are read in every form, in whatever pieces they come",
    arguments: [
      ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, "hello"),
      ("HTTP/1.1 |200| OK\r|\nContent-|Length:5\r\n\r|\nhe|llo", 200, "hello"),
      ("HTTP/1.1 200 OK\r\n\r\nhello", 200, "hello"),
      ("HTTP/1.0 404 Not Found\nContent-Length: 2\n\nno", 404, "no"),
      ("HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
      ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx", 200, "x"),
      (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n|2;x=y\r\nlo\r\n0\r\nT: x\r\n\r\n",
        200, "hello"
      ),
      (
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n\(String(repeating: "x", count: 100))", 200,
        String(repeating: "x", count: 100)
      ),
    ])
  func forms(script: String, status: Int, body: String) throws {
    let reply = try get(ScriptedServer([[script]]))
    #expect(reply.status == status)
    #expect(reply.text == body)
  }

  @Test(
    "What is no answer is told as such",
    arguments: [
      "SSH-2.0-x\r\n", "HTTP/1.1 999 x\r\n\r\n", "HTTP/1.1 200 OK\r\nnocolon\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n",
      "HTTP/1.1 200 OK\r\n\r\n\(String(repeating: "x", count: 101))",
      "HTTP/1.1 200 OK\r\nX: \(String(repeating: "x", count: 70_000))",
    ])
  func nonsense(script: String) {
    #expect {
      try get(ScriptedServer([[script]]))
    } throws: { error in
      guard case CommandError.badReply = error else { return false }
      return true
    }
  }

  @Test(
    "An answer that breaks off is told as such",
    arguments: [
      "", "HTTP/1.1 200 OK\r\nA: b",
      "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
    ])
  func brokenOff(script: String) {
    #expect {
      try get(ScriptedServer([[script]]))
    } throws: { error in
      guard case CommandError.connection = error else { return false }
      return true
    }
  }

  @Test("A daemon that does not answer is waited for no longer than asked")
  func timeout() {
    let server = ScriptedServer([])
    #expect(throws: CommandError.timedOut("127.0.0.1:\(server.port)", 50)) {
      try get(server, timeoutMs: 50)
    }
  }

  @Test("A connection is kept while the daemon keeps it; what changes something is sent once")
  func kept() throws {
    let ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    let last = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    let server = ScriptedServer([[ok, last], [ok, ""], [ok, ""]])
    let client = HTTPClient(.tcp(host: "127.0.0.1", port: server.port))
    for _ in 0..<3 { #expect(try client.request("GET", "/").status == 200) }
    // The daemon now takes the kept connection's next request and closes without a word.
    #expect(try client.request("GET", "/again").status == 200)
    #expect(throws: CommandError.self) { try client.request("POST", "/once") }
    #expect(server.requests.count { $0.hasPrefix("GET /again") } == 2)
    #expect(server.requests.count { $0.hasPrefix("POST /once") } == 1)
  }

  @Test("What is sent is what was asked")
  func sent() throws {
    let ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
    let server = ScriptedServer([[ok, ok]])
    let client = HTTPClient(.tcp(host: "127.0.0.1", port: server.port))
    _ = try client.request("GET", "/a?b=c", headers: [("X", "y")])
    _ = try client.request("POST", "/")
    let host = "Host: 127.0.0.1:\(server.port)\r\n"
    #expect(server.requests[0] == "GET /a?b=c HTTP/1.1\r\n\(host)X: y\r\n\r\n")
    #expect(
      server.requests[1] == "POST / HTTP/1.1\r\n\(host)Content-Length: 0\r\n"
        + "Content-Type: application/json\r\n\r\n")
    #expect(HTTPClient.encoded("a b/é%~") == "a%20b%2F%C3%A9%25~")
  }
}
