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
/// since, records a `boot` op; then ``record(_:answer:)``, which returns once all is on the disk. It
/// never talks to the network: the link to the hub sets ``onRecorded``.
final class Node {
  let folder: NodeFolder
  let enrolment: Enrolment
  let key: SigningKey
  /// The log, the own chain, the private lines, the fold.
  let replica: Replica
  /// Called when own ops have been recorded.
  var onRecorded: () -> Void = {}
  /// How far the wall clock is from hub time, once it was measured.
  var offset: ClockOffset?

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
    let country = enrolment.admission.country
    let replica = try Failure.storing { () throws(StoreError) in
      try Replica(
        at: folder.database, event: enrolment.event, as: .node(key: key.id, country: country))
    }
    self.replica = replica
    author = Author(event: enrolment.event, node: key.id, boot: nil)
    try findBoot()
  }

  /// The running boot's clock and the wall clock.
  func moment() -> Moment {
    Moment(mono: BootClock.microseconds(), time: BootClock.wallMilliseconds())
  }

  /// The two clocks, as the protocol says them.
  func clock() -> NodeClock {
    NodeClock(boot: boot, mono: BootClock.microseconds(), wall: BootClock.wallMilliseconds())
  }

  /// The best guess of hub time, ms: from the marks of the running boot; without any, from where the
  /// state puts the boot.
  func now() -> Int64 {
    let mono = BootClock.microseconds()
    let boot = boot
    let guess = replica.reading { fold -> Int64? in
      if let marked = fold.time(node: key.id, boot: boot, mono: mono) { return marked.ms }
      return fold.time(of: boot).map { $0.ms + (mono - bootMono) / 1000 }
    }
    return guess ?? BootClock.wallMilliseconds()
  }

  /// Records what people did; on the disk when this returns.
  ///
  /// - Parameter answer: what the request is answered, given the ids; kept under its idempotency key.
  /// - Returns: the ids of the ops, in order.
  @discardableResult
  func record(
    _ drafts: [Draft], answer: ([OpID]) -> Answer? = { _ in nil }
  ) throws(Failure) -> [OpID] {
    let wall = BootClock.wallMilliseconds()
    let own = drafts.map { author.write($0, at: wall, mono: BootClock.microseconds()) }
    let ids = own.map { SHA256.digest($0.line).identifier }
    let received = now()
    _ = try Failure.storing { () throws(StoreError) in
      try replica.record(own, received: received, answer: answer(ids))
    }
    onRecorded()
    return ids
  }

  // MARK: The boot

  /// The boot that was running when the newest op was made goes on, unless the kernel calls it
  /// otherwise now or its clock is behind that op: then a new one begins.
  private func findBoot() throws(Failure) {
    let machine = try bootName()
    let last = try Failure.storing { () throws(StoreError) in try lastBoot() }
    if let last, last.machine == machine, BootClock.microseconds() > last.newestMono {
      author = Author(
        event: enrolment.event, node: key.id, boot: last.op, lastMono: last.newestMono)
      bootMono = last.mono
      return
    }
    let ids = try record([Draft(.boot(previous: last?.op, machine: machine))])
    bootMono = author.lastMono
    author.boot = ids.first
    guard let boot = ids.first else { return }
    try Failure.storing { () throws(StoreError) in
      try replica.settings.set("boot", to: boot.hex)
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
