/// A participant as the fold has it.
public nonisolated struct ParticipantView: Sendable {
  /// Random, or of a walk-in the id of its creating put.
  public var id: String
  /// Home country, ISO 3166-1 alpha-2: where private lines go.
  public var home: String?
  /// Whether a put of it stands; otherwise only doors and desks have named it.
  public var isRegistered: Bool
  /// Whether a desk created it at the door.
  public var isWalkIn: Bool
  /// Public fields as they stand; nil where nothing sets them.
  public var kind: String?
  /// The public field `country`.
  public var country: String?
  /// Home point.
  public var point: String?
  /// The organisation that the participant belongs to.
  public var body: String?
  /// BCP 47 primary subtag.
  public var language: String?
  /// Not valid before, ms.
  public var validFrom: Int64?
  /// Not valid after, ms.
  public var validUntil: Int64?
  /// Registered but not yet confirmed.
  public var isPending: Bool?
  /// Was registered and shall come no more.
  public var isCancelled: Bool?
  /// Doors that admit the person whatever the kind.
  public var extraDoors: [String]
  /// Doors that do not admit the person.
  public var withdrawnDoors: [String]
  /// For each private field (`name`, `email`, `phone`, and an organiser's own) the put whose private
  /// line has it.
  public var privateFields: [String: OpID]
  /// Private fields whose put had its private line erased: what they said is gone for good.
  public var erasedFields: Set<String>
  /// Whether the participant was erased: every private line about it is gone for good, those too that
  /// are yet to come.
  public var isErased: Bool
  /// Whether there was a name, or may be one, and nobody may know it.
  public var isNameErased: Bool {
    privateFields["name"] == nil && (isErased || erasedFields.contains("name"))
  }
  /// Counting puts: the `base` of a change that knows them all.
  public var puts: [OpID]
  /// Blocks that nothing lifted.
  public var blocks: [StandingBlock]
  /// Participants who are this person, the one that names the person first; only itself where
  /// nobody is merged with it.
  public var members: [String]
}

/// A block that nothing lifted.
public nonisolated struct StandingBlock: Hashable, Sendable {
  /// The `participant.block`.
  public var id: OpID
  /// The reason, for people.
  public var why: String
  /// Only tickets with serials up to this; nil: the person.
  public var serials: Int64?

  /// Makes a standing block.
  public init(id: OpID, why: String, serials: Int64?) {
    self.id = id
    self.why = why
    self.serials = serials
  }
}

/// One stay by one door.
public nonisolated struct PresenceInterval: Hashable, Sendable {
  /// Where.
  public var point: String
  /// By which door.
  public var door: String
  /// The date of its beginning, or `outside`.
  public var date: String
  /// Hub time, ms.
  public var begin: Int64
  /// Greatest error of `begin`, ms.
  public var err: Int64
  /// Hub time, ms.
  public var end: Int64
  /// Whether nobody checked the person out: the end is the point's close or the day's end.
  public var isEndAssumed: Bool { endOp == nil }
  /// The check-in.
  public var beginOp: OpID
  /// The check-out.
  public var endOp: OpID?
}

/// A gathering point.
public nonisolated struct PointView: Sendable {
  /// Its id.
  public var id: String
  /// Its fields as they stand.
  public var fields: PointChange
  /// What its desk last reported as ready.
  public var ready: [String]
  /// nil: not yet opened.
  public var isOpen: Bool?
  /// When it was opened or closed, hub time, ms.
  public var since: Int64?
  /// The op that opened or closed it.
  public var op: OpID?
}

/// A node, by one of its admissions.
public nonisolated struct NodeView: Hashable, Sendable {
  /// What admits it.
  public var admission: Admission
  /// The `node.admit`.
  public var op: OpID
  /// When it was admitted, hub time, ms.
  public var at: Int64
  /// Whether a counting revocation names its key.
  public var isRevoked: Bool
}

/// What a conflict is about, its state and its evidence.
public nonisolated struct ConflictView: Sendable {
  /// One op of the evidence.
  public struct Side: Sendable {
    /// Its id.
    public var op: OpID
    /// As its line spells it.
    public var kind: String
    /// Who made it.
    public var node: KeyID
    /// Where.
    public var point: String?
    /// Hub time, ms.
    public var time: Int64
    /// Greatest error of `time`, ms.
    public var err: Int64
    /// The desk or operator.
    public var by: String?
  }

  /// `double-presence`, `admitted-unentitled`, `edit-edit`, `unknown-ticket`…
  public var type: String
  /// What it is about, as `Protocol/5-state.md` says for each type.
  public var subject: [String]
  /// The participant, or who names the person, whom it is about.
  public var person: String
  /// Whether a person's choice is missing, or older than some evidence.
  public var isOpen: Bool
  /// What holds now.
  public var outcome: String
  /// What may be chosen.
  public var choices: [String]
  /// Ids of the evidence, ascending: what a resolution must have seen.
  public var evidence: [OpID]
  /// The evidence in fold order.
  public var sides: [Side]
  /// The `resolve` that applies, whether it closes or not.
  public var resolution: OpID?
}

/// One op as the fold judges it.
public nonisolated struct OperationView: Sendable {
  /// Its id.
  public var id: OpID
  /// As its line spells it.
  public var kind: String
  /// Who made it.
  public var node: KeyID
  /// Where.
  public var point: String?
  /// About whom; of a check-in or check-out that was given to somebody else, that one.
  public var participant: String?
  /// By which door.
  public var door: String?
  /// The desk or operator.
  public var by: String?
  /// The author's wall clock, ms: never trusted, for people to compare.
  public var at: Int64
  /// Hub time and its greatest error, ms; nil for what is ignored.
  public var time: (ms: Int64, err: Int64)?
  /// The earliest over its placements, hub time, ms; of a pending op a guess.
  public var received: Int64
  /// Serial of the ticket, or of a block.
  public var serial: Int64?
  /// `no-authority`, `unknown-kind` or `unreadable`; nil for what counts.
  public var ignored: String?
  /// Whether a void took it back.
  public var isVoided: Bool
  /// A check-in while inside.
  public var isRepeat: Bool
  /// A check-out while outside.
  public var isOrphan: Bool
  /// Not placed yet.
  public var isPending: Bool
}
