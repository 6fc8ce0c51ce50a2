public import MusterCore
public import MusterSync
public import MusterTrust

/// The log, the private lines and the fold of one machine, in step: what hub and node both are.
///
/// # Theory of operation
///
/// The disk is the truth: segments as they went over the wire, the machine's own chain, private
/// lines. In memory stand the fold of all placed ops and the places of their lines, made anew at each
/// ``open(at:event:as:)``.
///
/// What comes is folded at once and gathered; ``commit(_:)`` writes all that was gathered in one
/// transaction, and nothing may be acknowledged or sent on before it returns. When it fails, memory
/// is ahead of the disk: ``isReady`` turns false, every later write throws
/// ``StoreError/needsReopen``, and the replica is to be dropped and opened again. A node's own ops
/// are the other way round: ``record(_:received:answer:)`` writes first and folds then, so that its
/// failure (a full disk) leaves all as it was.
///
/// The hub: ``begin(_:_:received:)`` once for each process; then ``place(_:received:)`` for what
/// nodes and people hand in, and ``commit()``. A node: ``record(_:received:answer:)`` for what
/// people do, ``adopt(_:)`` and ``commit()`` for what the hub sends. Where the hub has another life,
/// ``part(at:)`` the ``commonPosition(place:starts:)``, and what ``asideOffers(limit:)`` lists is handed
/// to the hub, which takes it up by ``recover(_:)``; where the node's own storage was copied or put
/// back, or ``isOutgrown`` after a commit, ``renew(epoch:)``. A standby: ``promote()``, and as the hub,
/// behind `begin`, ``recoverAside()``.
///
/// It never signs with, nor reads, any key but the signer that it is given; it never reads a clock.
public nonisolated final class Replica {
  /// What a replica is part of.
  public enum Role: Hashable, Sendable {
    /// The hub, which places ops and may have every private line.
    case hub
    /// The node of a key, which serves a point of a country.
    case node(key: KeyID, country: String)
    /// A second hub that follows the first: it may have every private line, and asks the hub for them.
    case standby
    /// A command beside a running daemon: reads, never writes.
    case reader
  }

  /// The event.
  public let event: EventID
  /// What it is part of.
  public let role: Role
  /// Small facts beside the log.
  public let settings: Settings
  /// What requests were answered.
  public let answers: Answers

  let database: Database
  let hasher = Hasher256()
  let deflate = Deflate()
  let log: Log
  let privates: PrivateLines
  let names: NameIndex

  var memory: Memory
  var heads: WriterHeads
  /// The segment that was last inflated to read a line.
  var lastRead: (first: Int64, segment: Segment)?

  /// Whether the replica may be written; false from a failed commit on.
  public internal(set) var isReady = true
  /// How often something was written since the data were opened: by it whoever keeps what was looked up
  /// knows when to look again.
  public internal(set) var commitCount = 0
  /// The end of the log on the disk.
  public internal(set) var position: LogPosition
  /// Hub keys that a `hub.start` on the log certifies.
  public var hubKeys: [Digest] { memory.hubKeys }
  /// Keys of hubs whose place another has taken, as a `hub.start` of that one says.
  public var replacedHubs: Set<Digest> { memory.replacedHubs }

  /// Whether the log of writes may hold private lines that were dropped.
  var mayLogTell = false

  // Gathered, not yet on the disk.
  var tip: LogPosition
  var gathered = Gathered()

  // The hub's side.
  var builder = SegmentBuilder()
  var signer: SegmentBuilder.Signer?
  var sealing: SealingThread?
  /// The last place of the segments that are full.
  var lastPlace: Int64 = 0

  // The node's side.
  var own: OwnSide?
  /// Whether the log shows, under this node's own writer, an op that its chain has not: a copy of its
  /// storage has gone on. It is to be renewed before it says anything more.
  public internal(set) var isOutgrown = false
  /// How many segments of other lives of the hub are kept aside.
  public internal(set) var asideCount = 0
  /// The last of them that was looked at.
  var asideSeen: Int64 = 0

  /// Opens the data at a path, made if there are none, and folds the whole log.
  ///
  /// - Parameters:
  ///   - path: the database file.
  ///   - event: the event that the data must belong to.
  ///   - role: what the replica is part of.
  ///   - isInTheMaking: syncs nothing before ``sync(_:)``.
  public convenience init(
    at path: String, event: EventID, as role: Role, isInTheMaking: Bool = false
  ) throws(StoreError) {
    try self.init(at: path, event: event, as: role, isInTheMaking: isInTheMaking, disk: nil)
  }

  /// As ``init(at:event:as:isInTheMaking:)``, on another of SQLite's file systems.
  init(
    at path: String, event: EventID, as role: Role, isInTheMaking: Bool = false, disk: String?
  ) throws(StoreError) {
    self.event = event
    self.role = role
    var options: Database.Options =
      switch role {
      case .hub, .standby: .hub
      case .node: .node
      case .reader: .reader
      }
    options.disk = disk
    options.isInTheMaking = isInTheMaking
    database = try Database.openData(at: path, options: options)
    settings = Settings(database)
    answers = Answers(database)
    log = try Log(database)
    privates = PrivateLines(database)
    names = NameIndex(database)
    heads = try WriterHeads(database)
    switch role {
    case .node(_, let country): memory = Memory(event: event, .country(country))
    case .standby: memory = Memory(event: event, .everythingOfTheHub)
    case .hub, .reader: memory = Memory(event: event, .everything)
    }
    position = LogPosition(place: 0, hash: LogChain.start(event: event))
    tip = position
    try checkEvent()
    try loadLog()
    try loadOwn()
    try settlePrivates()
    try settleErasures()
    asideCount = try aside.count()
    if role != .reader { try mendNames() }
  }

  /// From now on syncs each commit, and at once all that was not; or nothing any more, where the data are
  /// about to be thrown away.
  public func sync(_ isOn: Bool) throws(StoreError) { try database.sync(isOn) }

  /// Ends in order: the next start need not check every page.
  public func close() throws(StoreError) {
    let isSound = isReady
    isReady = false
    lastRead = nil
    guard isSound, role != .reader else { return database.close() }
    try database.closeInOrder()
  }

  /// Looks at the state. The fold brings itself up to date as it is read, hence `inout`; ops go in
  /// through the replica alone.
  public func reading<Value>(_ body: (inout Fold) -> Value) -> Value { body(&memory.fold) }

  /// SHA-256 of the canonical form of the state of all placed ops.
  public func stateDigest() -> Digest { hasher.digest(memory.fold.canonicalBytes()) }

  func guardReady() throws(StoreError) {
    guard isReady else { throw .needsReopen }
  }

  private func checkEvent() throws(StoreError) {
    let found = try settings.text(.event)
    if found == nil, role != .reader { return try settings.set(.event, to: event.hex) }
    guard let id = Identifier(found ?? "") else {
      throw .damaged(what: "the name of its event")
    }
    guard id == event else { throw .otherEvent(found: id) }
  }
}
