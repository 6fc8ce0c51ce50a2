import Foundation

/// The folder in which daemons of a run keep their data, and the inputs that they have seen.
///
/// `run.sh` makes it (`MUSTER_FUZZ_FOLDER`) and takes it away. What a daemon does with an input depends
/// on those before, so each is kept, in order, until a new daemon begins: given to the fuzzer one after
/// the other they do the same again.
enum Workshop {
  private static let path =
    ProcessInfo.processInfo.environment["MUSTER_FUZZ_FOLDER"]
    ?? NSTemporaryDirectory() + "muster-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
  private static var made = 0
  private static var seen = 0

  /// A folder for a new daemon; that of the one before goes, and what it has seen is forgotten.
  static func folder() -> String {
    made += 1
    seen = 0
    let folder = path + "/\(made)"
    // One run may begin where another has ended.
    for old in ["/\(made - 1)", "/\(made)", "/seen"] {
      try? FileManager.default.removeItem(atPath: path + old)
    }
    do {
      for place in [folder, path + "/seen"] {
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      }
    } catch {
      fatalError("no folder: \(error)")
    }
    return folder
  }

  /// Keeps an input that a daemon is about to see.
  static func note(_ input: [UInt8]) {
    seen += 1
    let name = String(repeating: "0", count: max(0, 4 - String(seen).count)) + String(seen)
    write(input, to: path + "/seen/" + name)
  }

  /// Writes a file; gives its path.
  @discardableResult
  static func write(_ bytes: [UInt8], to path: String) -> String {
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
      fatalError("no file at \(path)")
    }
    return path
  }
}
