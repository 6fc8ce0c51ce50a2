import Foundation
import MusterCommand
import MusterSync

@testable import MusterNet

/// A server in a loop of its own, and ways to ask it.
final class HTTPBench {
  let loop: EventLoop
  let server: HTTPServer
  let port: UInt16
  let socketPath: String
  private let seen: Seen

  final class Seen { var requests: [HTTPRequest] = [] }

  var requests: [HTTPRequest] { seen.requests }

  init(
    limits: HTTPServer.Limits = HTTPServer.Limits(), allowedHosts: [String] = [],
    answer: @escaping (HTTPRequest) -> HTTPResponse = { _ in .json { $0.value("well") } }
  ) throws {
    let loop = try EventLoop()
    let seen = Seen()
    self.loop = loop
    self.seen = seen
    server = HTTPServer(loop: loop, limits: limits, allowedHosts: allowedHosts) { request in
      seen.requests.append(request)
      return answer(request)
    }
    port = try server.listen("127.0.0.1:0").port
    socketPath = "/tmp/muster-\(UUID().uuidString).sock"
    try server.listen(unixSocket: socketPath)
  }

  func wait<Value>(_ pending: Pending<Value>) -> Value? {
    // The other thread cannot wake the loop.
    let tick = loop.every(ms: 2) {}
    defer { tick.cancel() }
    loop.run(atMostMs: 20_000) { pending.value != nil }
    return pending.value
  }

  /// Asks over TCP, or the Unix socket, as a command does.
  func ask(
    _ method: String, _ target: String, headers: [(name: String, value: String)] = [],
    body: [UInt8] = [], unix: Bool = false
  ) throws -> HTTPReply {
    let place: HTTPClient.Place =
      unix ? .unix(path: socketPath) : .tcp(host: "127.0.0.1", port: port)
    let pending = Pending { () -> Result<HTTPReply, CommandError> in
      do throws(CommandError) {
        let client = HTTPClient(place, timeoutMs: 15_000)
        return .success(try client.request(method, target, headers: headers, body: body))
      } catch {
        return .failure(error)
      }
    }
    guard let result = wait(pending) else { throw CommandError.timedOut("the test", 20_000) }
    return try result.get()
  }

  /// Says these bytes and returns all that comes until the server closes.
  func say(_ text: String) -> String {
    say(Array(text.utf8))
  }

  /// Says each of these on a connection of its own, all at once, and returns what comes on each.
  func say(each texts: [String]) -> [String] {
    texts.map { said(Array($0.utf8)) }.map(heard)
  }

  func say(_ bytes: [UInt8], hangUp: Bool = false) -> String {
    heard(said(bytes, hangUp: hangUp))
  }

  private func heard(_ pending: Pending<[UInt8]>) -> String {
    String(decoding: wait(pending) ?? RawSocket.stillOpen, as: UTF8.self)
  }

  private func said(_ bytes: [UInt8], hangUp: Bool = false) -> Pending<[UInt8]> {
    let port = port
    return Pending {
      guard let socket = RawSocket(port: port) else { return Array("(no connection)".utf8) }
      socket.say(bytes)
      if hangUp { socket.hangUp() }
      return socket.hearAll()
    }
  }
}
