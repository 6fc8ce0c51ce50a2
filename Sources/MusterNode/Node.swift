import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// What a node is: its key, its admission, its replica, its running boot; and the one way to record
/// what people do.
///
/// Order of calls: ``init(folder:enrolment:key:)`` opens the data and, where the machine has booted
/// since, records a `boot` op; then ``write(_:)`` and ``record(_:answer:)``, which returns once all is on the disk. It
/// never talks to the network: the link to the hub sets ``onRecorded``.
final class Node {
  /// Free bytes below which nothing is taken from the hub, so that people can go on.
  static let keepFree: Int64 = 32 << 20

  let folder: NodeFolder
  let enrolment: Enrolment
  let key: SigningKey
  /// The log, the own chain, the private lines, the fold.
  let replica: Replica
  /// Called when own ops have been recorded.
  var onRecorded: () -> Void = {}
  /// How the last rehearsal went; nil where there was none.
  var rehearsed: Rehearsed?
  /// Whether the hub has said that it was revoked.
  var isShutOut = false
  /// Called when the disk was full and the room that was kept for it has been let go.
  var onReserveUsed: () -> Void = {}
  /// Room that is kept for what people do here.
  let reserve: DiskReserve
  /// How much room the disk has.
  var room = DiskRoom(keepFree: Node.keepFree)
  /// How far the wall clock is from hub time, once it was measured.
  var offset: ClockOffset?
  /// When the hub was last heard, µs on the boot clock; nil before the first word of this run.
  private var heardMono: Int64?

  /// Who has acted here, and when last, µs on the boot clock.
  private var desks: [String: Int64] = [:]
  private var author: Author
  private var bootMono: Int64 = 0

  /// The point that the node serves.
  var point: String { enrolment.admission.point }
  /// The running boot.
  var boot: OpID { author.boot ?? OpID(high: 0, low: 0) }

  /// Opens a node's data.
  init(folder: NodeFolder, enrolment: Enrolment, key: SigningKey) throws(Failure) {
    self.folder = folder
    self.enrolment = enrolment
    self.key = key
    reserve = DiskReserve(at: folder.reserve)
    let country = enrolment.admission.country
    let replica = try Failure.storing { () throws(StoreError) in
      try Replica(
        at: folder.database, event: enrolment.event, as: .node(key: key.id, country: country))
    }
    self.replica = replica
    author = Author(event: enrolment.event, node: key.id, boot: nil)
    rehearsed = try Failure.storing { () throws(StoreError) in try readRehearsed() }
    try findBoot()
    if try Failure.storing({ () throws(StoreError) in try replica.settings.integer(.outgrown) })
      == 1
    {
      try beginAnew()
    }
  }

  /// Begins a new life of the storage, and with it a new boot: what a copy of this machine does meanwhile
  /// stands under the old ones.
  func beginAnew() throws(Failure) {
    try Failure.storing { () throws(StoreError) in
      let used = replica.ownWriter?.epoch
      var epoch = Randomness.identifier()
      if planted(.keepsEpoch), let used { epoch = used }
      if planted(.drawsEqualEpochs) { epoch = key.id }
      try replica.renew(epoch: epoch)
    }
    try beginBoot(previous: author.boot)
  }

  /// The running boot's clock and the wall clock.
  func moment() -> Moment {
    Moment(mono: BootClock.microseconds(), time: BootClock.wallMilliseconds())
  }

  /// The two clocks, as the protocol says them.
  func clock() -> NodeClock {
    NodeClock(boot: boot, mono: BootClock.microseconds(), wall: BootClock.wallMilliseconds())
  }

  /// Hub time as well as this node can tell.
  struct Guess {
    /// What stands for an error that nobody knows: a hundred years, ms.
    static let boundlessMs: Int64 = 36_525 * 86_400_000
    /// Hub time, ms.
    var ms: Int64
    /// How far it may be off, ms; nil where nothing says it.
    var err: Int64?
  }

  /// The best guess of hub time, ms.
  func now() -> Int64 { time().ms }

  /// The best guess of hub time: from the marks of the running boot; without any, from where the state
  /// puts the boot.
  func time() -> Guess {
    // Never before an op that is made already, by whatever part of a millisecond.
    let mono = max(BootClock.microseconds(), author.lastMono)
    let boot = boot
    let wall = BootClock.wallMilliseconds()
    let guess = replica.reading { fold -> Guess? in
      if let marked = fold.time(node: key.id, boot: boot, mono: mono) {
        return Guess(ms: marked.ms, err: marked.err)
      }
      guard let begun = fold.time(of: boot) else { return nil }
      let ms = begun.ms + mono / 1000 - bootMono / 1000
      // How far the block may move; and a wall clock from which it had to move is wrong by as much,
      // and may have misled by as much again.
      return Guess(ms: ms, err: max(begun.err, abs(wall - ms)))
    }
    return guess ?? Guess(ms: wall, err: nil)
  }

