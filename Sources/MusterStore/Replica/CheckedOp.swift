internal import MusterCore
internal import MusterTrust

/// An own op that can be stored and sent, as it reads.
nonisolated struct CheckedOp {
  /// Of its public line.
  var digest: Digest
  /// What the line says.
  var operation: Operation

  /// Whether it says only who came or went: no name hangs on it, and no private line stands beside it.
  var isPresenceAlone: Bool {
    guard operation.privateDigest == nil else { return false }
    return switch operation.act {
    case .checkin, .checkout, .refusal: true
    default: false
    }
  }
}
