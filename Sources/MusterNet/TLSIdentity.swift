/// The certificate and key with which this side shows itself.
///
/// The certificate is a self-signed Ed25519 one (DER, X.509); only its key counts, its dates and names
/// are never looked at. The private key is PKCS #8 DER (RFC 8410).
public nonisolated struct TLSIdentity: Sendable {
  /// The X.509 certificate, DER.
  public let certificateDER: [UInt8]
  /// The private key, PKCS #8 DER.
  public let privateKeyDER: [UInt8]

  /// Holds both; they are read when a listener or dialer is made.
  public init(certificateDER: [UInt8], privateKeyDER: [UInt8]) {
    self.certificateDER = certificateDER
    self.privateKeyDER = privateKeyDER
  }
}
