import Foundation
import Testing

@testable import MusterCommand

@Suite("Files")
struct FilesTests {
  private let folder = "/tmp/muster-files-\(UUID().uuidString)"

  @Test("A file is replaced whole, readable by this user only, and nothing else is left")
  func write() throws {
    try Files.makeFolder(folder + "/a/b")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/a/b/file"
    #expect(!Files.exists(path))
    try Files.write([1, 2, 3], to: path)
    try Files.write([4], to: path)
    #expect(try Files.read(path) == [4])
    let manager = FileManager.default
    #expect(try manager.contentsOfDirectory(atPath: folder + "/a/b") == ["file"])
    #expect(try manager.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    #expect(try manager.attributesOfItem(atPath: folder)[.posixPermissions] as? Int == 0o700)
    try Files.makeFolder(folder + "/a/b/")
    #expect(throws: CommandError.self) { try Files.makeFolder(path) }
    #expect(throws: CommandError.self) { try Files.makeFolder(path + "/c") }
    #expect(throws: CommandError.self) { try Files.write([], to: folder + "/none/file") }
  }

  @Test("A file at the limit is read; a larger one is not")
  func limit() throws {
    try Files.makeFolder(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/file"
    try Files.write([UInt8](repeating: 7, count: 100_000), to: path)
    #expect(try Files.read(path, atMostBytes: 100_000).count == 100_000)
    #expect(throws: CommandError.tooLarge(path, 99_999)) {
      try Files.read(path, atMostBytes: 99_999)
    }
    #expect(throws: CommandError.self) { try Files.read(folder + "/none") }
  }

  @Test("A client says plainly that nothing listens")
  func nobodyListens() {
    let path = folder + ".sock"
    #expect(throws: CommandError.nobodyListens(path)) {
      try HTTPClient(.unix(path: path)).request("GET", "/")
    }
    #expect(throws: CommandError.nobodyListens("127.0.0.1:1")) {
      try HTTPClient(.tcp(host: "127.0.0.1", port: 1)).request("GET", "/")
    }
  }
}
