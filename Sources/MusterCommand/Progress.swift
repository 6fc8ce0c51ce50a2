internal import Glibc

/// Says on a terminal that something is still going on: after a second, on standard error, in one line
/// that is taken away again. Where standard error is no terminal it does nothing.
///
/// What goes on need know nothing of it: a second thread writes the line and shares nothing with the
/// first but the end of a pipe. It ends before anything else is written to the terminal.
///
/// Order of calls: ``begin(_:)`` when a command begins, ``end()`` when it has ended; one at a time.
public nonisolated enum Progress {
  /// So long it is silent, ms.
  private static let silentMs: Int32 = 1_000
  /// So often the line is written anew, ms.
  private static let everyMs: Int32 = 500

  private struct Running {
    var thread: pthread_t
    /// Closed when it is to end.
    var pipe: Int32
  }

  // Only the main thread looks at it.
  private static nonisolated(unsafe) var running: Running?

  /// What the other thread needs.
  private final class Task: Sendable {
    let words: String
    let pipe: Int32

    init(words: String, pipe: Int32) {
      self.words = words
      self.pipe = pipe
    }

    /// Writes the line until the other end of the pipe is closed.
    func run() {
      var waited: Int64 = 0
      var pause = Progress.silentMs
      while true {
        var end = pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)
        let count = unsafe poll(&end, 1, pause)
        if count > 0 || (count < 0 && errno != EINTR) { break }
        waited += Int64(pause)
        pause = Progress.everyMs
        Progress.write("\r\(words): \(Counted(waited / 1_000, "second")) …\u{1B}[K")
      }
      if waited > 0 { Progress.write("\r\u{1B}[K") }
      _ = close(pipe)
    }
  }

  /// Begins to look at the time.
  ///
  /// - Parameter words: what goes on: `muster-hub: verify`.
  public static func begin(_ words: String) {
    guard isatty(2) == 1 else { return }
    end()
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return }
    var thread = pthread_t()
    let task = unsafe Unmanaged.passRetained(Task(words: words, pipe: ends[0]))
    let code = unsafe pthread_create(
      &thread, nil,
      { task in
        guard let task = unsafe task else { return nil }
        unsafe Unmanaged<Task>.fromOpaque(task).takeRetainedValue().run()
        return nil
      }, task.toOpaque())
    guard code == 0 else {
      unsafe task.release()
      for end in ends { _ = close(end) }
      return
    }
    unsafe running = Running(thread: thread, pipe: ends[1])
  }

  /// Takes the line away. Without effect where none was begun.
  public static func end() {
    guard let ending = unsafe running else { return }
    unsafe running = nil
    _ = close(ending.pipe)
    _ = pthread_join(ending.thread, nil)
  }

  /// Makes room for what is about to be written, where it would stand beside the line.
  static func endBefore(writingTo descriptor: Int32) {
    guard unsafe running != nil, descriptor == 2 || isatty(descriptor) == 1 else { return }
    end()
  }

  private static func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe Glibc.write(2, bytes, bytes.count)
  }
}
