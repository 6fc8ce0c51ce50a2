/// # The room of the network
///
/// libevent and OpenSSL behind a few types. One thread: everything runs on the main actor, and every
/// callback comes from ``EventLoop/run()``. Nothing here knows the sync protocol: bytes come in, bytes
/// go out.
///
/// - ``EventLoop`` turns, and owns timers and signals.
/// - ``TLSListener`` and ``TLSDialer`` make ``Connection``s: TLS 1.3, ALPN `muster/1`, both sides with
///   a self-signed Ed25519 certificate. Whose key it is, is for the layer above to judge.
/// - ``HTTPServer`` answers the daemon's own pages and commands, on loopback and on a Unix socket.
/// - ``InstanceLock`` keeps two daemons away from one data folder.
public nonisolated enum MusterNet {
  /// The only application protocol that is spoken over TLS (RFC 7301).
  public static let protocolName = "muster/1"
}
