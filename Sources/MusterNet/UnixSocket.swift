internal import CEvent
internal import Glibc

/// The file of a Unix socket: where commands of the same user reach the daemon.
nonisolated struct UnixSocket {
  private let path: String
  private let address: SocketAddress

  /// Checks that the path fits.
  init(_ path: String) throws(NetError) {
    self.path = path
    address = try SocketAddress(unixSocket: path)
  }

  /// Binds it, readable and writable by this user only.
  @MainActor func listen(loop: EventLoop) throws(NetError) -> Listener {
    try removeStale()
    let before = umask(0o177)
    defer { umask(before) }
    return try Listener(address, name: path, loop: loop)
  }

  /// Removes the file.
  func remove() { _ = unsafe unlink(path) }

  /// A daemon that was killed leaves its socket file, on which nobody answers.
  private func removeStale() throws(NetError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw .cannotListen(path, "there is a file of that name which is no socket")
    }
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    let descriptor = socket(AF_UNIX, kind | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw .cannotListen(path, NetError.words(errno)) }
    defer { _ = close(descriptor) }
    let result = unsafe address.lend { pointer, length in
      unsafe connect(descriptor, pointer, socklen_t(length))
    }
    guard result != 0, errno == ECONNREFUSED else { throw .alreadyServed(path) }
    remove()
  }
}
