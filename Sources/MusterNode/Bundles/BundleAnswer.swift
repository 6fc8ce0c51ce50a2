import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// Takes in the hub's answer to a bundle, however old: what is known already does no harm.
struct BundleAnswer {
  let node: Node

  /// What came of it.
  struct Outcome {
    /// Entries of the log that were new.
    var entries = 0
    /// So many own ops are on the hub's disk.
    var durable: Int64 = 0
    /// Whether the node has begun anew, and is to export once more.
    var isOutgrown = false
    /// Whether the hub has said that the node was revoked.
    var isRevoked = false
  }

  func run(_ bytes: [UInt8], seal: SealKey) throws(Failure) -> Outcome {
    let file = try open(bytes)
    let content: [UInt8]
    do throws(SealedFile.Refusal) { content = try file.content(by: seal) } catch {
      throw Self.failure(error)
    }
    let root = node.enrolment.root
    guard
      let (key, frames) = ReplySeal.read(
        content, exporter: file.exporter, event: file.event, root: root)
    else { throw .badData("No hub of this event has made this answer.") }
    try Failure.storing { () throws(StoreError) in
      if node.replica.hasUncommitted { try node.replica.commit() }
    }
    guard let holdings = node.holdings() else { throw .inputOutput("The data cannot be read.") }
    var session = NodeSession(
      holdings: holdings, signer: node.key,
      channel: Channel(peerKey: key, ownKey: node.key.publicKey, exporter: file.exporter),
      at: node.moment(), hasher: Hasher256(), deflate: Deflate())
    session.feed(frames, at: node.moment())
    return try deal(with: &session)
  }

  private func open(_ bytes: [UInt8]) throws(Failure) -> BundleFile {
    let file: BundleFile
    do throws(BundleFile.Refusal) { file = try BundleFile(bytes) } catch {
      switch error {
      case .noBundle:
        throw .badData("This is no bundle: the hub makes one, muster-hub bundle import --reply.")
      case .version(let version):
        throw .badData("This bundle is of version \(version), which this node does not read.")
      }
    }
    guard file.maker == .hub else {
      throw .badData("This is a node's bundle: import it at the hub, muster-hub bundle import.")
    }
    guard file.event == node.enrolment.event else {
      throw .badData("This bundle is of another event, \(file.event.hex).")
    }
    return file
  }

  private static func failure(_ error: SealedFile.Refusal) -> Failure {
    switch error {
    case .notForThisKey: .badData("This answer is sealed for another node.")
    case .damaged(let place):
      .badData("The bundle is damaged at or after byte \(place): copy the file once more.")
    case .tooLarge(let limit): .badData("The bundle holds more than \(limit >> 20) MB.")
    }
  }

  private func deal(with session: inout NodeSession) throws(Failure) -> Outcome {
    var outcome = Outcome()
    var hasEnded = false
    while let event = session.next(at: node.moment()) {
      switch event {
      case .welcome(let welcome):
        guard try greet(welcome, &session, &outcome) else { return outcome }
      case .acknowledged(let durable, let whole):
        outcome.durable = durable
        try Failure.storing { () throws(StoreError) in
          try node.replica.acknowledged(durable: durable, whole: whole)
        }
      case .segment(let segment): outcome.entries += try take(segment)
      case .privates(let entries): keep(entries)
      case .bye: hasEnded = true
      case .failed(let error): throw .badData("The answer does not hold together: \(error.text)")
      default: break
      }
    }
    try Failure.storing { () throws(StoreError) in _ = try node.replica.commit() }
    guard hasEnded else {
      throw .badData("The answer ends too early: what came of it is kept. Copy the file once more.")
    }
    return outcome
  }

  /// Compares the chains, as they are now.
  ///
  /// - Returns: false where the node has begun anew, and the answer is of no more use.
  private func greet(
    _ welcome: Welcome, _ session: inout NodeSession, _ outcome: inout Outcome
  ) throws(Failure) -> Bool {
    outcome.isRevoked = welcome.isRevoked
    node.isShutOut = welcome.isRevoked
    let hash = try Failure.storing { () throws(StoreError) in
      try node.replica.ownHash(at: welcome.head.n)
    }
    guard session.openAnswer(ownHash: hash) else {
      try node.beginAnew()
      outcome.isOutgrown = true
      return false
    }
    let start = try Failure.storing { () throws(StoreError) in
      try node.replica.hash(atEndOf: welcome.from - 1)
    }
    guard let start else {
      throw .refused("This answer is to a bundle that this node no longer knows: export a new one.")
    }
    _ = session.follow(
      from: LogPosition(place: welcome.from - 1, hash: start), hubKeys: node.replica.hubKeys)
    return true
  }

  /// Adopts a segment that is new.
  ///
  /// - Returns: how many entries were new.
  private func take(_ segment: Segment) throws(Failure) -> Int {
    try Failure.storing { () throws(StoreError) in
      let header = segment.header
      let replica = node.replica
      if replica.hasUncommitted, header.last <= replica.position.place { try replica.commit() }
      if try replica.hash(atEndOf: header.last) == header.after { return 0 }
      if header.first <= replica.position.place {
        // The hub has another life from here on.
        try replica.part(at: LogPosition(place: header.first - 1, hash: header.before))
      }
      try replica.adopt(segment)
      return segment.entries.count
    }
  }

  private func keep(_ entries: [PrivateEntry]) {
    for entry in entries {
      switch entry.content {
      case .line(let line): try? node.replica.keepPrivate(line, of: entry.op)
      case .gone: try? node.replica.noteGone(entry.op)
      case .absent: break
      }
    }
  }
}
