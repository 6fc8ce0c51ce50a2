internal import Glibc

/// A connected socket of an ``HTTPClient``.
nonisolated final class ClientStream {
  let descriptor: Int32
  let name: String

  init(_ place: HTTPClient.Place, _ deadline: Deadline) throws(CommandError) {
    name = place.description
    switch place {
    case .unix(let path): descriptor = try ClientStream.connect(unixSocket: path, deadline)
    case .tcp(let host, let port):
      descriptor = try ClientStream.connect(host, port, name: place.description, deadline)
    }
  }

  deinit { _ = close(descriptor) }

  /// Whether a kept connection is still open and nothing unasked has come.
  var isQuiet: Bool {
    var question = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&question, 1, 0) == 0
  }

  func send(_ bytes: [UInt8], _ deadline: Deadline) throws(CommandError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { space in
        unsafe Glibc.send(descriptor, space.baseAddress, space.count, Int32(MSG_NOSIGNAL))
      }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        try deadline.wait(descriptor, for: POLLOUT)
      } else if errno == EPIPE || errno == ECONNRESET {
        // A server that refuses a large body answers and stops reading: its answer says why.
        return
      } else if errno != EINTR {
        throw .connection(name, CommandError.words(errno))
      }
    }
  }

  /// What has come; empty at the end.
  func receive(_ deadline: Deadline) throws(CommandError) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { space in
        unsafe recv(descriptor, space.baseAddress, space.count, 0)
      }
      if count >= 0 { return Array(buffer.prefix(count)) }
      if errno == EAGAIN {
        try deadline.wait(descriptor, for: POLLIN)
      } else if errno != EINTR {
        throw .connection(name, CommandError.words(errno))
      }
    }
  }

  /// What has come, without waiting; empty at the end, nil when the connection has broken.
  func receiveNow() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe buffer.withUnsafeMutableBytes { space in
      unsafe recv(descriptor, space.baseAddress, space.count, 0)
    }
    return count < 0 ? nil : Array(buffer.prefix(count))
  }

  // MARK: Connecting

  private static func socket(_ family: Int32, name: String) throws(CommandError) -> Int32 {
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = Glibc.socket(family, kind | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .connection(name, CommandError.words(errno)) }
    return descriptor
  }

  private static func connect(
    unixSocket path: String, _ deadline: Deadline
  ) throws(CommandError) -> Int32 {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path) - 1
    guard path.utf8.count <= room else {
      throw .connection(path, "the path is longer than \(room) bytes: use a shorter data folder")
    }
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
    let descriptor = try socket(AF_UNIX, name: path)
    let code = unsafe withUnsafeBytes(of: address) { bytes in
      let pointer = unsafe bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self)
      return unsafe begin(descriptor, pointer, socklen_t(bytes.count))
    }
    return try finish(descriptor, code, name: path, deadline)
  }

  private static func connect(
    _ host: String, _ port: UInt16, name: String, _ deadline: Deadline
  ) throws(CommandError) -> Int32 {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var first: UnsafeMutablePointer<addrinfo>?
    let found = unsafe getaddrinfo(host, String(port), &hints, &first)
    guard found == 0 else {
      throw .connection(name, unsafe String(cString: gai_strerror(found)))
    }
    defer { unsafe freeaddrinfo(first) }
    var failure = CommandError.nobodyListens(name)
    var entry = unsafe first
    while let here = unsafe entry {
      unsafe entry = here.pointee.ai_next
      let descriptor = try unsafe socket(here.pointee.ai_family, name: name)
      let code = unsafe begin(descriptor, here.pointee.ai_addr, here.pointee.ai_addrlen)
      do throws(CommandError) {
        return try finish(descriptor, code, name: name, deadline)
      } catch {
        failure = error
      }
    }
    throw failure
  }

  private static func begin(
    _ descriptor: Int32, _ address: UnsafePointer<sockaddr>?, _ length: socklen_t
  ) -> Int32 {
    unsafe Glibc.connect(descriptor, address, length) == 0 ? 0 : errno
  }

  /// Waits for the connection; closes the socket when it fails.
  private static func finish(
    _ descriptor: Int32, _ begun: Int32, name: String, _ deadline: Deadline
  ) throws(CommandError) -> Int32 {
    var code = begun
    do throws(CommandError) {
      if code == EINPROGRESS {
        try deadline.wait(descriptor, for: POLLOUT)
        var length = socklen_t(MemoryLayout<Int32>.size)
        _ = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
      }
      switch code {
      case 0: return descriptor
      case ECONNREFUSED, ENOENT, ENOTDIR: throw .nobodyListens(name)
      case EACCES, EPERM: throw .notPermitted(name)
      // The queue of a Unix socket is full.
      case EAGAIN: throw .connection(name, "the daemon is busy: try again")
      default: throw .connection(name, CommandError.words(code))
      }
    } catch {
      _ = close(descriptor)
      throw error
    }
  }
}
