public import MusterCore
public import MusterSync
public import MusterTrust

nonisolated extension Replica {
  /// The node's own writer: its key and this life of its storage.
  public var ownWriter: Writer? { own?.writer }

  /// The end of the node's own chain, on the disk; nil at the hub.
  public var ownHead: WriterHead? { own?.head }

  /// How many own ops are not on the log yet.
  public var pendingCount: Int { own?.unplaced.count ?? 0 }

  /// The hub has so many own ops on its disk, and their private lines for so many.
  public var acknowledgement: (durable: Int64, whole: Int64) {
    (own?.durable ?? 0, own?.whole ?? 0)
  }

  /// Writes own ops, their private lines and the answer to the request that asked for them, in one
  /// transaction; folds them when they are on the disk. What was gathered need not be there then.
  ///
  /// - Parameters:
  ///   - made: the lines.
  ///   - received: the best guess of when the hub will have them, ms of hub time.
  ///   - answer: kept under the request's idempotency key.
  /// - Returns: the ids.
  /// - Throws: ``StoreError/unfitLine(why:)``, ``StoreError/wrongPrivateLine(_:)``,
  ///   ``StoreError/diskFull(_:)`` and what else a disk gives; nothing has changed then.
  @discardableResult
  public func record(
    _ made: [OwnOp], received: Int64, answer: Answer? = nil
  ) throws(StoreError) -> [OpID] {
    try guardReady()
    guard var side = own else { throw .noLife }
    let checked = try made.map { (op) throws(StoreError) in try check(op) }
    // Names and erasures go by all that has come. Who comes and goes waits for no other's writing.
    if hasUncommitted, !checked.allSatisfy(\.isPresenceAlone) { try commit() }
    var chain = WriterChain(n: side.head.n, hash: side.head.hash)
    func transaction(_ body: () throws(StoreError) -> Void) throws(StoreError) {
      if planted(.answersBeforeSync) { return try database.casualTransaction(body) }
      try database.transaction(body)
    }
    try transaction { () throws(StoreError) in
      for (op, known) in zip(made, checked) {
        chain.append(known.digest, hasher: hasher)
        try side.chain.append(
          op.line, WriterHead(n: chain.n, hash: chain.hash), received: received)
        if let line = op.privateLine { try keepOwn(line, of: known.operation) }
      }
      if let answer { try answers.keep(answer) }
    }
    for (index, known) in checked.enumerated() {
      let n = side.head.n + Int64(index) + 1
      side.unplaced[known.operation.id] = n
      memory.takePending(known.operation, side.writer, n: n, received: received)
    }
    side.head = WriterHead(n: chain.n, hash: chain.hash)
    own = side
    showOwnNames()
    return checked.map(\.operation.id)
  }

  /// Who is recorded is found from then on, even while something gathers that the index waits for.
  private func showOwnNames() {
    guard memory.staleNames.areAny else { return }
    do throws(StoreError) { try freshenForLooking() } catch {
      // The acts are on the disk. Where only the index found no room, who looks next brings it up to them.
      if !error.leavesAllAsItWas { isReady = false }
    }
  }

  /// Takes the next segment of the log, which the session has verified; durable after ``commit()``.
  ///
  /// - Throws: ``StoreError/offChain(held:first:)`` when it does not continue the log.
  public func adopt(_ segment: Segment) throws(StoreError) {
    try guardReady()
    let header = segment.header
    guard role != .hub, header.first == tip.place + 1, header.before == tip.hash else {
      throw .offChain(held: tip.place, first: header.first)
    }
    do throws(StoreError) { try take(segment) } catch {
      isReady = false
      throw error
    }
    tip = header.end
    gathered.segments.append(
      Gathered.Segment(
        header: header, frame: segment.frame, ops: segment.entries.map(\.op)))
  }

  /// The chain's hash at a number; nil when the chain is shorter.
  public func ownHash(at n: Int64) throws(StoreError) -> Digest? {
    guard let own else { return nil }
    guard n > 0 else { return WriterChain.start(event: event, writer: own.writer) }
    return try own.chain.hash(at: n)
  }

  /// Own lines from a number on: at most so many, and at most so many bytes, but at least one.
  public func ownLines(
    from n: Int64, maxCount: Int = Limits.standard.opsPerBatch,
    maxBytes: Int = Limits.standard.bodyBytes
  ) throws(StoreError) -> [[UInt8]] {
    try own?.chain.lines(from: n, maxCount: maxCount, maxBytes: maxBytes) ?? []
  }

  /// Notes what the hub has said that it holds; within a session never less than before.
  ///
  /// May be lost in a power cut, or where the disk is full: the hub says it again.
  ///
  /// - Parameter anew: whether a session begins with it: a hub that was put back from a backup holds
  ///   less than it did.
  public func acknowledged(
    durable: Int64, whole: Int64, anew: Bool = false
  ) throws(StoreError) {
    try guardReady()
    guard var side = own else { return }
    let held = (side.durable, side.whole)
    side.durable = anew ? durable : max(durable, side.durable)
    side.whole = anew ? whole : max(whole, side.whole)
    guard (side.durable, side.whole) != held else { return }
    own = side
    do throws(StoreError) {
      try database.casualTransaction { () throws(StoreError) in
        try settings.set(.durable, to: side.durable)
        try settings.set(.whole, to: side.whole)
      }
    } catch {
      guard error.leavesAllAsItWas else { throw error }
    }
  }
}
