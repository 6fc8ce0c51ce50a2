package import MusterCore

/// How generated ops get their ids: at random, or by being written as lines and hashed.
package nonisolated struct Seal {
  /// The event's root key.
  package var root: Digest
  /// Id of a key.
  package var keyID: (Digest) -> KeyID
  /// The root's signature over a hub's key.
  package var certificate: (Digest) -> [UInt8]
  /// The op as a reader of its line has it, id included.
  package var operation: (Operation, inout SplitMix64) -> Operation

  package init(
    root: Digest, keyID: @escaping (Digest) -> KeyID,
    certificate: @escaping (Digest) -> [UInt8],
    operation: @escaping (Operation, inout SplitMix64) -> Operation
  ) {
    self.root = root
    self.keyID = keyID
    self.certificate = certificate
    self.operation = operation
  }

  /// Ids at random; no line is ever written.
  package static var random: Seal {
    Seal(
      root: Digest(1, 2, 3, 4), keyID: \.identifier,
      certificate: { _ in [UInt8](repeating: 0, count: 64) },
      operation: { op, random in
        var sealed = op
        sealed.id = OpID(high: random.next(), low: random.next())
        return sealed
      })
  }
}
