public import MusterCore

/// An Ed25519 public key as certificates hold it (RFC 8410 §4).
public nonisolated enum SubjectPublicKeyInfo {
  /// The 44 bytes of DER of a raw public key.
  public static func der(of publicKey: Digest) -> [UInt8] {
    DER.value(.sequence, DER.ed25519, DER.bits(publicKey.bytes))
  }

  /// The *SPKI digest* of a raw public key: SHA-256 of its DER.
  public static func digest(of publicKey: Digest) -> Digest { SHA256.digest(der(of: publicKey)) }
}
