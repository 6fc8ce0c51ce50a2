internal import Glibc

nonisolated extension Files {
  /// Copies a file of any size; on the disk when this returns, readable by this user alone.
  public static func copy(_ path: String, to target: String) throws(CommandError) {
    let source = try openOrdinary(path)
    defer { _ = close(source) }
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW
    let copy = unsafe open(target, flags, 0o600)
    guard copy >= 0 else { throw .writing(target, errno) }
    defer { _ = close(copy) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { space in
        unsafe Glibc.read(source, space.baseAddress, space.count)
      }
      if count == 0 { break }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .cannotRead(path, CommandError.words(errno)) }
      guard Terminal.write(Array(buffer[..<count]), to: copy) else {
        throw .writing(target, errno)
      }
    }
    try settle(target)
  }

  /// Lets this user alone read a file, and waits until it is on the disk.
  public static func settle(_ path: String) throws(CommandError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotRead(path, CommandError.words(errno)) }
    defer { _ = close(descriptor) }
    guard fchmod(descriptor, 0o600) == 0, fsync(descriptor) == 0 else {
      throw .writing(path, errno)
    }
  }

  /// Removes a folder and the files in it; folders inside are a mistake and stay.
  public static func removeFolder(_ path: String) throws(CommandError) {
    for name in try names(in: path) { _ = unsafe unlink("\(path)/\(name)") }
    guard unsafe rmdir(path) == 0 else { throw .writing(path, errno) }
  }

  /// The names of what is in a folder.
  public static func names(in path: String) throws(CommandError) -> [String] {
    guard let folder = unsafe opendir(path) else {
      throw .cannotRead(path, CommandError.words(errno))
    }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// A path that means the same in another process: one that is relative stands for a file below the
  /// folder in which this process works.
  public static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/") else { return path }
    guard let folder = unsafe getcwd(nil, 0) else { return path }
    defer { unsafe free(folder) }
    return unsafe String(cString: folder) + "/" + path
  }
}
