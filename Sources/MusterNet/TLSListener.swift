internal import CEvent
internal import Glibc

/// Takes in TLS connections of the sync protocol.
///
/// At most 16 handshakes run at once, each neighbour (an IPv4 address, or 64 bits of an IPv6 one) at
/// most 8; up to 4,096 more connections wait their turn, each neighbour at most 2,048, and what is
/// beyond is closed at once. Each handshake has 10 s.
@MainActor public final class TLSListener {
  /// Time for a handshake (ms).
  public static let handshakeMs = 10_000

  /// Where it listens; the port is the real one when 0 was asked for.
  public let address: HostPort
  /// Handshakes that failed since the start, for the daemon's metrics.
  public private(set) var failedHandshakes = 0
  /// Called with each failed handshake, for the daemon's log.
  public var onFailure: (NetError) -> Void = { _ in }

  private let loop: EventLoop
  private let context: TLSContext
  private let listener: Listener
  private let handshakeMs: Int
  private var queue: HandshakeQueue<(Int32, SocketAddress)>
  private var isOpen = true
  private let onConnection: (Connection) -> Void

  /// Binds and begins to listen.
  ///
  /// - Parameters:
  ///   - address: a number address and port (0: any free one), `0.0.0.0:7575` or `[::]:7575`.
  ///   - handshakeMs: time for each handshake (ms).
  ///   - handshakes: how many run at once.
  ///   - onConnection: called with each connection whose handshake is done; set its callbacks there.
  public init(
    _ address: String, loop: EventLoop, identity: TLSIdentity,
    handshakeMs: Int = TLSListener.handshakeMs, handshakes: Int = 16,
    onConnection: @escaping (Connection) -> Void
  ) throws(NetError) {
    let wanted = try HostPort(address)
    let name = wanted.host == "localhost" ? HostPort(host: "127.0.0.1", port: wanted.port) : wanted
    guard let number = SocketAddress(number: name) else { throw .badAddress(address) }
    self.loop = loop
    self.handshakeMs = handshakeMs
    self.onConnection = onConnection
    context = try TLSContext(identity: identity, role: .server)
    listener = try Listener(number, name: address, loop: loop)
    queue = HandshakeQueue(limit: handshakes)
    self.address = HostPort(host: name.host, port: listener.address.port)
    listener.onAccept = { [unowned self] descriptor, from in arrive(descriptor, from) }
  }

  /// Listens no more, and drops those that have not finished their handshake. Connections stay.
  public func close() {
    isOpen = false
    listener.close()
    while let (descriptor, _) = queue.next() { _ = Glibc.close(descriptor) }
  }

  isolated deinit { listener.close() }

  private func arrive(_ descriptor: Int32, _ from: SocketAddress) {
    switch queue.arrive((descriptor, from), from: from.neighbour) {
    case .start: start(descriptor, from)
    case .wait: break
    case .refuse: _ = Glibc.close(descriptor)
    }
  }

  private func start(_ descriptor: Int32, _ from: SocketAddress) {
    Handshake.accept(
      descriptor, from: from, context: context, loop: loop, withinMs: handshakeMs
    ) { [self] result in
      queue.finish(from.neighbour)
      switch result {
      case .success(let connection) where isOpen:
        onConnection(connection)
      case .success(let connection):
        connection.abort()
      case .failure(let error):
        failedHandshakes += 1
        onFailure(error)
      }
      // From the loop, so that a run of failures does not nest.
      if isOpen, queue.waiting > 0 { loop.soon { [self] in startNext() } }
    }
  }

  private func startNext() {
    while isOpen, let (descriptor, from) = queue.next() { start(descriptor, from) }
  }
}
