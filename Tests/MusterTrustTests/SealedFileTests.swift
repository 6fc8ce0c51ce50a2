import MusterCore
import Testing

@testable import MusterTrust

@Suite("Sealed files")
struct SealedFileTests {
  private let header = Array("{\"a\":\"header\"}".utf8)

  private func file(
    _ content: [UInt8], to keys: [SealKey], cut: Int = .max
  ) throws -> (bytes: [UInt8], envelope: Envelope) {
    let envelope = try #require(Envelope(to: keys.map(\.publicKey)))
    var sealing = envelope.sealing(header: header)
    var bytes = header + [0x0A]
    var start = 0
    while start < content.count {
      let end = start + min(cut, content.count - start)
      bytes += sealing.add(Array(content[start..<end]))
      start = end
    }
    return (bytes + sealing.finish(), envelope)
  }

  private func open(
    _ file: [UInt8], _ envelope: Envelope, by key: SealKey, cut: Int = .max
  ) throws(SealedFile.Refusal) -> [UInt8] {
    let header = SealedFile.header(of: file) ?? []
    var opening = try Opening(
      header: header, ephemeral: envelope.ephemeral, recipients: envelope.recipients, by: key)
    var content: [UInt8] = []
    var start = header.count + 1
    while start < file.count {
      let end = start + min(cut, file.count - start)
      content += try opening.add(Array(file[start..<end]))
      start = end
    }
    try opening.finish()
    return content
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

  @Test("How content and file come in parts changes nothing", arguments: [1, 7, 65_536, 65_537])
  func parts(cut: Int) throws {
    let key = SealKey()
    let content = (0..<140_000).map { UInt8(truncatingIfNeeded: $0 &* 11) }
    let (bytes, envelope) = try file(content, to: [key], cut: cut)
    let (whole, _) = try file(content, to: [key])
    #expect(bytes.count == whole.count)
    #expect(try open(bytes, envelope, by: key, cut: cut) == content)
  }

  @Test("What is sealed and opened leaves in pieces, and none is held back for the end")
  func bounded() throws {
    let key = SealKey()
    let envelope = try #require(Envelope(to: [key.publicKey]))
    var sealing = envelope.sealing(header: header)
    var opening = try Opening(
      header: header, ephemeral: envelope.ephemeral, recipients: envelope.recipients, by: key)
    let part = [UInt8](repeating: 3, count: SealedFile.pieceBytes)
    var (given, sealed, opened) = (0, 0, 0)
    for _ in 0..<40 {
      given += part.count
      let bytes = sealing.add(part)
      sealed += bytes.count
      opened += try opening.add(bytes).count
      #expect(given - sealed <= SealedFile.pieceBytes)
      #expect(given - opened <= SealedFile.pieceBytes)
    }
    opened += try opening.add(sealing.finish()).count
    try opening.finish()
    #expect(opened == given)
  }

  @Test("Every bit that is changed, and every byte that is cut off or added, is found")
  func damage() throws {
    let key = SealKey()
    let content = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
    let (bytes, envelope) = try file(content, to: [key])
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << UInt8(bit)
        #expect(throws: SealedFile.Refusal.self, "bit \(bit) of byte \(index)") {
          try open(changed, envelope, by: key)
        }
      }
      #expect(throws: SealedFile.Refusal.self, "cut at \(index)") {
        try open(Array(bytes[..<index]), envelope, by: key)
      }
    }
    #expect(throws: SealedFile.Refusal.damaged(at: bytes.count)) {
      try open(bytes + [0], envelope, by: key)
    }
  }

  @Test("Every bit of a wrapped key counts, and so does the key that was made for the file")
  func wrappedKey() throws {
    let key = SealKey()
    let (bytes, envelope) = try file([1, 2, 3], to: [key])
    for bit in 0..<8 * SealedFile.Recipient.wrappedBytes {
      var recipients = envelope.recipients
      recipients[0].wrapped[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(throws: SealedFile.Refusal.damaged(at: 0)) {
        _ = try Opening(
          header: header, ephemeral: envelope.ephemeral, recipients: recipients, by: key)
      }
    }
    for ephemeral in [SealKey().publicKey, Digest(0, 0, 0, 0)] {
      #expect(throws: SealedFile.Refusal.damaged(at: 0)) {
        _ = try Opening(
          header: header, ephemeral: ephemeral, recipients: envelope.recipients, by: key)
      }
    }
    #expect(try open(bytes, envelope, by: key) == [1, 2, 3])
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

  @Test("A key of zeros seals nothing")
  func zeros() { #expect(Envelope(to: [Digest(0, 0, 0, 0)]) == nil) }

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
