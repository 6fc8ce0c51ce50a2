import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// What a hub is: its keys, its replica of the log, its clock; and the one way to append to the log.
///
/// Order of calls: ``init(folder:keys:clockIsRight:)`` opens the data and makes a new life durable
/// (``generation``, a `hub.start` of its own); then ``append(_:answer:)`` for what operators do, while
/// the peers place what nodes hand in through ``replica`` and call ``commit()``. It never talks to the
/// network: who must be told of new segments sets ``onSegments``.
final class Hub {
  /// A wall clock so far after the newest op is worth a warning: seven days, ms.
  private static let farAheadMs: Int64 = 7 * 86_400_000

  let folder: HubFolder
  let keys: HubKeys
  /// This life.
  let generation: Identifier
  /// How many days the wall clock is after the newest op, when that is more than seven.
  let daysAhead: Int64?
  /// The log, the private lines, the fold.
  let replica: Replica
  /// Called when a commit has failed: what is in memory may not be on the disk, and only opening it
  /// anew tells.
  var onStorageFailure: (Failure) -> Void = { _ in }
  /// Called with new segments once they are on the disk.
  var onSegments: ([StoredSegment]) -> Void = { _ in }

  /// The key of the hub whose place this one has taken.
  private let replaces: Digest?
  /// Called when it has shown that a standby has taken this hub's place.
  var onReplaced: () -> Void = {}
  /// Whether the disk is nearly full: then nothing is appended but what is under way.
  var isDiskScarce = false

  private var clock: HubClock
  private var author: Author

  var event: EventID { keys.event }

  /// What outlives a restored backup.
  var lasting: Lasting
  /// So many revocations and erasures the data had lost, and knows again since this life began.
  var renewedLines = 0
  /// Nodes that were revoked, by the file beside the log.
  var revoked: RevokedNodes { lasting.revoked }

  /// Opens a hub's data and begins a life of it.
  ///
  /// - Parameters:
  ///   - clockIsRight: the operator's word that a wall clock before the newest op is right.
  ///   - time: hub time from which it goes on, ms, where the data do not say more.
  ///   - isInTheMaking: syncs nothing before the replica is told to.
  init(
    folder: HubFolder, keys: HubKeys, clockIsRight: Bool = false, time: Int64? = nil,
    isInTheMaking: Bool = false
  ) throws(Failure) {
    self.folder = folder
    self.keys = keys
    lasting = try Lasting(folder)
    let replica = try Failure.storing { () throws(StoreError) in
      try Replica(
        at: folder.database, event: keys.event, as: .hub, isInTheMaking: isInTheMaking)
    }
    self.replica = replica
    replaces = try Replacement(folder).replaces()
    try Replacement(folder).check()
    let wall = BootClock.wallMilliseconds()
    let newest = replica.newestReceived
    if let newest, wall < newest, !clockIsRight {
      throw .configuration(
        "This machine's clock is \(Self.span(newest - wall)) before the newest op:"
          + " set it right, or start with --clock-is-right if it is.")
    }
    daysAhead = newest.flatMap { wall - $0 > Self.farAheadMs ? (wall - $0) / 86_400_000 : nil }
    clock = HubClock(
      persisted: [newest, time].compactMap(\.self).max(), wall: wall,
      mono: BootClock.microseconds())
    generation = Randomness.identifier()
    author = Author(event: keys.event, node: keys.hub.id, boot: nil)
    try begin()
    try renewLasting()
  }

  /// A span of time in the unit in which a person sees how wrong a clock is.
  private static func span(_ ms: Int64) -> String {
    let minutes = ms / 60_000 + 1
    if minutes < 120 { return "\(Counted(minutes, "minute"))" }
    return minutes < 48 * 60
      ? "\(Counted(minutes / 60, "hour"))" : "\(Counted(minutes / 1_440, "day"))"
  }

  /// Hub time, ms.
  func now() -> Int64 {
    clock.now(wall: BootClock.wallMilliseconds(), mono: BootClock.microseconds())
  }

