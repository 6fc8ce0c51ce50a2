public import MusterCore

/// The 80 random bits of a join code, and the proofs that each side makes of them.
public nonisolated struct JoinSecret: Hashable, Sendable, CustomStringConvertible,
  CustomReflectable
{
  /// Whose proof it is.
  public enum Role: String, CaseIterable, Sendable {
    case node, hub
  }

  /// The 10 secret bytes, for storage.
  public let bytes: [UInt8]

  /// Takes exactly 10 bytes; nil for any other number.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 10 else { return nil }
    self.bytes = bytes
  }

  private init(unchecked bytes: [UInt8]) { self.bytes = bytes }

  /// Reads exactly 16 characters of base32 in upper case.
  init?(characters: [UInt8]) {
    guard characters.count == 16, let bytes = CrockfordBase32.decode(characters) else {
      return nil
    }
    self.init(bytes: bytes)
  }

  /// Makes a new secret.
  public static func random() -> JoinSecret { JoinSecret(unchecked: Randomness.bytes(10)) }

  /// What stands for a join code where a node that was admitted to an event asks for a practice event
  /// (`Protocol/7-rehearsal.md`). Anybody can tell it: its TLS key is what lets the node in.
  ///
  /// - Parameter node: the node's public key.
  public static func rehearsal(of event: EventID, node: Digest) -> JoinSecret {
    let text = "muster rehearsal 1\n\(event.hex)\n\(node.hex)"
    return JoinSecret(unchecked: Array(SHA256.digest(Array(text.utf8)).bytes[..<10]))
  }

  /// The secret as 16 characters of base32, upper case, without hyphens.
  var characters: [UInt8] { CrockfordBase32.encode(bytes) }

  /// What one side sends to show that it knows the secret.
  ///
  /// - `exporter`: the 32 bytes that the TLS session exports.
  /// - `hub`, `node`: SPKI digests of both sides' keys, since the exporter does not cover the
  ///   client's certificate.
  public func proof(of role: Role, exporter: Digest, hub: Digest, node: Digest) -> Digest {
    let message = Array(role.rawValue.utf8) + exporter.bytes + hub.bytes + node.bytes
    return HMAC256.code(of: message, key: bytes)
  }

  /// Whether `proof` is the other side's; takes the same time whatever it holds.
  public func accepts(
    _ proof: Digest, of role: Role, exporter: Digest, hub: Digest, node: Digest
  ) -> Bool {
    self.proof(of: role, exporter: exporter, hub: hub, node: node)
      .isEqualInConstantTime(to: proof)
  }

  /// Says what it is, not what it holds.
  public var description: String { "JoinSecret(secret)" }

  /// Shows nothing.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
