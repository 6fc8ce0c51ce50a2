internal import CEvent
internal import Glibc

/// A listening socket, for TLS and for HTTP alike.
///
/// When descriptors run out, it rests and tries again: libevent would otherwise report the failure in
/// an endless loop.
@safe final class Listener {
  private static let restMs = 250

  private(set) var pointer: OpaquePointer?
  /// Where it listens; the port is the real one when 0 was asked for.
  let address: SocketAddress
  var onAccept: ((Int32, SocketAddress) -> Void)?
  private let loop: EventLoop
  private var rest: Timer?
  private var isSurrendered = false

  /// Called by libevent with the pointer only, since evhttp puts its own context into a listener.
  private static var all: [UInt: Listener] = [:]

  init(_ address: SocketAddress, name: String, loop: EventLoop) throws(NetError) {
    self.loop = loop
    let flags = UInt32(LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_REUSEABLE)
    let made = unsafe address.lend { pointer, length in
      unsafe evconnlistener_new_bind(
        loop.base, accepted, nil, flags, 512, pointer, length)
    }
    guard let made = unsafe made else { throw .cannotListen(name, NetError.words(errno)) }
    guard let bound = unsafe SocketAddress.bound(evconnlistener_get_fd(made)) else {
      let code = errno
      unsafe evconnlistener_free(made)
      throw .cannotListen(name, NetError.words(code))
    }
    unsafe pointer = made
    self.address = bound
    unsafe evconnlistener_set_error_cb(made, acceptFailed)
    Listener.all[UInt(bitPattern: made)] = self
  }

  /// The socket itself; nil after the end.
  var descriptor: Int32? { unsafe pointer.map { unsafe evconnlistener_get_fd($0) } }

  /// Listens no more.
  func close() {
    guard let pointer = unsafe pointer else { return }
    let isOurs = !isSurrendered
    forget()
    if isOurs { unsafe evconnlistener_free(pointer) }
  }

  /// Leaves the socket to evhttp, which frees it. This object still lets it rest, until ``forget()``.
  func surrender() { isSurrendered = true }

  /// Lets go of a socket that its new owner is about to free.
  func forget() {
    guard let pointer = unsafe pointer else { return }
    Listener.all[UInt(bitPattern: pointer)] = nil
    unsafe self.pointer = nil
    rest?.cancel()
    rest = nil
    onAccept = nil
  }

  fileprivate static func at(_ pointer: UInt) -> Listener? { all[pointer] }

  /// Takes nobody in for so long (ms); one who comes meanwhile waits.
  func takeRest(ms: Int = Listener.restMs) {
    guard let pointer = unsafe pointer, rest == nil else { return }
    unsafe evconnlistener_disable(pointer)
    rest = loop.after(ms: ms) { [self] in
      rest = nil
      if let pointer = unsafe self.pointer { unsafe evconnlistener_enable(pointer) }
    }
  }
}

private nonisolated func accepted(
  _ listener: OpaquePointer?, _ descriptor: Int32, _ address: UnsafeMutablePointer<sockaddr>?,
  _ length: Int32, _: UnsafeMutableRawPointer?
) {
  let from = unsafe SocketAddress(copying: address, length: Int(length))
  let key = UInt(bitPattern: listener)
  MainActor.assumeIsolated {
    guard let from, let call = Listener.at(key)?.onAccept else {
      _ = Glibc.close(descriptor)
      return
    }
    call(descriptor, from)
  }
}

private nonisolated func acceptFailed(_ listener: OpaquePointer?, _: UnsafeMutableRawPointer?) {
  let key = UInt(bitPattern: listener)
  MainActor.assumeIsolated { Listener.at(key)?.takeRest() }
}
