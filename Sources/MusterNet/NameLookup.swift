internal import CEvent
internal import Glibc

/// Finds the addresses of one name, by `/etc/hosts` and DNS, without holding up the loop.
///
/// It reads the system's settings anew each time, since a laptop changes its network while the daemon
/// runs.
@safe final class NameLookup {
  private let loop: EventLoop
  private let host: String
  private var dns: OpaquePointer?
  private var request: OpaquePointer?
  private var done: ((Result<[SocketAddress], NetError>) -> Void)?

  /// Begins to look; the answer always comes from the loop.
  init(
    _ address: HostPort, loop: EventLoop,
    done: @escaping (Result<[SocketAddress], NetError>) -> Void
  ) {
    self.loop = loop
    self.host = address.host
    self.done = done
    let flags = EVDNS_BASE_INITIALIZE_NAMESERVERS
    unsafe dns = evdns_base_new(loop.base, flags)
    // Without resolv.conf there may still be the hosts file.
    if unsafe dns == nil {
      unsafe dns = evdns_base_new(loop.base, 0)
      unsafe evdns_base_load_hosts(dns, "/etc/hosts")
    }
    var hints = unsafe addrinfo()
    unsafe hints.ai_family = AF_UNSPEC
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_protocol = Int32(IPPROTO_TCP)
    unsafe hints.ai_flags = EVUTIL_AI_ADDRCONFIG
    let context = unsafe Unmanaged.passRetained(self).toOpaque()
    unsafe request = evdns_getaddrinfo(
      dns, address.host, String(address.port), &hints, addressesCame, context)
  }

  /// Gives up; the callback is not called any more.
  func cancel() {
    done = nil
    if let request = unsafe request { unsafe evdns_getaddrinfo_cancel(request) }
  }

  fileprivate func came(_ result: Result<[SocketAddress], NetError>) {
    let call = done
    done = nil
    // Not within evdns's own call.
    loop.soon { [self] in
      unsafe request = nil
      if let dns = unsafe dns { unsafe evdns_base_free(dns, 0) }
      unsafe dns = nil
      call?(result)
    }
  }

  fileprivate func answer(_ code: Int32, _ found: [SocketAddress]) {
    unsafe request = nil
    guard code == 0, !found.isEmpty else {
      let words = unsafe evutil_gai_strerror(code).map { unsafe String(cString: $0) }
      return came(.failure(.unknownHost(host, words ?? "no address")))
    }
    came(.success(found))
  }
}

private nonisolated func addressesCame(
  _ code: Int32, _ first: UnsafeMutablePointer<addrinfo>?,
  _ context: UnsafeMutableRawPointer?
) {
  var found: [SocketAddress] = []
  var entry = unsafe first
  while let here = unsafe entry {
    let address = unsafe SocketAddress(
      copying: here.pointee.ai_addr, length: Int(here.pointee.ai_addrlen))
    if let address { found.append(address) }
    unsafe entry = here.pointee.ai_next
  }
  if let first = unsafe first { unsafe evutil_freeaddrinfo(first) }
  let addresses = found
  unsafe onMain(context) { (lookup: NameLookup) in lookup.answer(code, addresses) }
  // The reference that the request held.
  if let context = unsafe context { unsafe Unmanaged<NameLookup>.fromOpaque(context).release() }
}
