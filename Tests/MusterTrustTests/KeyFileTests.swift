import Foundation
import MusterCore
import MusterTrust
import Testing

@Suite("Key files")
final class KeyFileTests {
  let folder: String

  init() throws {
    folder = FileManager.default.temporaryDirectory.path + "/muster-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @Test(
    "A key comes back from its file, which only its owner can read",
    arguments: KeyFile.Kind.allCases)
  func roundTrip(kind: KeyFile.Kind) throws {
    let path = folder + "/key"
    let seed = Seed.random()
    try KeyFile.write(seed, as: kind, at: path)
    #expect(try KeyFile.read(kind, at: path) == seed)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(mode as? Int == 0o600)
  }

  @Test("A key is never overwritten")
  func exists() throws {
    let path = folder + "/key"
    let seed = Seed.random()
    try KeyFile.write(seed, as: .signing, at: path)
    #expect(throws: TrustError.keyFileExists(path: path)) {
      try KeyFile.write(.random(), as: .signing, at: path)
    }
    #expect(try KeyFile.read(.signing, at: path) == seed)
  }

  @Test("A file that others may read is refused, unless that is said to be right")
  func openToOthers() throws {
    let path = folder + "/key"
    let seed = Seed.random()
    try KeyFile.write(seed, as: .signing, at: path)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    #expect(throws: TrustError.keyFileOpenToOthers(path: path, mode: 0o644)) {
      try KeyFile.read(.signing, at: path)
    }
    #expect(try KeyFile.read(.signing, at: path, evenIfOpenToOthers: true) == seed)
  }

  @Test("What is no such key file is refused with words that help")
  func wrongForm() throws {
    let path = folder + "/key"
    #expect(throws: TrustError.keyFileMissing(path: path)) { try KeyFile.read(.signing, at: path) }
    try KeyFile.write(.random(), as: .seal, at: path)
    let wrong = TrustError.keyFileForm(path: path, wanted: "muster ed25519 seed")
    #expect(throws: wrong) { try KeyFile.read(.signing, at: path) }
    let good = "muster ed25519 seed\n" + String(repeating: "a1", count: 32)
    for text in ["", "muster ed25519 seed", good + "0\n", good + "\nmore\n", good.uppercased()] {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      #expect(throws: wrong) { try KeyFile.read(.signing, at: path, evenIfOpenToOthers: true) }
    }
    #expect(throws: TrustError.self) { try KeyFile.read(.signing, at: folder + "/no/key") }
    do throws(TrustError) {
      try KeyFile.write(.random(), as: .signing, at: folder + "/no/key")
    } catch {
      #expect(error.message.contains("No such file or directory"))
    }
  }

  @Test("A log never shows a seed")
  func description() {
    let seed = Seed.random()
    let key = SigningKey(seed: seed)
    for shown in ["\(seed)", String(reflecting: seed), "\(key)", "\(SealKey(seed: seed))"] {
      #expect(!shown.contains(seed.secret.hex))
      #expect(!shown.contains("\(seed.secret.words.0)"))
    }
  }
}
