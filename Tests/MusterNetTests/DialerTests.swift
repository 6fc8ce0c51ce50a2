import MusterCore
import MusterTrust
import Testing

@testable import MusterNet

@Suite("Dialing")
struct DialerTests {
  func dial(_ ends: Ends, _ address: HostPort) -> Result<Connection, NetError>? {
    var results: [Result<Connection, NetError>] = []
    ends.dialer.dial(address) { results.append($0) }
    #expect(results.isEmpty)
    ends.wait { !results.isEmpty }
    ends.loop.turn(atMostMs: 5)
    #expect(results.count == 1)
    return results.first
  }

  @Test("A name is resolved, and its addresses are tried in turn")
  func name() throws {
    let ends = try Ends()
    defer { ends.end() }
    let result = dial(ends, HostPort(host: "localhost", port: ends.listener.address.port))
    let connection = try #require(try result?.get())
    #expect(connection.peerKey == ends.hubKey.publicKey)
    connection.abort()
  }

  @Test("A port on which nobody listens is told as such")
  func refused() throws {
    let ends = try Ends()
    defer { ends.end() }
    let port = ends.listener.address.port
    ends.listener.close()
    let result = dial(ends, HostPort(host: "127.0.0.1", port: port))
    guard case .failure(.cannotConnect) = result else {
      Issue.record("not refused: \(String(describing: result))")
      return
    }
  }

  @Test("A name that does not exist is told as such")
  func unknown() throws {
    let ends = try Ends()
    defer { ends.end() }
    var results: [Result<Connection, NetError>] = []
    ends.dialer.dial(HostPort(host: "no-such-host.invalid", port: 1), withinMs: 3_000) {
      results.append($0)
    }
    ends.wait { !results.isEmpty }
    #expect(results.count == 1)
    #expect(throws: NetError.self) { try results.first?.get() }
  }

  @Test("An attempt that is cancelled calls nobody")
  func cancelled() throws {
    let ends = try Ends()
    defer { ends.end() }
    var called = false
    for host in ["127.0.0.1", "localhost", "no-such-host.invalid"] {
      let address = HostPort(host: host, port: ends.listener.address.port)
      let attempt = ends.dialer.dial(address) { _ in called = true }
      attempt.cancel()
      let later = ends.dialer.dial(address) { _ in called = true }
      ends.loop.turn(atMostMs: 1)
      later.cancel()
      attempt.cancel()
    }
    ends.loop.run(atMostMs: 100) { called }
    #expect(!called)
  }

  @Test("Two hundred dial at once and all are let in, though sixteen shake hands at a time")
  func crowd() throws {
    let ends = try Ends()
    var connections: [Connection] = []
    var failed = 0
    for _ in 0..<200 {
      ends.dialer.dial(ends.listener.address, withinMs: 30_000) { result in
        switch result {
        case .success(let connection): connections.append(connection)
        case .failure: failed += 1
        }
      }
    }
    ends.wait { connections.count + failed == 200 }
    #expect(connections.count == 200)
    for connection in connections { connection.abort() }
    #expect(ends.wait { ends.hubClosed.count == 200 })
    ends.end()
  }
}
