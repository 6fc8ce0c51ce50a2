import MusterNet
import MusterTrust

/// TLS handshakes alone, with both ends in this process and nothing said afterwards: what a crowd that
/// comes back cannot do without, on the processor on which it is measured.
struct BareHandshakes {
  let loop: EventLoop

  /// Seconds for each, both ends together.
  func seconds(of count: Int) throws -> Double {
    var made = 0
    let listener = try TLSListener("127.0.0.1:0", loop: loop, identity: Self.identity()) {
      $0.abort()
    }
    defer { listener.close() }
    let dialer = try TLSDialer(loop: loop, identity: Self.identity())
    let begin = BootClock.microseconds()
    for _ in 0..<count {
      dialer.dial(listener.address) { result in
        guard case .success(let connection) = result else { return }
        made += 1
        connection.abort()
      }
    }
    let areAll = loop.run(atMostMs: 60_000) { made == count }
    guard areAll, listener.failedHandshakes == 0 else {
      throw BenchError("\(count) handshakes were to be made, \(made) were")
    }
    return Double(BootClock.microseconds() - begin) / 1_000_000 / Double(count)
  }

  private static func identity() -> TLSIdentity {
    let key = SigningKey()
    return TLSIdentity(
      certificateDER: key.selfSignedCertificateDER(), privateKeyDER: key.privateKeyDER())
  }
}
