internal import Glibc

/// Turns the signals that end a program, and the one that says that the window has another size, into
/// something that can be waited for beside a socket. For a program that must put its terminal back in
/// order before it ends.
public nonisolated final class Interruption {
  /// What has come.
  public enum Signal: Sendable {
    /// SIGINT, SIGTERM or SIGHUP.
    case end
    /// SIGWINCH.
    case resized
  }

  /// Becomes readable when a signal has come.
  let descriptor: Int32
  private let writing: Int32

  /// Takes the signals over, for good; once in a process.
  public init() throws(CommandError) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else {
      throw .cannotWrite("a pipe", CommandError.words(errno))
    }
    // A handler must never wait.
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    descriptor = ends[0]
    writing = ends[1]
    unsafe interruptionPipe = writing
    for number in [SIGINT, SIGTERM, SIGHUP, SIGWINCH] {
      _ = signal(number) { number in
        let before = errno
        var byte = UInt8(truncatingIfNeeded: number)
        unsafe _ = write(interruptionPipe, &byte, 1)
        errno = before
      }
    }
  }

  /// The signals that have come, without waiting.
  func taken() -> [Signal] {
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = unsafe read(descriptor, &bytes, bytes.count)
    return bytes.prefix(max(0, count)).map { Int32($0) == SIGWINCH ? .resized : .end }
  }

  /// Waits for a signal.
  ///
  /// - Returns: nil when none has come within the time.
  public func wait(ms: Int) -> Signal? {
    var question = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    _ = unsafe poll(&question, 1, Int32(clamping: ms))
    let signals = taken()
    return signals.contains { $0 == .end } ? .end : signals.first
  }
}

/// Where the handler writes; it may do nothing else.
private nonisolated(unsafe) var interruptionPipe: Int32 = -1
