import COpenSSL
import Glibc

/// A blocking socket on loopback that says anything at all.
nonisolated final class RawSocket: Sendable {
  let descriptor: Int32

  init?(port: UInt16) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = unsafe withUnsafeBytes(of: address) { bytes in
      let pointer = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
      return unsafe connect(descriptor, pointer, socklen_t(bytes.count))
    }
    guard result == 0 else { return nil }
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
  }

  deinit { close(descriptor) }

  /// Sends everything; false when the other side has had enough.
  @discardableResult
  func say(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { space in
        unsafe send(descriptor, space.baseAddress, space.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Says that nothing more will come.
  func hangUp() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// What comes next, once something does; nothing when the other side has closed.
  func hearSome() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe buffer.withUnsafeMutableBytes { space in
      unsafe recv(descriptor, space.baseAddress, space.count, 0)
    }
    return Array(buffer.prefix(max(0, count)))
  }

  /// What ``hearAll()`` ends with where the other side has neither closed nor said anything for 20 s.
  static let stillOpen = Array("(still open)".utf8)

  /// Everything until the other side closes or resets.
  func hearAll() -> [UInt8] {
    var heard: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { space in
        unsafe recv(descriptor, space.baseAddress, space.count, 0)
      }
      guard count > 0 else {
        return count < 0 && errno == EAGAIN ? heard + Self.stillOpen : heard
      }
      heard += buffer.prefix(count)
    }
  }
}
