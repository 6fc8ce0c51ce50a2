/// What an operation does: one case for each kind of `Protocol/2-lines.md`.
public nonisolated indirect enum Act: Sendable {
  case eventPut(EventPart)
  /// The event's kinds have the meanings of this version of the rules, ≥ 1.
  case eventRules(version: Int64)
  case ticketKey(TicketKey)
  case hubStart(HubStart)
  case clock(ClockMark)
  case boot(previous: OpID?, machine: String)
  case nodeAdmit(Admission)
  case nodeRevoke(Revocation)
  case nodeAccept(Acceptance)
  case pointPut(PointChange)
  case pointReady(items: [String])
  case pointOpen
  case pointClose
  case participantPut(ParticipantChange)
  case participantBlock(why: String, serials: Int64?)
  case participantUnblock(blocks: [OpID])
  /// The participants are one person.
  case participantMerge(participants: [String])
  /// Takes back the named merges, as far as they are among these participants.
  case participantUnmerge(participants: [String], merges: [OpID])
  case checkin(CheckIn)
  case checkout(door: String)
  case refusal(door: String, reason: String)
  case void(ops: [OpID])
  case resolve(Resolution)
  /// The named check-ins and check-outs are the op's participant's.
  case reassign(ops: [OpID])
  /// The named ops happened at this time, ms.
  case retime(ops: [OpID], time: Int64)
  /// The value of an indicator at the op's point, ≥ 0.
  case count(indicator: String, value: Int64)
  case sessionStart(session: String)
  case sessionEnd(session: String)
  case sessionSkip(session: String)
  case sessionPut(SessionChange)
  case announce(Announcement)
  /// An announcement was shown at the op's point, or somebody there has acknowledged it.
  case announceSeen(announcement: OpID, isAcknowledged: Bool)
  /// The private lines of these ops, and of the op's participant where it names one, are gone for good.
  case erase(ops: [OpID])
  /// A kind that this version does not fold.
  case unknown(kind: String)
  /// A line that is not of the form that every line has.
  case unreadable
}

/// A key that signs tickets.
public nonisolated struct TicketKey: Hashable, Sendable {
  /// Raw Ed25519 public key.
  public var key: Digest
  /// Valid from, ms.
  public var from: Int64
  /// Valid until, ms.
  public var until: Int64

  /// Makes a ticket key.
  public init(key: Digest, from: Int64, until: Int64) {
    self.key = key
    self.from = from
    self.until = until
  }
}

/// The beginning of one life of the hub.
public nonisolated struct HubStart: Hashable, Sendable {
  /// Random name of this life; the hub's epoch too.
  public var generation: Identifier
  /// For show, ≥ 1; two lives may have the same.
  public var ordinal: Int64
  /// The hub's raw Ed25519 public key.
  public var key: Digest
  /// The event's raw root public key.
  public var root: Digest
  /// 64 raw bytes: the root's signature over the hub's key.
  public var certificate: [UInt8]
  /// The key of the hub in whose place this one has come, which is to serve nobody any more; nil
  /// where it is in nobody's.
  public var replaces: Digest?
  /// Whether the certificate verifies, the root's id is the event and the author is `key`.
  /// Set by the reader, which can check signatures; the fold cannot.
  public var isCertified: Bool

  /// Makes a hub start.
  public init(
    generation: Identifier, ordinal: Int64, key: Digest, root: Digest, certificate: [UInt8],
    replaces: Digest? = nil, isCertified: Bool
  ) {
    self.generation = generation
    self.ordinal = ordinal
    self.key = key
    self.root = root
    self.certificate = certificate
    self.replaces = replaces
    self.isCertified = isCertified
  }
}

/// Where one moment of a boot lies in hub time.
public nonisolated struct ClockMark: Hashable, Sendable {
  /// Whose clock.
  public var node: KeyID
  /// Which boot of it.
  public var boot: OpID
  /// µs on that boot's clock.
  public var mono: Int64
  /// Hub time at that moment, ms.
  public var time: Int64
  /// Greatest error of `time`, ms.
  public var err: Int64

  /// Makes a mark.
  public init(node: KeyID, boot: OpID, mono: Int64, time: Int64, err: Int64) {
    self.node = node
    self.boot = boot
    self.mono = mono
    self.time = time
    self.err = err
  }
}

/// The admission of a node to one point.
public nonisolated struct Admission: Hashable, Sendable {
  /// The node's raw Ed25519 public key.
  public var key: Digest
  /// Id of `key`. Set by the reader.
  public var keyID: KeyID
  /// The node's raw X25519 public key, for bundles.
  public var seal: Digest
  /// The point that it serves.
  public var point: String
  /// ISO 3166-1 alpha-2 code of the point's country.
  public var country: String

  /// Makes an admission.
  public init(key: Digest, keyID: KeyID, seal: Digest, point: String, country: String) {
    self.key = key
    self.keyID = keyID
    self.seal = seal
    self.point = point
    self.country = country
  }
}