  /// Notes that the hub was heard.
  func hear() { heardMono = BootClock.microseconds() }

  /// When the hub was last heard, and so up to when this node knows what the hub does, hub time, ms;
  /// before the first word of this run the newest time on the log. Nil where nothing ever came.
  ///
  /// - Parameter now: hub time, ms.
  func knownUntil(now: Int64) -> Int64? {
    if let heardMono { return now - (BootClock.microseconds() - heardMono) / 1000 }
    return replica.newestReceived
  }

  /// Notes that a desk acts.
  func note(desk: String) {
    if desks.count >= 64, desks[desk] == nil { desks.removeAll() }
    desks[desk] = BootClock.microseconds()
  }

  /// Desks that have acted within ten minutes.
  var desksInUse: Int {
    let since = BootClock.microseconds() - 600_000_000
    return desks.values.count { $0 >= since }
  }

  /// An op that has its line and its id, and is not on the disk yet.
  struct Written {
    var own: OwnOp
    var id: OpID
  }

  /// Writes the line of what somebody did, now. Nothing is kept before ``record(_:answer:)``.
  func write(_ draft: Draft) -> Written {
    let own = author.write(
      draft, at: BootClock.wallMilliseconds(), mono: BootClock.microseconds())
    return Written(own: own, id: SHA256.digest(own.line).identifier)
  }

  /// Records what was written, in the order in which it was; on the disk when this returns.
  ///
  /// - Parameter answer: what the request is answered; kept under its idempotency key.
  func record(_ written: [Written], answer: Answer? = nil) throws(Failure) {
    let received = now()
    let own = written.map(\.own)
    try usingReserve { () throws(StoreError) in
      _ = try replica.record(own, received: received, answer: answer)
    }
    onRecorded()
  }

  /// Writes what has come from the hub, where anything has: before a hello, which speaks of what is on the
  /// disk, and by which alone what was recorded here reaches the hub.
  func commitGathered() throws(Failure) {
    guard replica.hasUncommitted else { return }
    try usingReserve { () throws(StoreError) in _ = try replica.commit() }
  }

  private func usingReserve(_ body: () throws(StoreError) -> Void) throws(Failure) {
    try reserve.using({ () throws(Failure) in try Failure.storing(body) }, released: onReserveUsed)
  }

  /// Whether a failure leaves all as it was, for a time with more room: not where there was none in the midst
  /// of a new beginning, whose boot is not recorded.
  func goesOn(after error: Failure) -> Bool {
    error.isDiskFull && replica.isReady && author.boot != nil
  }

  // MARK: The boot

  /// The boot that was running when the newest op was made goes on, unless the kernel calls it
  /// otherwise now or its clock is behind that op: then a new one begins.
  func findBoot() throws(Failure) {
    let machine = try bootName()
    let last = try Failure.storing { () throws(StoreError) in try lastBoot() }
    if let last, last.machine == machine, BootClock.microseconds() > last.newestMono {
      author = Author(
        event: enrolment.event, node: key.id, boot: last.op, lastMono: last.newestMono)
      bootMono = last.mono
      return
    }
    try beginBoot(previous: last?.op)
  }

  private func beginBoot(previous: OpID?) throws(Failure) {
    let machine = try bootName()
    author.boot = nil
    let begun = write(Draft(.boot(previous: previous, machine: machine)))
    bootMono = author.lastMono
    try record([begun])
    author.boot = begun.id
    try Failure.storing { () throws(StoreError) in
      try replica.settings.set("boot", to: begun.id.hex)
    }
  }

  /// What the kernel calls this boot.
  private func bootName() throws(Failure) -> String {
    do throws(NetError) { return try BootClock.bootID() } catch {
      throw .inputOutput(error.message)
    }
  }

  private struct LastBoot {
    var op: OpID
    var machine: String
    var mono: Int64
    var newestMono: Int64
  }

  private func lastBoot() throws(StoreError) -> LastBoot? {
    guard let op = try replica.settings.text("boot").flatMap({ Identifier($0) }),
      let line = try replica.line(of: op), let head = replica.ownHead, head.n > 0,
      let newest = try replica.ownLines(from: head.n, maxCount: 1).first
    else { return nil }
    var reader = OperationReader(event: enrolment.event)
    let boot = reader.read(line, in: 0..<line.count, id: op)
    guard case .boot(_, let machine) = boot.act else { return nil }
    let id = SHA256.digest(newest).identifier
    let operation = reader.read(newest, in: 0..<newest.count, id: id)
    return LastBoot(op: op, machine: machine, mono: boot.mono, newestMono: operation.mono)
  }
}
