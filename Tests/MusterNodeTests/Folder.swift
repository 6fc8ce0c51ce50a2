import Foundation

/// A folder of its own for one test, gone with it.
final class Folder {
  let url: URL

  init() throws {
    let memory = URL(filePath: "/dev/shm")
    let isThere = FileManager.default.isWritableFile(atPath: memory.path)
    let parent = isThere ? memory : FileManager.default.temporaryDirectory
    url = parent.appending(path: "muster-node-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  isolated deinit { try? FileManager.default.removeItem(at: url) }

  var path: String { url.path }

  /// What a crash at this moment would leave: the files as they are, the log of writes included.
  func crashed() throws -> Folder {
    let copy = try Folder()
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      try FileManager.default.copyItem(
        at: url.appending(path: name), to: copy.url.appending(path: name))
    }
    return copy
  }
}