/// How far one writer's ops are named by a revocation or an acceptance.
public nonisolated struct WriterLimit: Hashable, Sendable {
  /// The writer's epoch.
  public var epoch: Epoch
  /// The last n that is meant.
  public var n: Int64

  /// Makes a limit.
  public init(epoch: Epoch, n: Int64) {
    self.epoch = epoch
    self.n = n
  }
}

/// The end of a node's rights.
public nonisolated struct Revocation: Hashable, Sendable {
  /// The node's raw Ed25519 public key.
  public var key: Digest
  /// Id of `key`. Set by the reader.
  public var keyID: KeyID
  /// The last durable n of each of its writers.
  public var durable: [WriterLimit]
  /// The reason, for people.
  public var why: String

  /// Makes a revocation.
  public init(key: Digest, keyID: KeyID, durable: [WriterLimit], why: String) {
    self.key = key
    self.keyID = keyID
    self.durable = durable
    self.why = why
  }
}

/// Acceptance of what a revoked node handed in afterwards.
public nonisolated struct Acceptance: Hashable, Sendable {
  /// The node's raw Ed25519 public key.
  public var key: Digest
  /// Id of `key`. Set by the reader.
  public var keyID: KeyID
  /// Up to which n of which writers.
  public var durable: [WriterLimit]

  /// Makes an acceptance.
  public init(key: Digest, keyID: KeyID, durable: [WriterLimit]) {
    self.key = key
    self.keyID = keyID
    self.durable = durable
  }
}

/// Fields of a point that a `point.put` sets; nil where it sets nothing.
public nonisolated struct PointChange: Hashable, Sendable {
  /// ISO 3166-1 alpha-2 code.
  public var country: String?
  /// IANA time zone.
  public var zone: String?
  /// Language of its desk, BCP 47 primary subtag.
  public var language: String?
  /// How many people the venue holds.
  public var capacity: Int64?
  /// A telephone number.
  public var contact: String?
  /// What the venue is called.
  public var name: String?

  /// Makes a change that sets the given fields.
  public init(
    country: String? = nil, zone: String? = nil, language: String? = nil, capacity: Int64? = nil,
    contact: String? = nil, name: String? = nil
  ) {
    self.country = country
    self.zone = zone
    self.language = language
    self.capacity = capacity
    self.contact = contact
    self.name = name
  }
}

/// Public fields of a participant that a `participant.put` sets; nil where it sets nothing.
public nonisolated struct ParticipantChange: Hashable, Sendable {
  /// Ids of all puts of these fields that the author had seen.
  public var base: [OpID]
  /// delegate, guest, press, staff…
  public var kind: String?
  /// Home country, ISO 3166-1 alpha-2.
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
  public var pending: Bool?
  /// Was registered and shall come no more.
  public var cancelled: Bool?
  /// Doors that admit the person whatever the kind.
  public var extraDoors: [String]?
  /// Doors that do not admit the person, whatever the kind.
  public var withdrawnDoors: [String]?

  /// Makes a change that sets the given fields.
  public init(
    base: [OpID] = [], kind: String? = nil, country: String? = nil, point: String? = nil,
    body: String? = nil, language: String? = nil, validFrom: Int64? = nil,
    validUntil: Int64? = nil, pending: Bool? = nil, cancelled: Bool? = nil,
    extraDoors: [String]? = nil, withdrawnDoors: [String]? = nil
  ) {
    self.base = base
    self.kind = kind
    self.country = country
    self.point = point
    self.body = body
    self.language = language
    self.validFrom = validFrom
    self.validUntil = validUntil
    self.pending = pending
    self.cancelled = cancelled
    self.extraDoors = extraDoors
    self.withdrawnDoors = withdrawnDoors
  }
}

/// A person comes in by a door.
public nonisolated struct CheckIn: Hashable, Sendable {
  /// Which door.
  public var door: String
  /// Ids of the blocks of the person that the desk had seen.
  public var base: [OpID]
  /// Serial of the ticket that was shown; nil when the person was found by name.
  public var serial: Int64?
  /// Sorted ids of the questions that were answered; the answers stand in the private line.
  public var answered: [String]
  /// The reason for which the rule refused whom the desk admitted all the same; nil: it admitted.
  public var despite: String?

  /// Makes a check-in.
  public init(
    door: String, base: [OpID] = [], serial: Int64? = nil, answered: [String] = [],
    despite: String? = nil
  ) {
    self.door = door
    self.base = base
    self.serial = serial
    self.answered = answered
    self.despite = despite
  }
}

/// A person's choice for a conflict.
public nonisolated struct Resolution: Hashable, Sendable {
  /// The conflict's type.
  public var type: String
  /// The parts of its subject.
  public var subject: [String]
  /// One of the conflict's choices.
  public var choice: String
  /// The evidence that the person had seen.
  public var saw: [OpID]

  /// Makes a resolution.
  public init(type: String, subject: [String], choice: String, saw: [OpID]) {
    self.type = type
    self.subject = subject
    self.choice = choice
    self.saw = saw
  }
}
