import MusterCore
import Testing

@testable import MusterTrust

@Suite struct SealedFileTests {
  private let header = Array("{\"a\":\"header\"}".utf8)

  private func file(
    _ content: [UInt8], to keys: [SealKey]
  ) throws -> (bytes: [UInt8], envelope: SealedFile.Envelope) {
    let envelope = try #require(SealedFile.Envelope(to: keys.map(\.publicKey)))
    return (envelope.seal(content, header: header), envelope)
  }

  private func open(
    _ file: [UInt8], _ envelope: SealedFile.Envelope, by key: SealKey, limit: Int = 1 << 20
  ) throws(SealedFile.Refusal) -> [UInt8] {
    try SealedFile.open(
      file, ephemeral: envelope.ephemeral, recipients: envelope.recipients, by: key, limit: limit)
  }

  @Test(
    "Each recipient reads the content, whatever its length, and nobody else does",
    arguments: [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000])
  func recipients(length: Int) throws {
    let keys = (0..<3).map { _ in SealKey() }
    let content = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let (bytes, envelope) = try file(content, to: keys)
    for key in keys { #expect(try open(bytes, envelope, by: key) == content) }
    #expect(throws: SealedFile.Refusal.notForThisKey) {
      try open(bytes, envelope, by: SealKey())
    }
  }

  @Test("Any bit that is changed, and any byte that is cut off or added, is found")
  func damage() throws {
    let key = SealKey()
    let content = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
    let (bytes, envelope) = try file(content, to: [key])
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 1 << UInt8(index % 8)
      #expect(throws: SealedFile.Refusal.self, "byte \(index)") {
        try open(changed, envelope, by: key)
      }
      #expect(throws: SealedFile.Refusal.self, "cut at \(index)") {
        try open(Array(bytes[..<index]), envelope, by: key)
      }
    }
    #expect(throws: SealedFile.Refusal.damaged(at: bytes.count)) {
      try open(bytes + [0], envelope, by: key)
    }
  }

  @Test("Pieces that are moved, doubled or left out are found")
  func pieces() throws {
    let key = SealKey()
    let content = [UInt8](repeating: 5, count: 3 * SealedFile.pieceBytes)
    let (bytes, envelope) = try file(content, to: [key])
    let start = header.count + 1
    let size = 4 + SealedFile.pieceBytes + 16
    let head = Array(bytes[..<start])
    let parts = (0..<3).map { Array(bytes[start + $0 * size..<start + ($0 + 1) * size]) }
    #expect(try open(head + parts.joined(), envelope, by: key) == content)
    for order in [[1, 0, 2], [0, 2], [0, 0, 1, 2], [2], [0, 1]] {
      #expect(throws: SealedFile.Refusal.self) {
        try open(head + order.flatMap { parts[$0] }, envelope, by: key)
      }
    }
  }

  @Test("A content beyond the limit is not held, and a key of zeros seals nothing")
  func limits() throws {
    let key = SealKey()
    let (bytes, envelope) = try file([UInt8](repeating: 1, count: 100), to: [key])
    #expect(try open(bytes, envelope, by: key, limit: 100).count == 100)
    #expect(throws: SealedFile.Refusal.tooLarge(limit: 99)) {
      try open(bytes, envelope, by: key, limit: 99)
    }
    #expect(SealedFile.Envelope(to: [Digest(0, 0, 0, 0)]) == nil)
  }

  @Test("Both sides come to the same wrapping key")
  func agreement() {
    let key = SealKey()
    let ephemeral = SealKey()
    let one = KeyAgreement.key(
      ephemeral.seed, with: key.publicKey, ephemeral: ephemeral.publicKey,
      recipient: key.publicKey)
    let other = KeyAgreement.key(
      key.seed, with: ephemeral.publicKey, ephemeral: ephemeral.publicKey,
      recipient: key.publicKey)
    #expect(one != nil && one == other)
  }
}
