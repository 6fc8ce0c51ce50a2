import MusterCommand
import MusterDaemon

/// A file of lines that are only added to. It stands beside the database, so that restoring an older one
/// takes nothing back.
struct LastingLines {
  let path: String
  private(set) var lines: [String] = []

  /// Reads the file; there is none before the first line.
  init(at path: String) throws(Failure) {
    self.path = path
    guard Files.exists(path) else { return }
    let bytes = try Failure.commanding { () throws(CommandError) in try Files.read(path) }
    lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map { String($0) }
  }

  /// Adds those that are not there; on the disk when this returns.
  mutating func add(_ added: [String]) throws(Failure) {
    let known = Set(lines)
    let all = lines + added.filter { !known.contains($0) }
    guard all.count > lines.count else { return }
    let text = all.map { $0 + "\n" }.joined()
    try Failure.commanding { () throws(CommandError) in
      try Files.write(Array(text.utf8), to: path)
    }
    lines = all
  }
}
