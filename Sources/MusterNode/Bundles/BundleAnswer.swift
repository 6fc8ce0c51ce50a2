import MusterCommand
import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// Takes in the hub's answer to a bundle, however old: what is known already does no harm.
///
/// An answer is **fresh** while the node's log ends where it did when the bundle was made: then the hub
/// has spoken after all that the node knows of it. Only a fresh one can tell of another life of the
/// hub, or that it holds less than it did.
final class BundleAnswer {
  /// So many entries are written in one transaction.
  private static let commitEvery = 2_000

  /// What came of it.
  struct Outcome {
    /// Entries of the log that were new.
    var entries = 0
    /// Entries of the hub's log that are still to come.
    var missing: Int64 = 0
    /// Whether the node knows more of the hub than the answer does.
    var isOld = false
    /// Whether the node has begun anew, and is to export once more.
    var isOutgrown = false
    /// Whether the hub has said that the node was revoked.
    var isRevoked = false
  }

  private let node: Node
  private var outcome = Outcome()
  private var isFresh = false
  private var hasEnded = false
  private var taken = 0
  /// What the hub says that it holds of the own chain; noted at the end, for where logs part all that was
  /// noted before is forgotten.
  private var heard: (durable: Int64, whole: Int64) = (0, 0)

  init(node: Node) { self.node = node }

  func run(_ path: String, seal: SealKey) throws(Failure) -> Outcome {
    guard !node.room.isScarce else {
      throw Failure(
        .inputOutput, status: 507,
        "The disk is nearly full: nothing was taken in. Make room, then import again.")
    }
    let reader = try BundleReader(path, from: .hub, event: node.enrolment.event, by: seal)
    let exporter = reader.header.exporter
    guard let first = try reader.next(),
      let (reply, rest) = BundleReply.read(
        first, exporter: exporter, event: node.enrolment.event, root: node.enrolment.root)
    else { throw .badData("No hub of this event has made this answer.") }
    try commit()
    guard let holdings = node.holdings() else { throw .inputOutput("The data cannot be read.") }
    guard reply.epoch == holdings.epoch, reply.log.place <= holdings.log.place else {
      throw .refused(
        "This answers a bundle of before this node began anew: nothing was changed. Export a new"
          + " bundle.")
    }
    isFresh = reply.log == holdings.log
    var session = NodeSession(
      holdings: holdings, signer: node.key,
      channel: Channel(
        peerKey: reply.certificate.key, ownKey: node.key.publicKey, exporter: exporter),
      at: node.moment(), hasher: Hasher256(), deflate: Deflate())
    try take(rest, &session)
    while !outcome.isOutgrown, let more = try reader.next() { try take(more, &session) }
    try finish()
    outcome.missing = max(0, reply.end - node.replica.position.place)
    return outcome
  }

  private func take(_ content: [UInt8], _ session: inout NodeSession) throws(Failure) {
    session.feed(content, at: node.moment())
    while !outcome.isOutgrown, let event = session.next(at: node.moment()) {
      try deal(with: event, &session)
      if taken >= Self.commitEvery { try commit() }
    }
  }

  private func deal(
    with event: NodeSession.Event, _ session: inout NodeSession
  ) throws(Failure) {
    switch event {
    case .welcome(let welcome): try greet(welcome, &session)
    case .acknowledged(let durable, let whole):
      heard = (max(durable, heard.durable), max(whole, heard.whole))
    case .segment(let segment): try take(segment)
    case .privates(let entries): keep(entries)
    case .bye: hasEnded = true
    case .failed(let error):
      throw .badData("The answer does not hold together (\(error.name)): \(error.text)")
    default: break
    }
  }

  private func finish() throws(Failure) {
    try commit()
    if node.replica.isOutgrown {
      try node.beginAnew()
      outcome.isOutgrown = true
    }
    guard hasEnded || outcome.isOutgrown else {
      throw .badData("The answer ends too early: what came of it is kept. Ask for another one.")
    }
    guard isFresh, !outcome.isOutgrown else { return }
    try Failure.storing { () throws(StoreError) in
      try node.replica.acknowledged(durable: heard.durable, whole: heard.whole, anew: true)
    }
  }

  private func commit() throws(Failure) {
    taken = 0
    try Failure.storing { () throws(StoreError) in
      if node.replica.hasUncommitted { try node.replica.commit() }
    }
  }

  /// Compares the chains, as they are now.
  private func greet(_ welcome: Welcome, _ session: inout NodeSession) throws(Failure) {
    if welcome.isRevoked {
      // For good: no answer takes it back.
      node.isShutOut = true
      outcome.isRevoked = true
    }
    let hash = try Failure.storing { () throws(StoreError) in
      try node.replica.ownHash(at: welcome.head.n)
    }
    guard session.openAnswer(ownHash: hash) else {
      try node.beginAnew()
      outcome.isOutgrown = true
      return
    }
    let start = try Failure.storing { () throws(StoreError) in
      try node.replica.hash(atEndOf: welcome.from - 1)
    }
    guard let start else {
      throw .refused(
        "This answers a bundle of a log that this node no longer follows: export a new one.")
    }
    heard = (welcome.head.n, welcome.whole)
    _ = session.follow(
      from: LogPosition(place: welcome.from - 1, hash: start), hubKeys: node.replica.hubKeys)
    if welcome.isRevoked { try part(from: welcome) }
  }

  /// No segment comes to a revoked node, by which it would see that the hub has another life: its own ops
  /// that are not on that one's log wait again all the same.
  private func part(from welcome: Welcome) throws(Failure) {
    guard isFresh else { return }
    let replica = node.replica
    try Failure.storing { () throws(StoreError) in
      let common = try replica.commonPosition(place: welcome.from - 1, starts: welcome.starts)
      if common.place < replica.position.place { try replica.part(at: common) }
    }
  }

  /// Adopts a segment that is new.
  private func take(_ segment: Segment) throws(Failure) {
    guard !outcome.isOld else { return }
    let header = segment.header
    let replica = node.replica
    try Failure.storing { () throws(StoreError) in
      if try replica.hash(atEndOf: header.last) == header.after { return }
      if header.first <= replica.position.place {
        guard isFresh else {
          outcome.isOld = true
          return
        }
        // The hub has another life from here on.
        try replica.part(at: LogPosition(place: header.first - 1, hash: header.before))
      }
      try replica.adopt(segment)
      outcome.entries += segment.entries.count
      taken += segment.entries.count
    }
  }

  private func keep(_ entries: [PrivateEntry]) {
    taken += entries.count
    for entry in entries {
      switch entry.content {
      case .line(let line): try? node.replica.keepPrivate(line, of: entry.op)
      case .gone: try? node.replica.noteGone(entry.op)
      case .absent: break
      }
    }
  }
}
