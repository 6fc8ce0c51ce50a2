public import MusterCore

/// What is made before the header of a sealed file is written: a key for the content, wrapped for all
/// who may read it.
public nonisolated struct Envelope: Sendable {
  /// The public key that was made for this file.
  public let ephemeral: Digest
  /// For whom, and how each comes to the content's key.
  public let recipients: [SealedFile.Recipient]
  private let contentKey: [UInt8]

  /// Wraps a new key.
  ///
  /// - Returns: nil where a recipient's key is no good one.
  public init?(to keys: [Digest]) {
    self.init(to: keys, ephemeral: SealKey(), contentKey: Randomness.bytes(32))
  }

  /// Wraps a key that is given, for vectors alone: a key that is used twice seals nothing.
  init?(to keys: [Digest], ephemeral: SealKey, contentKey: [UInt8]) {
    var recipients: [SealedFile.Recipient] = []
    for key in keys {
      guard
        let wrapping = KeyAgreement.key(
          ephemeral.seed, with: key, ephemeral: ephemeral.publicKey, recipient: key)
      else { return nil }
      let cipher = ContentCipher(key: wrapping, header: [])
      recipients.append(
        SealedFile.Recipient(key: key, wrapped: cipher.seal(contentKey, number: 0, isLast: true)))
    }
    self.ephemeral = ephemeral.publicKey
    self.recipients = recipients
    self.contentKey = contentKey
  }

  /// Begins the file.
  ///
  /// - Parameter header: its first line, without LF, which names the recipients.
  public func sealing(header: [UInt8]) -> Sealing {
    Sealing(ContentCipher(key: contentKey, header: SHA256.digest(header).bytes))
  }
}

/// Seals a content piece by piece: what follows on the header and its LF.
public nonisolated struct Sealing: Sendable {
  private let cipher: ContentCipher
  private var waiting: [UInt8] = []
  private var number: UInt32 = 0

  init(_ cipher: ContentCipher) { self.cipher = cipher }

  /// Takes more of the content.
  ///
  /// - Returns: bytes of the file, perhaps none: which piece is the last one shows only behind it.
  public mutating func add(_ content: [UInt8]) -> [UInt8] {
    waiting += content
    var sealed: [UInt8] = []
    var start = 0
    while waiting.count - start > SealedFile.pieceBytes {
      sealed += seal(start..<start + SealedFile.pieceBytes, isLast: false)
      start += SealedFile.pieceBytes
    }
    waiting.removeFirst(start)
    return sealed
  }

  /// The last bytes of the file.
  public mutating func finish() -> [UInt8] { seal(waiting.indices, isLast: true) }

  private mutating func seal(_ range: Range<Int>, isLast: Bool) -> [UInt8] {
    let sealed = cipher.seal(Array(waiting[range]), number: number, isLast: isLast)
    let length = UInt32(sealed.count) | (isLast ? SealedFile.lastFlag : 0)
    number += 1
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + sealed
  }
}
