import MusterCore
import MusterTrust

@testable import MusterNet

/// A listener and a dialer in one loop, and what has happened between them.
final class Ends {
  static let patienceMs = 10_000

  let loop: EventLoop
  let hubKey = SigningKey()
  let nodeKey = SigningKey()
  let listener: TLSListener
  let dialer: TLSDialer
  var hub: Connection?
  var node: Connection?
  var hubGot: [UInt8] = []
  var nodeGot: [UInt8] = []
  var hubClosed: [CloseReason] = []
  var nodeClosed: [CloseReason] = []
  var failures: [NetError] = []
  var dialFailures: [NetError] = []

  init(handshakeMs: Int = 5_000, handshakes: Int = 16) throws {
    let loop = try EventLoop()
    self.loop = loop
    dialer = try TLSDialer(loop: loop, identity: Ends.identity(nodeKey))
    var accepted: (Connection) -> Void = { _ in }
    listener = try TLSListener(
      "127.0.0.1:0", loop: loop, identity: Ends.identity(hubKey), handshakeMs: handshakeMs,
      handshakes: handshakes
    ) { connection in accepted(connection) }
    accepted = { [unowned self] connection in
      hub = connection
      connection.onBytes = { [unowned self] in hubGot += $0 }
      connection.onClosed = { [unowned self] in hubClosed.append($0) }
    }
    listener.onFailure = { [unowned self] in failures.append($0) }
  }

  static func identity(_ key: SigningKey) -> TLSIdentity {
    TLSIdentity(
      certificateDER: key.selfSignedCertificateDER(), privateKeyDER: key.privateKeyDER())
  }

  func dial() {
    dialer.dial(listener.address) { [self] result in
      switch result {
      case .success(let connection):
        node = connection
        connection.onBytes = { [unowned self] in nodeGot += $0 }
        connection.onClosed = { [unowned self] in nodeClosed.append($0) }
      case .failure(let error):
        dialFailures.append(error)
      }
    }
  }

  /// Both ends, connected.
  func connect() -> (hub: Connection, node: Connection)? {
    dial()
    wait { self.hub != nil && self.node != nil }
    guard let hub, let node else { return nil }
    return (hub, node)
  }

  @discardableResult
  func wait(_ done: () -> Bool) -> Bool { loop.run(atMostMs: Ends.patienceMs, until: done) }

  func end() {
    hub?.abort()
    node?.abort()
    listener.close()
    loop.run(atMostMs: 50) { !(hub?.isOpen ?? false) && !(node?.isOpen ?? false) }
    loop.turn(atMostMs: 1)
  }
}

/// Reproducible bytes that do not compress or repeat.
func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
  var state = seed
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt8(truncatingIfNeeded: state >> 56)
  }
}
