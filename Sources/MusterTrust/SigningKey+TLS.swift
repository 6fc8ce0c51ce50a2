/// What TLS wants to hold a key: a certificate, and the key in its own form.
nonisolated extension SigningKey {
  /// A self-signed X.509 certificate of the key, as DER.
  ///
  /// Only the key in it counts. The dates are as wide as X.509 allows, because clocks are wrong; two
  /// calls give the same bytes.
  public func selfSignedCertificateDER() -> [UInt8] {
    let commonName = DER.value(.objectIdentifier, [0x55, 0x04, 0x03])
    let attribute = DER.value(.sequence, commonName, DER.value(.utf8String, "muster"))
    let name = DER.value(.sequence, DER.value(.set, attribute))
    let validity = DER.value(
      .sequence, DER.value(.utcTime, "700101000000Z"),
      DER.value(.generalizedTime, "99991231235959Z"))
    let content = DER.value(
      .sequence, DER.value(.version, DER.value(.integer, [2])), DER.value(.integer, [1]),
      DER.ed25519, name, validity, name, SubjectPublicKeyInfo.der(of: publicKey))
    return DER.value(.sequence, content, DER.ed25519, DER.bits(sign(content).bytes))
  }

  /// The private key as DER of PKCS #8 (RFC 8410 §7).
  public func privateKeyDER() -> [UInt8] {
    let key = DER.value(.octetString, DER.value(.octetString, seed.secret.bytes))
    return DER.value(.sequence, DER.value(.integer, [0]), DER.ed25519, key)
  }
}
