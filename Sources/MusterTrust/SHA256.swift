internal import COpenSSL
public import MusterCore

/// SHA-256 (FIPS 180-4) of something once in a while; ``Hasher256`` is for hot paths.
public nonisolated enum SHA256 {
  /// Fetched once, since a fetch takes longer than the digest of a line. OpenSSL counts references
  /// to it atomically and never changes it, so all threads may use it.
  nonisolated(unsafe) static let method: OpaquePointer? =
    unsafe EVP_MD_fetch(nil, "SHA256", nil) ?? EVP_sha256()

  /// The digest of `bytes`.
  public static func digest(_ bytes: Span<UInt8>) -> Digest { Hasher256().digest(bytes) }

  /// The digest of `bytes`.
  public static func digest(_ bytes: [UInt8]) -> Digest { Hasher256().digest(bytes) }

  /// The digest of the part of `bytes` within `range`.
  public static func digest(_ bytes: [UInt8], in range: Range<Int>) -> Digest {
    Hasher256().digest(bytes, in: range)
  }

  /// The digest of the UTF-8 of `text`.
  public static func digest(_ text: String) -> Digest { Hasher256().digest(text) }

  /// The digest of the 64 bytes of two digests.
  public static func digest(_ first: Digest, _ second: Digest) -> Digest {
    Hasher256().digest(first, second)
  }
}

/// The id of a public key: the first 16 bytes of its SHA-256.
///
/// Of the root key it is the event's id.
public nonisolated func keyID(of publicKey: Digest) -> KeyID {
  SHA256.digest(publicKey.bytes).identifier
}
