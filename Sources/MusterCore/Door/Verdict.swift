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
    /// Was registered and shall come no more.
    case cancelled
    /// Registered, not yet confirmed.
    case pending
    /// Comes before the time from which the registration is valid.
    case notYetValid = "not-yet-valid"
    /// Comes after the time until which it was.
    case noLongerValid = "no-longer-valid"
    /// This door was withdrawn from the person.
    case wrongDoor = "wrong-door"
    /// The door admits other kinds of people.
    case wrongKind = "wrong-kind"
    /// The door is not open on this date.
    case wrongDay = "wrong-day"
    /// The door opens later on this date.
    case tooEarly = "too-early"
    /// The door has closed for this date.
    case tooLate = "too-late"
    /// The one entry that the door allows was made.
    case alreadyUsed = "already-used"
    /// A required question has no answer.
    case questionsOpen = "questions-open"
    /// The point holds as many as it may.
    case full
  }

  /// Since when and by whose hand somebody is inside, or was when the entry was spent.
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
