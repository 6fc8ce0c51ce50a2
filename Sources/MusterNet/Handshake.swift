internal import CEvent
internal import COpenSSL
internal import Glibc

/// A TLS handshake under way, from the open or connecting socket to a ``Connection`` or an error.
@safe final class Handshake {
  private let loop: EventLoop
  private let bufferevent: OpaquePointer
  private let ssl: OpaquePointer
  private let address: String
  private var limit: Timer?
  private var done: ((Result<Connection, NetError>) -> Void)?
  private var isDialing: Bool

  /// Takes a connected socket that another side has opened. Takes the socket in every case.
  static func accept(
    _ descriptor: Int32, from address: SocketAddress, context: TLSContext, loop: EventLoop,
    withinMs ms: Int, done: @escaping (Result<Connection, NetError>) -> Void
  ) {
    SocketSettings.apply(to: descriptor)
    let handshake = Handshake(
      loop: loop, context: context, descriptor: descriptor,
      state: BUFFEREVENT_SSL_ACCEPTING, address: address.text, done: done)
    guard let handshake else {
      _ = Glibc.close(descriptor)
      return done(.failure(.setup("out of memory")))
    }
    handshake.begin(withinMs: ms)
  }

  /// Opens a connection and shakes hands; nil when it fails at once, and then `done` is not called.
  static func connect(
    to address: SocketAddress, context: TLSContext, loop: EventLoop, withinMs ms: Int,
    done: @escaping (Result<Connection, NetError>) -> Void
  ) -> Handshake? {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = socket(address.family, kind | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return nil }
    SocketSettings.apply(to: descriptor)
    let handshake = Handshake(
      loop: loop, context: context, descriptor: descriptor,
      state: BUFFEREVENT_SSL_CONNECTING, address: address.text, done: done)
    guard let handshake else {
      _ = Glibc.close(descriptor)
      return nil
    }
    handshake.isDialing = true
    handshake.begin(withinMs: ms)
    let result = unsafe address.lend { pointer, length in
      unsafe bufferevent_socket_connect(handshake.bufferevent, pointer, length)
    }
    // A refusal that is known at once is told like a later one, from the loop.
    if result != 0 {
      let code = errno
      loop.soon {
        handshake.finish(.failure(.cannotConnect(handshake.address, NetError.words(code))))
      }
    }
    return handshake
  }

  private init?(
    loop: EventLoop, context: TLSContext, descriptor: Int32, state: bufferevent_ssl_state,
    address: String, done: @escaping (Result<Connection, NetError>) -> Void
  ) {
    guard let ssl = unsafe context.makeSSL() else { return nil }
    let options = Int32(BEV_OPT_CLOSE_ON_FREE.rawValue)
    guard
      let made = unsafe bufferevent_openssl_socket_new(loop.base, descriptor, ssl, state, options)
    else {
      unsafe SSL_free(ssl)
      return nil
    }
    self.loop = loop
    unsafe bufferevent = made
    unsafe self.ssl = ssl
    self.address = address
    self.done = done
    isDialing = false
  }

  private func begin(withinMs ms: Int) {
    let context = unsafe Unmanaged.passRetained(self).toOpaque()
    unsafe bufferevent_setcb(bufferevent, nil, nil, handshakeHappened, context)
    unsafe bufferevent_enable(bufferevent, Int16(EV_READ | EV_WRITE))
    limit = loop.after(ms: ms) { [self] in finish(.failure(.timedOut(address, ms))) }
  }

  /// Gives up.
  func cancel() { finish(.failure(.cancelled)) }

  fileprivate func happened(_ events: Int32) {
    let errorCode = errno
    guard events & BEV_EVENT_CONNECTED == 0 else { return succeed() }
    guard events & BEV_EVENT_EOF == 0 else {
      return finish(.failure(.handshake(address, "it hung up")))
    }
    switch unsafe TLSFailure(bufferevent, errorCode) {
    case .network(let words) where isDialing: finish(.failure(.cannotConnect(address, words)))
    case .network(let words), .tls(let words): finish(.failure(.handshake(address, words)))
    }
  }

  private func succeed() {
    guard unsafe TLSPeer.speaksMuster(ssl) else {
      return finish(.failure(.handshake(address, "it does not speak \(MusterNet.protocolName)")))
    }
    guard
      let connection = unsafe Connection(
        loop: loop, bufferevent: bufferevent, ssl: ssl, peerAddress: address)
    else { return finish(.failure(.handshake(address, "it shows no usable key"))) }
    finish(.success(connection))
  }

  private func finish(_ result: Result<Connection, NetError>) {
    guard let done else { return }
    self.done = nil
    limit?.cancel()
    limit = nil
    if case .failure = result { unsafe bufferevent_free(bufferevent) }
    unsafe Unmanaged.passUnretained(self).release()
    done(result)
  }
}

private nonisolated func handshakeHappened(
  _: OpaquePointer?, _ events: Int16, _ context: UnsafeMutableRawPointer?
) {
  unsafe onMain(context) { (handshake: Handshake) in handshake.happened(Int32(events)) }
}
