/// What the door answers.
public nonisolated enum Verdict: Hashable, Sendable {
  /// May come in. `isNamed` is false for a valid ticket of nobody on the roster.
  case admitted(isNamed: Bool)
  /// Is inside by this door already.
  case `repeat`(Inside)
  /// May not come in.
  case refused(Refusal)

  /// Why somebody may not come in; raw values are the `reason` of a `refusal`.
  public enum Refusal: String, CaseIterable, Sendable {
    /// Nobody has this id.
    case unknown
    /// The ticket is another event's.
    case wrongEvent = "wrong-event"
    /// No key of this event signed the ticket.
    case badSignature = "bad-signature"
    /// A block stands.
    case blocked
  }

  /// Since when and by whose hand somebody is inside.
  public struct Inside: Hashable, Sendable {
    /// The check-in.
    public var op: OpID
    /// Where.
    public var point: String
    /// Hub time, ms.
    public var since: Int64
    /// The desk or operator.
    public var by: String?

    /// Makes a presence at a door.
    public init(op: OpID, point: String, since: Int64, by: String?) {
      self.op = op
      self.point = point
      self.since = since
      self.by = by
    }
  }
}
