public import MusterCore

/// The root's word that a key is a hub's key.
public nonisolated struct Certificate: Hashable, Sendable {
  /// The root's raw public key.
  public var root: Digest
  /// The hub's raw public key.
  public var key: Digest
  /// The root's signature.
  public var signature: Signature

  /// Takes a certificate as somebody showed it.
  public init(root: Digest, key: Digest, signature: Signature) {
    self.root = root
    self.key = key
    self.signature = signature
  }

  /// Certifies a hub's key by the root of an event.
  public init(of key: Digest, by root: SigningKey) {
    self.init(
      root: root.publicKey, key: key,
      signature: root.sign(.certificate(event: root.id, hubKey: key)))
  }

  /// Whether the root is that of `event` and signed the hub's key.
  ///
  /// - Parameter known: one that was found good before: most that a hub is shown are its own.
  public func isGood(for event: EventID, knowing known: Certificate? = nil) -> Bool {
    keyID(of: root) == event
      && (self == known || signature.verifies(.certificate(event: event, hubKey: key), by: root))
  }
}

nonisolated extension HubStart {
  /// Whether the certificate is good for `event`, and the author `node` is the certified key.
  public func hasGoodCertificate(event: EventID, node: KeyID) -> Bool {
    guard let signature = Signature(bytes: certificate), keyID(of: key) == node else {
      return false
    }
    return Certificate(root: root, key: key, signature: signature).isGood(for: event)
  }
}
