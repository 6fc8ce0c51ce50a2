import Foundation

@testable import MusterStore

/// A folder of its own for one test, gone with it.
nonisolated final class Folder {
  let url: URL

  init() throws {
    // In memory where that is to be had: the tests sync thousands of times.
    let memory = URL(filePath: "/dev/shm")
    let isThere = FileManager.default.isWritableFile(atPath: memory.path)
    let parent = isThere ? memory : FileManager.default.temporaryDirectory
    url = parent.appending(path: "muster-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var database: String { file("muster.db") }

  func file(_ name: String) -> String { url.appending(path: name).path }

  /// What a crash at this moment would leave: the files as they are, the log of writes included.
  func crashed() throws -> Folder {
    let copy = try Folder()
    for name in ["muster.db", "muster.db-wal"] {
      let from = url.appending(path: name)
      guard FileManager.default.fileExists(atPath: from.path) else { continue }
      try FileManager.default.copyItem(at: from, to: copy.url.appending(path: name))
    }
    return copy
  }
}
