internal import Glibc

/// A file that is read in parts, however large it is.
public nonisolated final class FileReading {
  /// Bytes of a part.
  private static let partBytes = 65_536

  private let path: String
  private let descriptor: Int32

  /// Opens a file.
  public init(_ path: String) throws(CommandError) {
    self.path = path
    descriptor = try Files.openOrdinary(path)
  }

  deinit { if descriptor >= 0 { _ = close(descriptor) } }

  /// The next bytes; none at the end.
  public func next() throws(CommandError) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: Self.partBytes)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { space in
        unsafe Glibc.read(descriptor, space.baseAddress, space.count)
      }
      if count >= 0 { return Array(buffer.prefix(count)) }
      guard errno == EINTR else { throw .cannotRead(path, CommandError.words(errno)) }
    }
  }

  /// Goes back to the first byte.
  public func rewind() throws(CommandError) {
    guard lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw .cannotRead(path, CommandError.words(errno))
    }
  }
}
