internal import Glibc

/// A file that comes to be whole or not at all: what is written stands under another name until
/// ``keep()``, and is taken away where that is never called.
public nonisolated final class NewFile {
  private let path: String
  private let temporary: String
  private var descriptor: Int32

  /// Begins a file that replaces the one of this path, or makes it.
  ///
  /// - Parameter mode: permission bits of the new file; by default only this user may read it.
  public init(_ path: String, mode: UInt32 = 0o600) throws(CommandError) {
    self.path = path
    temporary = "\(path).\(getpid()).new"
    var found = stat()
    if unsafe stat(path, &found) == 0, found.st_mode & S_IFMT != S_IFREG {
      throw .cannotWrite(path, "it is there, and is no ordinary file")
    }
    // Of a process of this number that was killed.
    _ = unsafe unlink(temporary)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    descriptor = unsafe open(temporary, flags, mode)
    guard descriptor >= 0 else { throw .writing(path, errno) }
    if fchmod(descriptor, mode) != 0 { throw failure() }
  }

  deinit { drop() }

  /// Writes the next bytes.
  public func write(_ bytes: [UInt8]) throws(CommandError) {
    guard Terminal.write(bytes, to: descriptor) else { throw failure() }
  }

  /// Gives the file its name.
  ///
  /// - Parameter waits: whether it is on the disk when this returns: after a crash there is the old
  ///   content or the new, never a part. Otherwise the system takes its time, which is enough for what
  ///   can be made again.
  public func keep(waits: Bool = true) throws(CommandError) {
    guard !waits || fsync(descriptor) == 0 else { throw failure() }
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0, unsafe rename(temporary, path) == 0 else {
      let error = failure()
      _ = unsafe unlink(temporary)
      throw error
    }
    if waits { try Files.syncFolder(of: path) }
  }

  private func failure() -> CommandError { .writing(path, errno) }

  private func drop() {
    guard descriptor >= 0 else { return }
    _ = close(descriptor)
    _ = unsafe unlink(temporary)
  }
}