  /// Takes what a node says of a private line; false when it is not its to say.
  ///
  /// Whoever has an op's line may bring it. That it is gone, or that nobody has it, a node says of its
  /// own ops only: otherwise one could say that names are gone which the centre or another node has given,
  /// and they would be, for good.
  func keep(_ entry: PrivateEntry, from node: KeyID) throws(StoreError) -> Bool {
    let isAuthor = replica.reading { fold in fold.author(of: entry.op) } == node
    switch entry.content {
    // A line proves itself by the digest that the op names, whoever has kept it.
    case .line(let line): try replica.keepPrivate(line, of: entry.op)
    case .gone where isAuthor: try replica.noteGone(entry.op)
    case .absent where isAuthor: replica.noteAbsent(entry.op)
    // Others may lack what they might have had.
    case .absent: break
    case .gone: return false
    }
    return true
  }

  /// Whether a node may never come again.
  func isRevoked(_ node: KeyID) -> Bool {
    revoked.contains(node) || admissions(of: node).contains(where: \.isRevoked)
  }

  /// Hub time and the boot clock, as sessions take them.
  func moment() -> Moment { Moment(mono: BootClock.microseconds(), time: now()) }

  private func begin() throws(Failure) {
    let ordinal = replica.reading { fold in Int64(fold.hubStartCount) } + 1
    let start = HubStart(
      generation: generation, ordinal: ordinal, key: keys.hub.publicKey,
      root: keys.certificate.root, certificate: keys.certificate.signature.bytes,
      replaces: replaces, isCertified: true)
    let time = now()
    let line = author.write(
      Draft(.hubStart(start)), at: time, mono: BootClock.microseconds()
    ).line
    author.boot = SHA256.digest(line).identifier
    let signer = SegmentBuilder.Signer(event: event, generation: generation, key: keys.hub)
    _ = try Failure.storing { () throws(StoreError) in
      try replica.begin(line, signer, received: time)
    }
    // A standby that was made the hub may have kept what its hub's own lives had.
    _ = try Failure.storing { () throws(StoreError) in try replica.recoverAside() }
  }

  /// Appends what an operator, or the hub itself, does; on the disk, and on its way to all nodes, when
  /// this returns.
  ///
  /// - Parameter answer: what the request is answered, given the ids; kept under its idempotency key.
  /// - Returns: the ids of the ops, in order.
  @discardableResult
  func append(
    _ drafts: [Draft], answer: ([OpID]) -> Answer? = { _ in nil }
  ) throws(Failure) -> [OpID] {
    let ops = try gather(drafts, answer: answer)
    try commit()
    return ops
  }

  /// Gathers ops without making them durable: for large imports, and for what a turn commits at its
  /// end.
  @discardableResult
  func gather(
    _ drafts: [Draft], answer: ([OpID]) -> Answer? = { _ in nil }
  ) throws(Failure) -> [OpID] {
    guard !isDiskScarce else {
      throw Failure(
        .inputOutput, status: 507,
        "The hub's disk is nearly full; nothing was changed. Make room at \(folder.path), then do it"
          + " again.")
    }
    let time = now()
    let own = drafts.map { author.write($0, at: time, mono: BootClock.microseconds()) }
    // First in the file: a crash between the two shuts a node out, and erases.
    try lasting.note(zip(drafts, own).map { ($0.act, $1.line) })
    let kept = answer(own.map { SHA256.digest($0.line).identifier })
    return try Failure.storing { () throws(StoreError) in
      try replica.place(own, received: time, answer: kept)
    }
  }

  /// Makes durable what was gathered, and tells of it.
  func commit() throws(Failure) {
    guard replica.hasUncommitted else { return }
    do throws(StoreError) {
      onSegments(try replica.commit())
    } catch {
      let failure = Failure(error)
      onStorageFailure(failure)
      throw failure
    }
    guard replica.replacedHubs.contains(keys.hub.publicKey) else { return }
    try Replacement(folder).note()
    onReplaced()
  }
}
