public import MusterCore

/// A content sealed to one or more X25519 keys, as a file (`Protocol/6-bundles.md`).
///
/// A line of header, then pieces: four bytes of length (big-endian, the highest bit set for the last
/// one), and so many sealed bytes. ``Envelope`` and ``Sealing`` make one, ``Opening`` reads one; both
/// hold a piece at a time, however large the file is.
public nonisolated enum SealedFile {
  /// The largest piece, bytes before it is sealed; all but the last are so large.
  public static let pieceBytes = 65_536
  /// The longest header, bytes.
  public static let headerBytes = 4_096
  /// At most so many can open one file.
  public static let recipientLimit = 8

  static let lastFlag: UInt32 = 1 << 31

  /// A key of a content, wrapped for a recipient.
  public struct Recipient: Hashable, Sendable {
    /// Bytes of a wrapped key.
    public static let wrappedBytes = 48

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

  /// Why a file cannot be opened.
  public enum Refusal: Error, Hashable, Sendable {
    /// It is sealed to other keys.
    case notForThisKey
    /// It was changed, or cut off, at or after this byte.
    case damaged(at: Int)
  }

  /// The first line of a file, without LF; nil when it has none within the limit.
  ///
  /// - Parameter file: its beginning, of at least ``headerBytes`` and one more where it has as many.
  public static func header(of file: [UInt8]) -> [UInt8]? {
    file.prefix(headerBytes + 1).firstIndex(of: 0x0A).map { Array(file[..<$0]) }
  }
}
