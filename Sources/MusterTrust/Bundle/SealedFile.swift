public import MusterCore

/// A content sealed to one or more X25519 keys, as a file (`Protocol/6-bundles.md`).
///
/// A line of header, then pieces: four bytes of length (big-endian, the highest bit set for the last
/// one), and so many sealed bytes.
public nonisolated enum SealedFile {
  /// The largest piece, bytes before it is sealed.
  public static let pieceBytes = 65_536
  /// The longest header, bytes.
  public static let headerBytes = 4_096
  /// At most so many can open one file.
  public static let recipientLimit = 8

  /// A key of a content, wrapped for a recipient.
  public struct Recipient: Hashable, Sendable {
    /// The recipient's X25519 public key.
    public var key: Digest
    /// 48 bytes: the content's key, sealed.
    public var wrapped: [UInt8]

    /// Takes what a header says.
    public init(key: Digest, wrapped: [UInt8]) {
      self.key = key
      self.wrapped = wrapped
    }
  }

  /// What is made before a header is written: a key for the content, wrapped for all.
  public struct Envelope: Sendable {
    /// The public key that was made for this file.
    public let ephemeral: Digest
    /// For whom, and how each comes to the content's key.
    public let recipients: [Recipient]
    let contentKey: [UInt8]

    /// Wraps a new key.
    ///
    /// - Returns: nil where a recipient's key is no good one.
    public init?(to keys: [Digest]) {
      self.init(to: keys, ephemeral: SealKey(), contentKey: Randomness.bytes(32))
    }

    init?(to keys: [Digest], ephemeral: SealKey, contentKey: [UInt8]) {
      var recipients: [Recipient] = []
      for key in keys {
        guard
          let wrapping = KeyAgreement.key(
            ephemeral.seed, with: key, ephemeral: ephemeral.publicKey, recipient: key)
        else { return nil }
        let cipher = ContentCipher(key: wrapping, header: [])
        recipients.append(
          Recipient(key: key, wrapped: cipher.seal(contentKey, number: 0, isLast: true)))
      }
      self.ephemeral = ephemeral.publicKey
      self.recipients = recipients
      self.contentKey = contentKey
    }

    /// The whole file.
    ///
    /// - Parameter header: its first line, without LF, which names the recipients.
    public func seal(_ content: [UInt8], header: [UInt8]) -> [UInt8] {
      let cipher = ContentCipher(key: contentKey, header: SHA256.digest(header).bytes)
      var file = header + [0x0A]
      var start = 0
      var number: UInt32 = 0
      repeat {
        let end = min(start + SealedFile.pieceBytes, content.count)
        let isLast = end == content.count
        let sealed = cipher.seal(Array(content[start..<end]), number: number, isLast: isLast)
        let length = UInt32(sealed.count) | (isLast ? 1 << 31 : 0)
        file += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) }
        file += sealed
        start = end
        number += 1
      } while start < content.count
      return file
    }
  }

  /// Why a file cannot be opened.
  public enum Refusal: Error, Hashable, Sendable {
    /// It is sealed to other keys.
    case notForThisKey
    /// It was changed, or cut off, at or after this byte.
    case damaged(at: Int)
    /// Its content is larger than was allowed, bytes.
    case tooLarge(limit: Int)
  }

  /// The first line of a file, without LF; nil when it has none within the limit.
  public static func header(of file: [UInt8]) -> [UInt8]? {
    file.prefix(headerBytes + 1).firstIndex(of: 0x0A).map { Array(file[..<$0]) }
  }

  /// The content of a file.
  ///
  /// - Parameters:
  ///   - ephemeral, recipients: as its header says.
  ///   - key: the own key.
  ///   - limit: bytes of content.
  public static func open(
    _ file: [UInt8], ephemeral: Digest, recipients: [Recipient], by key: SealKey, limit: Int
  ) throws(Refusal) -> [UInt8] {
    guard let own = recipients.first(where: { $0.key == key.publicKey }),
      let wrapping = KeyAgreement.key(
        key.seed, with: ephemeral, ephemeral: ephemeral, recipient: key.publicKey)
    else { throw .notForThisKey }
    guard let header = header(of: file),
      let contentKey = ContentCipher(key: wrapping, header: [])
        .open(own.wrapped, number: 0, isLast: true)
    else { throw .damaged(at: 0) }
    let cipher = ContentCipher(key: contentKey, header: SHA256.digest(header).bytes)
    var content: [UInt8] = []
    var at = header.count + 1
    var number: UInt32 = 0
    while true {
      guard at + 4 <= file.count else { throw .damaged(at: at) }
      let word = file[at..<at + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      let length = Int(word & ~(1 << 31))
      let isLast = word >> 31 == 1
      guard length <= pieceBytes + ContentCipher.tagBytes, at + 4 + length <= file.count,
        let piece = cipher.open(
          Array(file[at + 4..<at + 4 + length]), number: number, isLast: isLast)
      else { throw .damaged(at: at) }
      guard content.count + piece.count <= limit else { throw .tooLarge(limit: limit) }
      content += piece
      at += 4 + length
      number += 1
      guard isLast else { continue }
      guard at == file.count else { throw .damaged(at: at) }
      return content
    }
  }
}
