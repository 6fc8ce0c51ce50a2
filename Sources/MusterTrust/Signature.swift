internal import COpenSSL
public import MusterCore

/// An Ed25519 signature (RFC 8032): 64 bytes, written as 128 lower-case hex digits.
public nonisolated struct Signature: Hashable, Sendable {
  private let r: Digest
  private let s: Digest

  /// Reads exactly 64 raw bytes; nil for any other number.
  public init?(bytes: Span<UInt8>) {
    guard bytes.count == 64, let r = Digest(bytes: bytes.extracting(0..<32)),
      let s = Digest(bytes: bytes.extracting(32..<64))
    else { return nil }
    self.r = r
    self.s = s
  }

  /// Reads exactly 64 raw bytes; nil for any other number.
  public init?(bytes: [UInt8]) { self.init(bytes: bytes.span) }

  /// Reads exactly 128 lower-case hex digits; nil for anything else.
  public init?(hex bytes: Span<UInt8>) {
    guard bytes.count == 128, let r = Digest(hex: bytes.extracting(0..<64)),
      let s = Digest(hex: bytes.extracting(64..<128))
    else { return nil }
    self.r = r
    self.s = s
  }

  /// Reads exactly 128 lower-case hex digits; nil for anything else.
  public init?(_ text: String) { self.init(hex: text.utf8Span.span) }

  /// The 64 raw bytes.
  public var bytes: [UInt8] { r.bytes + s.bytes }

  /// 128 lower-case hex digits.
  public var hex: String { r.hex + s.hex }

  /// Appends the 128 hex digits as ASCII.
  public func appendHex(to bytes: inout [UInt8]) {
    r.appendHex(to: &bytes)
    s.appendHex(to: &bytes)
  }

  /// Whether the holder of the public key `key` signed `text`.
  public func verifies(_ text: SignedText, by key: Digest) -> Bool {
    verifies(text.bytes, by: key)
  }

  /// Whether the holder of the public key `key` signed `message`.
  func verifies(_ message: [UInt8], by key: Digest) -> Bool {
    guard let memory = SignatureMemory.current else { return isOf(message, by: key) }
    return memory.answer(for: bytes + key.bytes + message) { isOf(message, by: key) }
  }

  private func isOf(_ message: [UInt8], by key: Digest) -> Bool {
    let (keyBytes, signature) = (key.bytes, bytes)
    guard
      let handle = unsafe EVP_PKEY_new_raw_public_key(
        EVP_PKEY_ED25519, nil, keyBytes, keyBytes.count)
    else { return false }
    defer { unsafe EVP_PKEY_free(handle) }
    guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
    defer { unsafe EVP_MD_CTX_free(context) }
    return unsafe EVP_DigestVerifyInit(context, nil, nil, nil, handle) == 1
      && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }
}
