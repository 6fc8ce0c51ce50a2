internal import COpenSSL
public import MusterCore

/// An X25519 private key (RFC 7748): whoever has its public key can seal a bundle for its holder.
public nonisolated struct SealKey: Sendable {
  /// What the key is made of, for storage.
  public let seed: Seed
  /// The raw public key.
  public let publicKey: Digest

  /// Makes the key of a seed; a new one when none is given.
  public init(seed: Seed = .random()) {
    let pair = unsafe RawKeyPair.make(type: EVP_PKEY_X25519, seed: seed)
    unsafe EVP_PKEY_free(pair.handle)
    self.seed = seed
    publicKey = unsafe pair.publicKey
  }
}
