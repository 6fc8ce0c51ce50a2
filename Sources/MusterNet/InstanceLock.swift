internal import CEvent
internal import Glibc

/// Keeps a data folder to one daemon: a second one is told so at once, before it opens anything.
///
/// The kernel lets go of it when the process ends in whatever way; the file itself stays.
@MainActor public final class InstanceLock {
  private let descriptor: Int32

  /// Takes the lock on a file, which is made when it is missing.
  public init(path: String) throws(NetError) {
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw errno == EROFS ? .readOnly(path) : .file(path, NetError.words(errno))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      let holder = InstanceLock.holder(descriptor)
      _ = close(descriptor)
      guard code == EWOULDBLOCK else { throw .file(path, NetError.words(code)) }
      throw .locked(path, holder)
    }
    let text = Array("\(getpid())\n".utf8)
    _ = ftruncate(descriptor, 0)
    _ = unsafe pwrite(descriptor, text, text.count, 0)
  }

  isolated deinit { _ = close(descriptor) }

  /// The process that holds the lock, as it has written itself; 0 when it has not yet.
  private static func holder(_ descriptor: Int32) -> Int32 {
    var buffer = [UInt8](repeating: 0, count: 16)
    let count = unsafe buffer.withUnsafeMutableBytes { space in
      unsafe pread(descriptor, space.baseAddress, space.count, 0)
    }
    let digits = buffer.prefix(max(0, count)).prefix { (0x30...0x39).contains($0) }
    return Int32(String(decoding: digits, as: UTF8.self)) ?? 0
  }
}
