internal import Glibc

/// A port of 127.0.0.1 that nothing listens on.
enum FreePort {
  /// Asks the kernel for one and lets it go: the hub's address has to be known before it starts,
  /// since join codes carry it.
  static func any() throws(DemoError) -> UInt16 {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard socket >= 0 else { throw .system("no socket") }
    defer { close(socket) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        guard unsafe bind(socket, generic, length) == 0 else { return false }
        return unsafe getsockname(socket, generic, &length) == 0
      }
    }
    guard result else { throw .system("no free port on 127.0.0.1") }
    return UInt16(bigEndian: address.sin_port)
  }
}
