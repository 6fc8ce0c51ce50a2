public import MusterCore
import MusterTrust

nonisolated extension OperationReader {
  /// Makes a reader that checks certificates and names keys as the protocol says.
  ///
  /// - Parameter event: the event; a line of another one is unreadable.
  public init(event: EventID) {
    self.init(
      event: event,
      isCertified: { start, node in start.hasGoodCertificate(event: event, node: node) },
      keyID: idOfKey)
  }
}

// Inside the reader, `keyID` means its own member.
private nonisolated let idOfKey: @Sendable (Digest) -> KeyID = { keyID(of: $0) }
