public import MusterCore
public import MusterTrust

nonisolated extension Hello {
  /// What the hub finds at a `hello` whose keys and signatures are right, given what it holds
  /// (`Protocol/4-messages.md`, hello and welcome); nil when it is to answer `welcome`.
  ///
  /// - Parameters:
  ///   - isRevoked: whether the node's key was revoked.
  ///   - held: what the hub's disk holds of the writer; h(0) of it when that is nothing.
  ///   - logHash: the hash of the hub's log where `log.place` is the end of a segment, or 0.
  public func refusal(
    isRevoked: Bool, held: WriterHead, logHash: Digest?
  ) -> ProtocolError? {
    if isRevoked {
      return ProtocolError(.revoked, "This node was revoked: ask the centre for a new join code.")
    }
    if held.n > head.n {
      return ProtocolError(
        .behind,
        "The hub holds \(held.n) ops of this node, which has \(head.n): was it restored?")
    }
    if held.n == head.n, held.hash != head.hash {
      return ProtocolError(
        .fork, "The hub holds other ops under this node's numbers: does a copy of it run?")
    }
    guard logHash == log.hash else {
      return ProtocolError(.parted, "The node's log at place \(log.place) is not on this hub's.")
    }
    return nil
  }
}
