/// What a door's rule looks at, of one person at one door at one time.
///
/// The same facts are gathered at a desk, about somebody who wants in now, and by the fold, about a
/// check-in that is on record; ``faults`` is the one place where they are judged.
public nonisolated struct DoorFacts: Sendable {
  /// When, ms.
  public var time: Int64
  /// Greatest error of `time`, ms.
  public var err: Int64
  /// The date of `time`, in the numbers of ``hours``.
  public var date: Int
  /// When the door is open.
  public var hours = DoorHours(windows: nil)
  /// A block bars.
  public var isBlocked = false
  /// A put of the person stands; otherwise nothing is known of them but what a ticket says.
  public var isRegistered = true
  /// Was registered and shall come no more.
  public var isCancelled = false
  /// Registered, not yet confirmed, and the door does not admit such people.
  public var isPending = false
  /// Not valid before, ms.
  public var validFrom: Int64?
  /// Not valid after, ms.
  public var validUntil: Int64?
  /// This door was withdrawn from the person.
  public var isWithdrawn = false
  /// The door admits people of this kind, or this person whatever the kind.
  public var isKindAdmitted = true
  /// The door's `once` or `once-a-day` is spent.
  public var isSpent = false
  /// A required question is not answered.
  public var hasOpenQuestions = false
  /// The point holds as many as it may.
  public var isFull = false

  /// Makes the facts of somebody of whom all is well.
  public init(time: Int64, err: Int64, date: Int) {
    self.time = time
    self.err = err
    self.date = date
  }

  /// All that speaks against coming in, in the order in which it is told.
  public var faults: [Verdict.Refusal] {
    var faults: [Verdict.Refusal] = []
    if isBlocked { faults.append(.blocked) }
    if isRegistered {
      if isCancelled { faults.append(.cancelled) }
      if isPending { faults.append(.pending) }
      if let validFrom, time &+ err < validFrom { faults.append(.notYetValid) }
      if let validUntil, time &- err > validUntil { faults.append(.noLongerValid) }
      if isWithdrawn { faults.append(.wrongDoor) }
      if !isKindAdmitted { faults.append(.wrongKind) }
    }
    if let fault = hours.fault(at: time, err: err, date: date) { faults.append(fault) }
    if isSpent { faults.append(.alreadyUsed) }
    if hasOpenQuestions { faults.append(.questionsOpen) }
    if isFull { faults.append(.full) }
    return faults
  }
}
