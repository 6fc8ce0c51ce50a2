public import MusterCore
public import MusterTrust

/// What the hub finds at a `hello` whose keys and signatures are right, given what it holds
/// (`Protocol/4-messages.md`, hello and welcome).
nonisolated extension Hello {
  /// How the hub's chain of this writer lies to the node's, as far as the hub can tell.
  ///
  /// - Parameter held: what the hub's disk holds of the writer; h(0) of it when that is nothing.
  public func verdict(held: WriterHead) -> Welcome.Verdict {
    if planted(.passesOverByNumber) { return .prefix }
    if held.n > head.n { return .behind }
    return held.n == head.n && held.hash != head.hash ? .fork : .prefix
  }

  /// The last place that is known to be common to the hub's log and the node's: the node's own, where
  /// that is on the hub's log; otherwise before the newest of the node's starts that is; otherwise 0.
  ///
  /// - Parameter hash: the hash of the hub's log where a segment ends at this place, or 0.
  public func commonPlace<Failure: Error>(
    _ hash: (Int64) throws(Failure) -> Digest?
  ) throws(Failure) -> Int64 {
    if try hash(log.place) == log.hash { return log.place }
    for start in starts.reversed() where try hash(start.place - 1) == start.before {
      return start.place - 1
    }
    return 0
  }
}
