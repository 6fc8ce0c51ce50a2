/// Opens TLS connections of the sync protocol to a hub.
///
/// A name is resolved without holding up the loop, anew at each attempt (machines move between
/// networks), and its addresses are tried in order. The layer above judges the hub's key.
///
/// In TLS 1.3 the dialing side is done before the other has looked at its certificate: that the hub
/// accepts it shows only in the first answer.
public final class TLSDialer {
  /// Time for one attempt, resolving and handshake included (ms).
  public static let attemptMs = 10_000

  private let loop: EventLoop
  private let context: TLSContext

  /// Reads the identity; opens nothing yet.
  public init(loop: EventLoop, identity: TLSIdentity) throws(NetError) {
    self.loop = loop
    context = try TLSContext(identity: identity, role: .client)
  }

  /// Dials `host:port`. The result comes from the loop, exactly once, unless the attempt is cancelled.
  @discardableResult
  public func dial(
    _ address: HostPort, withinMs ms: Int = TLSDialer.attemptMs,
    then: @escaping (Result<Connection, NetError>) -> Void
  ) -> DialAttempt {
    DialAttempt(address, context: context, loop: loop, withinMs: ms, then: then)
  }
}

extension TLSDialer: Dialer {
  /// As ``dial(_:withinMs:then:)``, within the usual time.
  public func open(
    _ address: HostPort, then: @escaping (Result<any Wire, NetError>) -> Void
  ) -> any Planned {
    dial(address) { result in then(result.map { $0 }) }
  }
}

/// One attempt of a ``TLSDialer``; hold it only to cancel it.
public final class DialAttempt: Planned {
  private let address: HostPort
  private let context: TLSContext
  private let loop: EventLoop
  private let ms: Int
  private let deadline: Int64
  private var then: ((Result<Connection, NetError>) -> Void)?
  private var limit: Timer?
  private var lookup: NameLookup?
  private var handshake: Handshake?
  private var addresses: ArraySlice<SocketAddress> = []

  init(
    _ address: HostPort, context: TLSContext, loop: EventLoop, withinMs ms: Int,
    then: @escaping (Result<Connection, NetError>) -> Void
  ) {
    self.address = address
    self.context = context
    self.loop = loop
    self.ms = ms
    self.then = then
    deadline = BootClock.microseconds() + Int64(ms) * 1_000
    limit = loop.after(ms: ms) { [self] in
      finish(.failure(.timedOut(address.description, ms)))
    }
    if let number = SocketAddress(number: address) {
      addresses = [number]
      tryNext(after: nil)
    } else {
      lookup = NameLookup(address, loop: loop) { [self] result in
        lookup = nil
        switch result {
        case .success(let found):
          addresses = found[...]
          tryNext(after: nil)
        case .failure(let error):
          finish(.failure(error))
        }
      }
    }
  }

  /// Gives up; the callback is not called any more.
  public func cancel() {
    then = nil
    finish(.failure(.cancelled))
  }

  private func tryNext(after error: NetError?) {
    guard let next = addresses.popFirst() else {
      let reason = error ?? .unknownHost(address.host, "it has no address")
      loop.soon { [self] in finish(.failure(reason)) }
      return
    }
    // One silent address of several must leave time for the others.
    let left = max(1, Int((deadline - BootClock.microseconds()) / 1_000))
    let share = addresses.isEmpty ? left + 1_000 : left / (addresses.count + 1)
    handshake = Handshake.connect(to: next, context: context, loop: loop, withinMs: share) {
      [self] result in
      handshake = nil
      switch result {
      case .success: finish(result)
      case .failure(.cancelled): break
      case .failure(let error): tryNext(after: error)
      }
    }
    if handshake == nil {
      tryNext(after: .cannotConnect(address.description, "no socket: too many open files?"))
    }
  }

  private func finish(_ result: Result<Connection, NetError>) {
    limit?.cancel()
    limit = nil
    lookup?.cancel()
    lookup = nil
    handshake?.cancel()
    handshake = nil
    addresses = []
    let call = then
    then = nil
    if let call {
      call(result)
    } else if case .success(let connection) = result {
      connection.abort()
    }
  }
}
