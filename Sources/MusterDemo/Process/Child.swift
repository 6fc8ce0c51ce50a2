internal import Glibc

/// A process that the demo started, known by its id: only these are ever signalled.
///
/// Its output and its errors go to files, so that no pipe can fill and both outlive the demo.
final class Child {
  /// What the demo calls it: `hub`, `node fr-1`, `muster-hub init`.
  let name: String
  /// Its process id, as long as ``isRunning``.
  let pid: pid_t
  /// The path of what it prints.
  let outputPath: String
  /// The path of its standard error: a daemon's own log.
  let errorPath: String
  /// What `waitpid` said, once it has ended.
  private(set) var status: Int32?

  /// Starts a program in a process group of its own, so that a Ctrl-C reaches the demo alone.
  ///
  /// - Parameters:
  ///   - environment: variables added to the demo's own.
  ///   - logs: path that `.out` and `.err` are added to; what stands there is continued.
  init(
    _ name: String, _ program: String, _ arguments: [String],
    environment: [(name: String, value: String)] = [], logs: String
  ) throws(DemoError) {
    self.name = name
    outputPath = logs + ".out"
    errorPath = logs + ".err"
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(
      &actions, 1, outputPath, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    unsafe posix_spawn_file_actions_addopen(
      &actions, 2, errorPath, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))

    let variables = environment.map { "\($0.name)=\($0.value)" } + Self.inheritedVariables()
    var argv = unsafe ([program] + arguments).map { unsafe strdup($0) }
    unsafe argv.append(nil)
    var envp = unsafe variables.map { unsafe strdup($0) }
    unsafe envp.append(nil)
    defer {
      unsafe argv.forEach { unsafe free($0) }
      unsafe envp.forEach { unsafe free($0) }
    }
    var pid: pid_t = 0
    let result = unsafe posix_spawn(&pid, program, &actions, &attributes, argv, envp)
    guard result == 0 else {
      throw .missing("cannot start \(program): \(unsafe String(cString: strerror(result)))")
    }
    self.pid = pid
  }

  private static func inheritedVariables() -> [String] {
    var variables: [String] = []
    var next = unsafe environ
    while let variable = unsafe next.pointee {
      unsafe variables.append(String(cString: variable))
      unsafe next += 1
    }
    return variables
  }

  /// Whether it runs; takes note when it has ended.
  var isRunning: Bool {
    guard status == nil else { return false }
    var ended: Int32 = 0
    if unsafe waitpid(pid, &ended, WNOHANG) == pid { status = ended }
    return status == nil
  }

  /// Its exit code; 128 and the signal's number where one ended it; nil while it runs.
  var exitCode: Int32? {
    guard !isRunning, let status else { return nil }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }

  /// Sends it a signal, if it runs.
  func signal(_ number: Int32) {
    if isRunning { kill(pid, number) }
  }

  /// Waits for its end.
  ///
  /// - Returns: whether it ended within that time, ms.
  func waitForEnd(withinMs: Int64) throws(DemoError) -> Bool {
    try Patience.wait(withinMs: withinMs) { !isRunning }
  }

  /// Ends it at once, and waits until it is gone.
  func killNow() {
    guard isRunning else { return }
    kill(pid, SIGKILL)
    var ended: Int32 = 0
    if unsafe waitpid(pid, &ended, 0) == pid { status = ended }
  }

  /// What it has printed so far.
  var output: [UInt8] { DataFile.bytes(outputPath) ?? [] }

  /// The last line of its standard error.
  var lastError: String {
    let text = String(decoding: DataFile.bytes(errorPath) ?? [], as: UTF8.self)
    return text.split(separator: "\n").last.map(String.init) ?? "it said nothing"
  }

  /// Resident memory, KiB, as the kernel counts it; nil when it is gone.
  var residentKiB: Int? {
    guard let text = DataFile.bytes("/proc/\(pid)/status") else { return nil }
    for line in String(decoding: text, as: UTF8.self).split(separator: "\n")
    where line.hasPrefix("VmRSS:") {
      return line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap {
        Int($0)
      }
    }
    return nil
  }
}
