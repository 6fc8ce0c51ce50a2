internal import COpenSSL
internal import MusterCore

/// ChaCha20-Poly1305 (RFC 8439) over pieces that follow on each other: the STREAM construction.
///
/// One key seals one content. The nonce of a piece is seven zero bytes, its number (from 0, four bytes,
/// big-endian) and whether it is the last: so no piece can be moved, left out, doubled or cut off.
nonisolated struct ContentCipher {
  /// Bytes that a sealed piece has more than a plain one.
  static let tagBytes = 16

  private let key: [UInt8]
  private let header: [UInt8]

  /// - Parameters:
  ///   - key: 32 bytes, used for this content alone.
  ///   - header: what every piece is bound to.
  init(key: [UInt8], header: [UInt8]) {
    self.key = key
    self.header = header
  }

  func seal(_ piece: [UInt8], number: UInt32, isLast: Bool) -> [UInt8] {
    var sealed = [UInt8](repeating: 0, count: piece.count + Self.tagBytes)
    var count: Int32 = 0
    let nonce = Self.nonce(number, isLast)
    let isDone = unsafe withContext { context in
      guard
        unsafe EVP_EncryptInit_ex(context, EVP_chacha20_poly1305(), nil, key, nonce) == 1,
        unsafe EVP_EncryptUpdate(context, nil, &count, header, Int32(header.count)) == 1,
        unsafe EVP_EncryptUpdate(context, &sealed, &count, piece, Int32(piece.count)) == 1
      else { return false }
      var tag = [UInt8](repeating: 0, count: Self.tagBytes)
      var rest: Int32 = 0
      var end = [UInt8](repeating: 0, count: Self.tagBytes)
      guard unsafe EVP_EncryptFinal_ex(context, &end, &rest) == 1, rest == 0,
        unsafe EVP_CIPHER_CTX_ctrl(
          context, EVP_CTRL_AEAD_GET_TAG, Int32(Self.tagBytes), &tag) == 1
      else { return false }
      sealed.replaceSubrange(piece.count..., with: tag)
      return true
    }
    guard isDone else { preconditionFailure("OpenSSL cannot seal with ChaCha20-Poly1305") }
    return sealed
  }

  /// The piece; nil when anything of it was changed, or it is another one.
  func open(_ sealed: [UInt8], number: UInt32, isLast: Bool) -> [UInt8]? {
    guard sealed.count >= Self.tagBytes else { return nil }
    let length = sealed.count - Self.tagBytes
    var tag = Array(sealed[length...])
    var piece = [UInt8](repeating: 0, count: length + Self.tagBytes)
    var count: Int32 = 0
    var rest: Int32 = 0
    let nonce = Self.nonce(number, isLast)
    var end = [UInt8](repeating: 0, count: Self.tagBytes)
    let isGood = unsafe withContext { context in
      unsafe EVP_DecryptInit_ex(context, EVP_chacha20_poly1305(), nil, key, nonce) == 1
        && EVP_DecryptUpdate(context, nil, &count, header, Int32(header.count)) == 1
        && EVP_DecryptUpdate(context, &piece, &count, sealed, Int32(length)) == 1
        && EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(Self.tagBytes), &tag) == 1
        && EVP_DecryptFinal_ex(context, &end, &rest) == 1
    }
    return isGood ? Array(piece[..<length]) : nil
  }

  private static func nonce(_ number: UInt32, _ isLast: Bool) -> [UInt8] {
    let digits = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    return [UInt8](repeating: 0, count: 7) + digits + [isLast ? 1 : 0]
  }

  private func withContext(_ body: (OpaquePointer) -> Bool) -> Bool {
    guard let context = unsafe EVP_CIPHER_CTX_new() else {
      preconditionFailure("out of memory")
    }
    defer { unsafe EVP_CIPHER_CTX_free(context) }
    return unsafe body(context)
  }
}
