internal import COpenSSL
public import MusterCore

/// An Ed25519 private key: of the root, of a hub, of a node, or for tickets.
///
/// It never changes, and OpenSSL signs under one key from several threads at once, each with its own
/// context: hence `Sendable`.
@safe public nonisolated final class SigningKey: @unchecked Sendable, CustomStringConvertible {
  /// What the key is made of, for storage.
  public let seed: Seed
  /// The raw public key.
  public let publicKey: Digest
  /// The id of the public key.
  public let id: KeyID
  private let handle: OpaquePointer

  /// Makes the key of a seed; a new one when none is given.
  public init(seed: Seed = .random()) {
    let pair = unsafe RawKeyPair.make(type: EVP_PKEY_ED25519, seed: seed)
    self.seed = seed
    publicKey = unsafe pair.publicKey
    id = unsafe keyID(of: pair.publicKey)
    unsafe handle = pair.handle
  }

  deinit { unsafe EVP_PKEY_free(handle) }

  /// Signs a text of the protocol.
  public func sign(_ text: SignedText) -> Signature { sign(text.bytes) }

  /// Signs bytes; outside this room only the texts of the protocol are ever signed.
  func sign(_ message: [UInt8]) -> Signature {
    guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("out of memory") }
    defer { unsafe EVP_MD_CTX_free(context) }
    var output = [UInt8](repeating: 0, count: 64)
    var count = output.count
    let isDone =
      unsafe EVP_DigestSignInit(context, nil, nil, nil, handle) == 1
      && EVP_DigestSign(context, &output, &count, message, message.count) == 1
    guard isDone, let signature = Signature(bytes: output) else {
      preconditionFailure("OpenSSL cannot sign with Ed25519")
    }
    return signature
  }

  /// The public key's id.
  public var description: String { "SigningKey(\(id.hex))" }
}
