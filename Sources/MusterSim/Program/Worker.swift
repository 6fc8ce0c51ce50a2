import Glibc
import MusterDaemon

/// Another process of this program, whose lines are read: a run that crashes ends no other.
final class Worker {
  /// Where its output is read.
  let descriptor: Int32
  private let pid: pid_t
  private var unread: [UInt8] = []

  /// Starts it.
  init(_ words: [String]) throws(Failure) {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw Self.cannot("open a pipe") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    var argv = unsafe (["muster-sim"] + words).map { unsafe strdup($0) }
    unsafe argv.append(nil)
    defer { unsafe argv.forEach { unsafe free($0) } }
    var pid: pid_t = 0
    let result = unsafe posix_spawn(&pid, "/proc/self/exe", &actions, nil, argv, environ)
    close(ends[1])
    guard result == 0 else {
      close(ends[0])
      throw Self.cannot("start another process of this program")
    }
    self.pid = pid
    descriptor = ends[0]
  }

  private static func cannot(_ what: String) -> Failure {
    .unavailable("muster-sim cannot \(what): \(unsafe String(cString: strerror(errno)))")
  }

  /// The lines that have come; nil once it has ended.
  func lines() -> [String]? {
    var space = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe read(descriptor, &space, space.count)
    guard count > 0 else { return nil }
    unread += space[..<count]
    var lines: [String] = []
    while let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(String(decoding: unread[..<end], as: UTF8.self))
      unread.removeFirst(end + 1)
    }
    return lines
  }

  /// Waits for its end, and says in words how that was unless it left by itself.
  func end() -> String? {
    close(descriptor)
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return signal == 0 ? nil : "signal \(signal)"
  }

  /// Ends it now.
  func kill() { _ = Glibc.kill(pid, SIGKILL) }
}
