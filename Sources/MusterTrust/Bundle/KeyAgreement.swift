internal import COpenSSL
internal import MusterCore

/// The key with which the key of a content is wrapped for one recipient: X25519 (RFC 7748) of a key made
/// for this bundle alone, then HKDF-SHA256 (RFC 5869).
nonisolated enum KeyAgreement {
  /// - Parameters:
  ///   - seed: of the own key.
  ///   - peer: the other's public key.
  ///   - ephemeral, recipient: both public keys, whichever is whose.
  /// - Returns: 32 bytes; nil where the other's key is no good one.
  static func key(
    _ seed: Seed, with peer: Digest, ephemeral: Digest, recipient: Digest
  ) -> [UInt8]? {
    guard let shared = shared(seed, peer) else { return nil }
    let extracted = HMAC256.code(of: shared, key: ephemeral.bytes + recipient.bytes)
    return HMAC256.code(of: Array("muster bundle 1".utf8) + [1], key: extracted.bytes).bytes
  }

  private static func shared(_ seed: Seed, _ peer: Digest) -> [UInt8]? {
    let pair = unsafe RawKeyPair.make(type: EVP_PKEY_X25519, seed: seed)
    defer { unsafe EVP_PKEY_free(pair.handle) }
    let bytes = peer.bytes
    guard
      let other = unsafe EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nil, bytes, bytes.count)
    else { return nil }
    defer { unsafe EVP_PKEY_free(other) }
    guard let context = unsafe EVP_PKEY_CTX_new(pair.handle, nil) else { return nil }
    defer { unsafe EVP_PKEY_CTX_free(context) }
    var secret = [UInt8](repeating: 0, count: 32)
    var count = secret.count
    // It fails for a key that gives nothing but zeros, as RFC 7748 §6.1 asks.
    guard unsafe EVP_PKEY_derive_init(context) == 1,
      unsafe EVP_PKEY_derive_set_peer(context, other) == 1,
      unsafe EVP_PKEY_derive(context, &secret, &count) == 1, count == 32
    else { return nil }
    return secret
  }
}
