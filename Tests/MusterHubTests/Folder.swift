import Foundation

@testable import MusterHub

/// A folder of its own for one test, gone with it.
final class Folder {
  let url: URL

  init() throws {
    let memory = URL(filePath: "/dev/shm")
    let isThere = FileManager.default.isWritableFile(atPath: memory.path)
    let parent = isThere ? memory : FileManager.default.temporaryDirectory
    url = parent.appending(path: "muster-hub-\(UUID())")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  isolated deinit { try? FileManager.default.removeItem(at: url) }

  var path: String { url.path }
  var hub: HubFolder { HubFolder(path + "/hub") }

  /// Writes a file into it; gives its path.
  func file(_ name: String, _ text: String) throws -> String {
    let file = url.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  /// Copies the hub's files, as a backup of a hub that has ended does.
  func copyHub(to name: String) throws {
    try FileManager.default.copyItem(atPath: hub.path, toPath: path + "/" + name)
  }

  /// Permission bits of something.
  static func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
  }
}
