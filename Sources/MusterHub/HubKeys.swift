import MusterCore
import MusterTrust

/// Who this hub is: its event and its keys.
struct HubKeys {
  /// The hub's signing key.
  let hub: SigningKey
  /// The hub's X25519 key, for bundles.
  let seal: SealKey
  /// The key that signs tickets.
  let ticket: SigningKey
  /// The root's word for the hub's key.
  let certificate: Certificate

  /// The event: the digest of its root key.
  var event: EventID { keyID(of: certificate.root) }

  /// Puts keys together.
  init(hub: SigningKey, seal: SealKey, ticket: SigningKey, certificate: Certificate) {
    self.hub = hub
    self.seal = seal
    self.ticket = ticket
    self.certificate = certificate
  }
}
