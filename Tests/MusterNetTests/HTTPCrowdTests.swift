import Foundation
import MusterTrust
import Testing

@testable import MusterNet

@Suite("Connections of an HTTP server")
struct HTTPCrowdTests {
  /// Silence alone ends nothing here.
  private func limits(requestSeconds: Int? = nil, connections: Int? = nil) -> HTTPServer.Limits {
    HTTPServer.Limits(
      silenceSeconds: 600, requestSeconds: requestSeconds, connections: connections)
  }

  private func request(_ bench: HTTPBench) -> [UInt8] {
    Array("GET / HTTP/1.1\r\nHost: localhost:\(bench.port)\r\n\r\n".utf8)
  }

  /// Asks on a connection that stays; whether an answer came.
  private func asks(_ socket: RawSocket, _ bench: HTTPBench) -> Bool {
    let request = request(bench)
    let heard = bench.wait(
      Pending { () -> [UInt8] in
        socket.say(request)
        return socket.hearSome()
      })
    return String(decoding: heard ?? [], as: UTF8.self).hasPrefix("HTTP/1.1 200")
  }

  @Test(
    "A request that does not become whole in its time is cut off, however it begins; who has been answered may stay"
  )
  func unfinished() throws {
    let bench = try HTTPBench(limits: limits(requestSeconds: 1))
    let guest = try #require(RawSocket(port: bench.port))
    #expect(asks(guest, bench))
    let begun = [
      "", "GET / HTTP/1.1\r\nHost: loc", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nx",
    ]
    #expect(bench.say(each: begun) == ["", "", ""])
    #expect(asks(guest, bench))
  }

  @Test("Where all places are taken, whoever has been idle for longest makes room, and no stream")
  func room() throws {
    let stream = HTTPStream()
    var isFirst = true
    let bench = try HTTPBench(limits: limits(connections: 4)) { _ in
      var response = HTTPResponse(200, body: Array("x".utf8))
      if isFirst { response.stream = stream }
      isFirst = false
      return response
    }
    let listener = try #require(RawSocket(port: bench.port))
    #expect(asks(listener, bench))
    let guests = try (0..<6).map { _ in
      let guest = try #require(RawSocket(port: bench.port))
      #expect(asks(guest, bench))
      return guest
    }
    #expect(stream.isOpen)
    for gone in guests[..<3] {
      #expect(bench.wait(Pending { gone.hearAll() }) == [])
    }
    for guest in guests[3...] { #expect(asks(guest, bench)) }
  }

  @Test("A server whose connections are all open can be closed")
  func closing() throws {
    let bench = try HTTPBench(limits: limits(requestSeconds: 1))
    let guests = try (0..<5).map { _ in try #require(RawSocket(port: bench.port)) }
    for guest in guests[..<3] { #expect(asks(guest, bench)) }
    bench.server.close()
    for guest in guests { #expect(bench.wait(Pending { guest.hearAll() }) == []) }
  }

  @Test("Over HTTPS who does not finish the handshake is cut off, and so is who speaks plainly")
  func secure() throws {
    let bench = try HTTPBench(limits: limits(requestSeconds: 1))
    let path = "/tmp/muster-\(UUID().uuidString).pem"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let made = try #require(WebCertificate.make(names: ["localhost"], days: 20_000..<20_800))
    try Data(made.pem).write(to: URL(fileURLWithPath: path))
    let port = try bench.server.listen("127.0.0.1:0", pem: path).port
    let silent = try #require(RawSocket(port: port))
    let plain = try #require(RawSocket(port: port))
    plain.say(request(bench))
    let heard = bench.wait(Pending { plain.hearAll() }) ?? []
    #expect(!String(decoding: heard, as: UTF8.self).contains("HTTP"))
    #expect(bench.wait(Pending { silent.hearAll() }) == [])
    #expect(bench.requests.isEmpty)
    try Data("nothing".utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: NetError.self) { try bench.server.listen("127.0.0.1:0", pem: path) }
  }
}
