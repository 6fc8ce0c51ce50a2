public import MusterCore
public import MusterTrust

/// An admission as a node keeps and shows it: the `node.admit` line, signed by a certified hub key.
///
/// It proves the node to a hub whose log was restored from before the enrolment.
public nonisolated struct Admitted: Hashable, Sendable {
  /// The bytes of the `node.admit` line.
  public var line: [UInt8]
  /// The hub key that signed, certified by the root.
  public var certificate: Certificate
  /// Over the line's digest (`Protocol/3-identity.md`, Admission).
  public var signature: Signature

  /// Puts together what was kept.
  public init(line: [UInt8], certificate: Certificate, signature: Signature) {
    self.line = line
    self.certificate = certificate
    self.signature = signature
  }

  /// Signs a `node.admit` line.
  public init(line: [UInt8], event: EventID, certificate: Certificate, signer: SigningKey) {
    self.line = line
    self.certificate = certificate
    signature = signer.sign(.admission(event: event, line: SHA256.digest(line)))
  }

  /// The admission that the line holds, when line, certificate and signature all verify for the
  /// event; nil otherwise.
  ///
  /// - Parameters:
  ///   - known: a certificate that was found good before.
  ///   - standing: the ops of admissions that count on the event's log. The line of one of them needs no
  ///     signature beside it: it was found good, or made, when it came there.
  public func verified(
    for event: EventID, knowing known: Certificate? = nil, standing: [OpID] = []
  ) -> Admission? {
    let digest = SHA256.digest(line)
    let op = digest.identifier
    guard certificate.isGood(for: event, knowing: known),
      standing.contains(op)
        || signature.verifies(.admission(event: event, line: digest), by: certificate.key)
    else { return nil }
    var reader = OperationReader(event: event)
    let operation = reader.read(line, in: 0..<line.count, id: op)
    guard case .nodeAdmit(let admission) = operation.act else { return nil }
    return admission
  }
}
