import Glibc
import MusterCommand

/// A file that only holds room: let go when the disk is full, so that what people do can still be
/// recorded while somebody makes room.
public struct DiskReserve {
  /// Room that it holds, bytes: some ten thousand check-ins.
  public static let bytes: Int64 = 8 << 20

  private let path: String

  /// Names the file, which need not be there.
  public init(at path: String) { self.path = path }

  /// Whether it holds room now.
  public var isHeld: Bool {
    if let disk = DiskSpace.simulated { return disk.reservedBytes > 0 }
    return Files.exists(path)
  }

  /// Takes the room. Without effect where it is held, or where there is none.
  public func hold() {
    guard !isHeld else { return }
    if let disk = DiskSpace.simulated {
      return disk.reservedBytes = min(Self.bytes, disk.freeBytes)
    }
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    defer { _ = close(file) }
    // What lies in holes would not be there when it is needed.
    guard posix_fallocate(file, 0, off_t(Self.bytes)) == 0 else {
      _ = unsafe unlink(path)
      return
    }
  }

  /// Does what needs room on the disk: where it has none, once more with the room that was kept. Even to be
  /// read, data need some pages.
  ///
  /// - Parameter released: called when the room has been let go.
  public func using<Value>(
    _ body: () throws(Failure) -> Value, released: () -> Void
  ) throws(Failure) -> Value {
    do throws(Failure) { return try body() } catch {
      guard error.isDiskFull, release() else { throw error }
      released()
      return try body()
    }
  }

  /// Lets the room go.
  ///
  /// - Returns: whether there was any.
  public func release() -> Bool {
    if let disk = DiskSpace.simulated {
      defer { disk.reservedBytes = 0 }
      return disk.reservedBytes > 0
    }
    return unsafe unlink(path) == 0
  }
}
