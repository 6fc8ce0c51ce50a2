internal import Glibc

/// Files, whole or absent.
public nonisolated enum Files {
  /// Reads a whole file.
  public static func read(
    _ path: String, atMostBytes limit: Int = 64 << 20
  ) throws(CommandError) -> [UInt8] {
    let descriptor = try openOrdinary(path)
    defer { _ = close(descriptor) }
    return try read(from: descriptor, named: path, atMostBytes: limit)
  }

  /// Replaces a file, or makes it: after a crash there is the old content or the new, never a part.
  ///
  /// - Parameter mode: permission bits of the new file; by default only this user may read it.
  public static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o600
  ) throws(CommandError) {
    let file = try NewFile(path, mode: mode)
    try file.write(bytes)
    try file.keep()
  }

  /// Makes a folder that only this user may enter, and those above it where they are missing; one that
  /// exists is left as it is.
  public static func makeFolder(_ path: String) throws(CommandError) {
    guard unsafe mkdir(path, 0o700) != 0 else { return }
    let code = errno
    if code == EEXIST, isFolder(path) { return }
    let above = folder(of: path)
    guard code == ENOENT, above != path, above != "." else {
      throw .writing(path, code)
    }
    try makeFolder(above)
    guard unsafe mkdir(path, 0o700) == 0 || isFolder(path) else {
      throw .writing(path, errno)
    }
  }

  /// Whether there is anything of this name.
  public static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Whether this user may not look into a folder, which may be there.
  public static func isClosed(_ folder: String) -> Bool {
    unsafe access(folder, R_OK | X_OK) != 0 && errno == EACCES
  }

  /// Whether a folder lies on a disk that is mounted for reading only.
  public static func isReadOnly(_ folder: String) -> Bool {
    unsafe access(folder, W_OK) != 0 && errno == EROFS
  }

  /// Bytes of the file of this name; nil where there is none.
  public static func size(_ path: String) -> Int? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? Int(status.st_size) : nil
  }

  /// Whether there is a folder of this name.
  public static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether two paths are names of one file, by whatever links.
  public static func areSame(_ one: String, _ other: String) -> Bool {
    var (first, second) = (stat(), stat())
    guard unsafe stat(one, &first) == 0, unsafe stat(other, &second) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  /// Opens an ordinary file for reading: whatever else has a name, a pipe say, may let its reader wait
  /// for ever.
  static func openOrdinary(_ path: String) throws(CommandError) -> Int32 {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .cannotRead(path, CommandError.words(errno)) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      _ = close(descriptor)
      throw .notOrdinary(path)
    }
    return descriptor
  }

  static func folder(of path: String) -> String {
    var rest = path.utf8[...]
    while rest.count > 1, rest.last == UInt8(ascii: "/") { rest = rest.dropLast() }
    guard let slash = rest.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == rest.startIndex ? "/" : String(Substring(rest[..<slash]))
  }

  /// Without this a crash may forget the renaming.
  static func syncFolder(of path: String) throws(CommandError) {
    let descriptor = unsafe open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .writing(path, errno) }
    defer { _ = close(descriptor) }
    // Some file systems know no fsync of folders.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw .writing(path, errno)
    }
  }

  private static func read(
    from descriptor: Int32, named path: String, atMostBytes limit: Int
  ) throws(CommandError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { space in
        unsafe Glibc.read(descriptor, space.baseAddress, space.count)
      }
      if count == 0 { return bytes }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw .cannotRead(path, CommandError.words(errno))
      }
      guard bytes.count + count <= limit else { throw .tooLarge(path, limit) }
      bytes += buffer[..<count]
    }
  }
}
