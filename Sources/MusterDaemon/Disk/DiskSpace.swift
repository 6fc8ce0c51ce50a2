import Glibc

/// What a file system has left.
public nonisolated enum DiskSpace {
  /// What is said instead of the system's word, within a simulation.
  @TaskLocal package static var simulated: (any SimulatedDisk)?

  /// Bytes that this user may still write in the file system of a path; 0 where the system does not
  /// say.
  public static func freeBytes(at path: String) -> Int64 {
    if let simulated { return simulated.freeBytes }
    var space = statvfs()
    guard unsafe statvfs(path, &space) == 0 else { return 0 }
    return Int64(space.f_bavail) * Int64(space.f_frsize)
  }
}

/// The disk of a simulated machine.
package nonisolated protocol SimulatedDisk: AnyObject, Sendable {
  /// Bytes that may still be written.
  var freeBytes: Int64 { get }
  /// Bytes that a ``DiskReserve`` holds on it.
  var reservedBytes: Int64 { get set }
}
