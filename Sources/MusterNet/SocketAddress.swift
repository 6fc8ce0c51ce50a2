internal import CEvent
internal import Glibc

/// A socket address as the kernel holds it.
nonisolated struct SocketAddress {
  private var storage: sockaddr_storage
  let length: socklen_t

  private init(storage: sockaddr_storage, length: socklen_t) {
    self.storage = storage
    self.length = length
  }

  /// Copies what libevent or the resolver gave; nil when it is no address.
  init?(copying pointer: UnsafePointer<sockaddr>?, length: Int) {
    guard let pointer = unsafe pointer, length > 0, length <= MemoryLayout<sockaddr_storage>.size
    else { return nil }
    var storage = sockaddr_storage()
    unsafe withUnsafeMutableBytes(of: &storage) { space in
      unsafe space.copyMemory(from: UnsafeRawBufferPointer(start: pointer, count: length))
    }
    self.init(storage: storage, length: socklen_t(length))
  }

  /// A number address; nil when the host is a name.
  init?(number address: HostPort) {
    var v4 = sockaddr_in()
    var v6 = sockaddr_in6()
    if unsafe inet_pton(AF_INET, address.host, &v4.sin_addr) == 1 {
      v4.sin_family = sa_family_t(AF_INET)
      v4.sin_port = address.port.bigEndian
      self.init(copying: v4)
    } else if unsafe inet_pton(AF_INET6, address.host, &v6.sin6_addr) == 1 {
      v6.sin6_family = sa_family_t(AF_INET6)
      v6.sin6_port = address.port.bigEndian
      self.init(copying: v6)
    } else {
      return nil
    }
  }

  /// A Unix socket's path.
  init(unixSocket path: String) throws(NetError) {
    var unix = sockaddr_un()
    unix.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let room = MemoryLayout.size(ofValue: unix.sun_path) - 1
    guard bytes.count <= room else { throw .pathTooLong(path) }
    guard !bytes.isEmpty, !bytes.contains(0) else { throw .badAddress(path) }
    unsafe withUnsafeMutableBytes(of: &unix.sun_path) { space in
      unsafe space.copyBytes(from: bytes)
    }
    self.init(copying: unix)
  }

  private init<Raw>(copying raw: Raw) {
    var storage = sockaddr_storage()
    unsafe withUnsafeBytes(of: raw) { bytes in
      unsafe withUnsafeMutableBytes(of: &storage) { space in unsafe space.copyBytes(from: bytes) }
    }
    self.init(storage: storage, length: socklen_t(MemoryLayout<Raw>.size))
  }

  /// The address that a socket is bound to.
  static func bound(_ descriptor: Int32) -> SocketAddress? {
    unsafe ask { pointer, length in unsafe getsockname(descriptor, pointer, length) }
  }

  /// The address at the other end of a socket.
  static func peer(_ descriptor: Int32) -> SocketAddress? {
    unsafe ask { pointer, length in unsafe getpeername(descriptor, pointer, length) }
  }

  private static func ask(
    _ question: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) -> SocketAddress? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let result = unsafe withUnsafeMutableBytes(of: &storage) { space in
      guard let start = space.baseAddress else { return Int32(-1) }
      return unsafe question(start.assumingMemoryBound(to: sockaddr.self), &length)
    }
    return result == 0 ? SocketAddress(storage: storage, length: length) : nil
  }

  /// Lends the address to a system call.
  func lend<Result>(_ body: (UnsafePointer<sockaddr>?, Int32) -> Result) -> Result {
    unsafe withUnsafeBytes(of: storage) { bytes in
      unsafe body(bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), Int32(length))
    }
  }

  var family: Int32 { Int32(storage.ss_family) }

  private var v4: sockaddr_in {
    unsafe withUnsafeBytes(of: storage) { unsafe $0.loadUnaligned(as: sockaddr_in.self) }
  }

  private var v6: sockaddr_in6 {
    unsafe withUnsafeBytes(of: storage) { unsafe $0.loadUnaligned(as: sockaddr_in6.self) }
  }

  var port: UInt16 {
    switch family {
    case AF_INET: UInt16(bigEndian: v4.sin_port)
    case AF_INET6: UInt16(bigEndian: v6.sin6_port)
    default: 0
    }
  }

  /// `1.2.3.4:5`, `[::1]:5`, or `unix`.
  var text: String {
    var buffer = [CChar](repeating: 0, count: 64)
    switch family {
    case AF_INET:
      var number = v4.sin_addr
      unsafe inet_ntop(AF_INET, &number, &buffer, 64)
    case AF_INET6:
      var number = v6.sin6_addr
      unsafe inet_ntop(AF_INET6, &number, &buffer, 64)
    default:
      return "unix"
    }
    let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return HostPort(host: String(decoding: bytes, as: UTF8.self), port: port).description
  }

  /// What counts as one neighbour for limits: an IPv4 address, or the first 64 bits of an IPv6 one.
  var neighbour: UInt64 {
    switch family {
    case AF_INET:
      return UInt64(UInt32(bigEndian: v4.sin_addr.s_addr))
    case AF_INET6:
      let number = v6.sin6_addr
      return unsafe withUnsafeBytes(of: number) { bytes in
        let high = unsafe UInt64(bigEndian: bytes.load(as: UInt64.self))
        let low = unsafe UInt64(bigEndian: bytes.load(fromByteOffset: 8, as: UInt64.self))
        // An IPv4 address inside an IPv6 one (RFC 4291 §2.5.5.2) is the same neighbour.
        return high == 0 && low >> 32 == 0xFFFF ? low & 0xFFFF_FFFF : high ^ 1 << 63
      }
    default:
      return 0
    }
  }
}
