import Glibc
import MusterCommand

/// What a program is told by its surroundings: its words and its environment.
public enum Surroundings {
  /// The words of the command line, without the program's own name.
  ///
  /// The kernel is asked: `CommandLine` looks for them on the stack in front of the environment, and
  /// finds none where a preloaded library has moved that.
  public static var words: [String] {
    let all = (try? Files.read("/proc/self/cmdline")) ?? []
    let words = all.split(separator: 0, omittingEmptySubsequences: false).dropLast()
    guard !words.isEmpty else { return Array(CommandLine.arguments.dropFirst()) }
    return words.dropFirst().map { String(decoding: $0, as: UTF8.self) }
  }

  /// The environment variables that programs of this house look at.
  public static var environment: [String: String] {
    guard let value = unsafe getenv("MUSTER_DATA") else { return [:] }
    return unsafe ["MUSTER_DATA": String(cString: value)]
  }

  /// Resident memory of this process, bytes; 0 where the system does not say.
  public static var residentBytes: Int64 {
    let file = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return 0 }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 128)
    let count = unsafe read(file, &bytes, bytes.count)
    let fields = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).split(separator: " ")
    guard fields.count > 1, let pages = Int64(fields[1]) else { return 0 }
    return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
  }
}
