import Glibc
import MusterCore
import MusterTrust
import Testing

@testable import MusterNet

@Suite("Strangers at the TLS port")
struct StrangerTests {
  /// Lets a stranger dial the hub, which answers every word; returns whether the stranger was heard.
  func heard(_ peer: OddPeer, _ ends: Ends) -> Bool {
    let port = ends.listener.address.port
    let pending = Pending { peer.dial(port: port) }
    let tick = ends.loop.every(ms: 2) {
      if let hub = ends.hub, !ends.hubGot.isEmpty { hub.send([9]) }
    }
    defer { tick.cancel() }
    ends.wait { pending.value != nil }
    return pending.value ?? false
  }

  @Test("One of ours is heard")
  func ours() throws {
    let ends = try Ends()
    defer { ends.end() }
    #expect(heard(OddPeer(), ends))
    #expect(heard(OddPeer(protocols: ["h2", "muster/1", "x"]), ends))
  }

  @Test(
    "Who is not one of ours is refused",
    arguments: [
      OddPeer(version: 0x0303), OddPeer(protocols: []), OddPeer(protocols: ["h2", "muster/2"]),
      OddPeer(protocols: ["muster/10"]), OddPeer(certificate: .none), OddPeer(certificate: .p256),
      OddPeer(certificate: .chainOfTwo),
    ])
  func refused(peer: OddPeer) throws {
    let ends = try Ends()
    defer { ends.end() }
    #expect(!heard(peer, ends))
    #expect(ends.hub == nil)
    ends.wait { !ends.failures.isEmpty }
    #expect(ends.failures.count == 1)
    #expect(ends.listener.failedHandshakes == 1)
    #expect(ends.connect() != nil)
  }

  @Test(
    "A hub that is not one of ours is refused",
    arguments: [
      OddPeer(version: 0x0303), OddPeer(protocols: []), OddPeer(certificate: .p256),
      OddPeer(certificate: .none),
    ])
  func oddHub(peer: OddPeer) throws {
    let ends = try Ends()
    defer { ends.end() }
    let listener = try Listener(
      try #require(SocketAddress(number: HostPort(host: "127.0.0.1", port: 0))), name: "odd",
      loop: try EventLoop())
    defer { listener.close() }
    let descriptor = try #require(listener.descriptor)
    _ = fcntl(descriptor, F_SETFL, 0)
    let pending = Pending { peer.serve(on: descriptor) }
    var result: Result<Connection, NetError>?
    ends.dialer.dial(HostPort(host: "127.0.0.1", port: listener.address.port)) { result = $0 }
    let tick = ends.loop.every(ms: 2) {}
    defer { tick.cancel() }
    ends.wait { result != nil && pending.value != nil }
    #expect(pending.value == false)
    guard case .failure(.handshake) = result else {
      Issue.record("\(String(describing: result))")
      return
    }
  }

  @Test("Plain HTTP, noise, half a hello and silence are harmless")
  func noiseAtThePort() throws {
    let ends = try Ends(handshakeMs: 300)
    defer { ends.end() }
    let port = ends.listener.address.port
    let hello: [UInt8] = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC, 0x03, 0x03]
    let openings = [Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8), noise(5_000), hello, []]
    let all = openings.map { bytes in
      Pending { () -> Bool in
        guard let socket = RawSocket(port: port) else { return false }
        socket.say(bytes)
        _ = socket.hearAll()
        return true
      }
    }
    let tick = ends.loop.every(ms: 2) {}
    defer { tick.cancel() }
    ends.wait { all.allSatisfy { $0.value == true } }
    #expect(all.allSatisfy { $0.value == true })
    #expect(ends.failures.count == 4)
    #expect(
      ends.failures.filter {
        if case .timedOut = $0 { true } else { false }
      }.count == 2)
    #expect(ends.hub == nil)
    #expect(ends.connect() != nil)
  }

  @Test("Silent sockets delay the others no longer than their time")
  func silentCrowd() throws {
    let ends = try Ends(handshakeMs: 200, handshakes: 4)
    defer { ends.end() }
    let port = ends.listener.address.port
    let crowd = (0..<10).compactMap { _ in RawSocket(port: port) }
    #expect(crowd.count == 10)
    ends.loop.turn(atMostMs: 50)
    #expect(ends.connect() != nil)
    #expect(ends.failures.count >= 8)
  }

  @Test("What wants to connect to a silent hub gives up in time")
  func silentHub() throws {
    let loop = try EventLoop()
    let listener = try Listener(
      try #require(SocketAddress(number: HostPort(host: "127.0.0.1", port: 0))), name: "silent",
      loop: try EventLoop())
    defer { listener.close() }
    let dialer = try TLSDialer(loop: loop, identity: Ends.identity(SigningKey()))
    var results: [Result<Connection, NetError>] = []
    dialer.dial(
      HostPort(host: "127.0.0.1", port: listener.address.port), withinMs: 100
    ) { results.append($0) }
    loop.run(atMostMs: 5_000) { !results.isEmpty }
    guard case .failure(.timedOut(_, 100)) = results.first else {
      Issue.record("\(results)")
      return
    }
  }
}
