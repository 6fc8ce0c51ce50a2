internal import CEvent
internal import Glibc

/// The clocks that a daemon reads: one that never jumps within a boot, and the wall clock.
public nonisolated enum BootClock {
  /// What is read instead of the kernel's clocks, within a simulation.
  @TaskLocal package static var machine: (any SimulatedClock)?

  /// Microseconds since the machine booted, time asleep included (`CLOCK_BOOTTIME`).
  public static func microseconds() -> Int64 {
    if let machine { return machine.microseconds }
    return read(CLOCK_BOOTTIME) / 1_000
  }

  /// Milliseconds since 1970 by the machine's clock, which people and NTP may set at any time.
  public static func wallMilliseconds() -> Int64 {
    if let machine { return machine.wallMilliseconds }
    return read(CLOCK_REALTIME) / 1_000_000
  }

  /// What the kernel calls this boot: 36 characters, another at each boot.
  public static func bootID() throws(NetError) -> String {
    if let machine { return machine.bootID }
    let path = "/proc/sys/kernel/random/boot_id"
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .file(path, NetError.words(errno)) }
    defer { _ = Glibc.close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = unsafe buffer.withUnsafeMutableBytes { space in
      unsafe Glibc.read(descriptor, space.baseAddress, space.count)
    }
    guard count > 0 else { throw .file(path, "it cannot be read") }
    let text = buffer.prefix(count).prefix { $0 > 0x20 }
    return String(decoding: text, as: UTF8.self)
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// The clocks of a simulated machine.
package nonisolated protocol SimulatedClock: AnyObject, Sendable {
  /// µs since the machine booted.
  var microseconds: Int64 { get }
  /// Its wall clock, ms.
  var wallMilliseconds: Int64 { get }
  /// The name of its boot.
  var bootID: String { get }
}
