public import MusterCore

/// Opens a sealed file piece by piece (`Protocol/6-bundles.md`).
///
/// Nothing is given out that was not sealed just so. That the file is whole shows at its end alone: who
/// must not act on a part of it reads it twice.
public nonisolated struct Opening: Sendable {
  private let cipher: ContentCipher
  private var waiting: [UInt8] = []
  /// Where in the file `waiting` begins.
  private var place: Int
  private var number: UInt32 = 0
  private var hasEnded = false

  /// Finds the content's key.
  ///
  /// - Parameters:
  ///   - header: the first line of the file, without LF.
  ///   - ephemeral, recipients: as it says.
  ///   - key: the own key.
  public init(
    header: [UInt8], ephemeral: Digest, recipients: [SealedFile.Recipient], by key: SealKey
  ) throws(SealedFile.Refusal) {
    guard let own = recipients.first(where: { $0.key == key.publicKey }) else {
      throw .notForThisKey
    }
    guard
      let wrapping = KeyAgreement.key(
        key.seed, with: ephemeral, ephemeral: ephemeral, recipient: key.publicKey),
      let contentKey = ContentCipher(key: wrapping, header: [])
        .open(own.wrapped, number: 0, isLast: true)
    else { throw .damaged(at: 0) }
    cipher = ContentCipher(key: contentKey, header: SHA256.digest(header).bytes)
    place = header.count + 1
  }

  /// Takes the next bytes of the file, those behind the header's LF first.
  ///
  /// - Returns: the content that has become whole with them.
  public mutating func add(_ bytes: [UInt8]) throws(SealedFile.Refusal) -> [UInt8] {
    waiting += bytes
    var content: [UInt8] = []
    var start = 0
    while !hasEnded, let length = try length(at: start), waiting.count - start >= 4 + length {
      let end = start + 4 + length
      guard
        let piece = cipher.open(
          Array(waiting[start + 4..<end]), number: number, isLast: waiting[start] >> 7 == 1)
      else { throw .damaged(at: place + start) }
      hasEnded = waiting[start] >> 7 == 1
      content += piece
      number &+= 1
      start = end
    }
    waiting.removeFirst(start)
    place += start
    guard !hasEnded || waiting.isEmpty else { throw .damaged(at: place) }
    return content
  }

  /// Called when the file has no more bytes.
  public func finish() throws(SealedFile.Refusal) {
    guard hasEnded else { throw .damaged(at: place) }
  }

  /// The length of the piece that begins there; nil until its four bytes have come.
  private func length(at start: Int) throws(SealedFile.Refusal) -> Int? {
    guard waiting.count - start >= 4 else { return nil }
    let word = waiting[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let length = Int(word & ~SealedFile.lastFlag)
    let full = SealedFile.pieceBytes + ContentCipher.tagBytes
    let isLast = word & SealedFile.lastFlag != 0
    guard isLast ? ContentCipher.tagBytes...full ~= length : length == full else {
      throw .damaged(at: place + start)
    }
    return length
  }
}
