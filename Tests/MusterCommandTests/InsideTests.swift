import Foundation
import MusterCommand
import Testing

@Suite("Paths that lead into a folder")
struct InsideTests {
  private func place() throws -> String {
    let path = FileManager.default.temporaryDirectory.appending(path: "muster-in-\(UUID())").path
    try FileManager.default.createDirectory(
      atPath: path + "/data/deep", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      atPath: path + "/else", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      atPath: path + "/data/\u{301}d", withIntermediateDirectories: true)
    try Data().write(to: URL(filePath: path + "/data/db"))
    try FileManager.default.createSymbolicLink(
      atPath: path + "/link", withDestinationPath: path + "/data")
    try FileManager.default.createSymbolicLink(
      atPath: path + "/else/db", withDestinationPath: path + "/data/db")
    try FileManager.default.createSymbolicLink(
      atPath: path + "/data/out", withDestinationPath: path + "/else")
    return path
  }

  @Test("By whatever names, and whether it is there or not")
  func inside() throws {
    let path = try place()
    defer { try? FileManager.default.removeItem(atPath: path) }
    for name in [
      "data", "data/", "data/db", "data/new", "data/new/newer", "data/deep/../x", "link", "link/x",
      "else/../data/x", "else/db", "data/out", "data/\u{301}d/x",
    ] {
      #expect(Files.isInside("\(path)/\(name)", "\(path)/data"), "\(name)")
    }
    for name in ["", "else", "else/x", "datax", "data/../x", "new/data", "data/out/x"] {
      #expect(!Files.isInside("\(path)/\(name)", "\(path)/data"), "\(name)")
    }
    #expect(!Files.isInside("\(path)/x", "\(path)/nowhere"))
  }
}
