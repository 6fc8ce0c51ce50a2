internal import COpenSSL
internal import MusterCore

/// OpenSSL's object for a private key, and its public key; the caller frees the object.
@unsafe nonisolated struct RawKeyPair {
  let handle: OpaquePointer
  let publicKey: Digest

  /// Makes the pair of a seed. Every 32 bytes are a valid seed of Ed25519 and of X25519.
  static func make(type: Int32, seed: Seed) -> RawKeyPair {
    let secret = seed.secret.bytes
    var output = [UInt8](repeating: 0, count: 32)
    var count = output.count
    guard
      let handle = unsafe EVP_PKEY_new_raw_private_key(type, nil, secret, secret.count),
      unsafe EVP_PKEY_get_raw_public_key(handle, &output, &count) == 1,
      let publicKey = Digest(bytes: output.span)
    else { preconditionFailure("OpenSSL cannot make an Ed25519 or X25519 key") }
    return unsafe RawKeyPair(handle: handle, publicKey: publicKey)
  }
}
