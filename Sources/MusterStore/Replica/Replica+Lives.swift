public import MusterCore
public import MusterSync
public import MusterTrust

/// When the hub has another life than the one whose log is held: at a node.
nonisolated extension Replica {
  /// Where the log that is held and the one of a hub are the same for certain, as far as both show
  /// their starts: two logs part only where a life begins.
  ///
  /// - Parameters:
  ///   - place: the last place that the hub knows to be common.
  ///   - starts: the hub's newest starts.
  public func commonPosition(
    place: Int64, starts: [HubStartMark]
  ) throws(StoreError) -> LogPosition {
    var best = LogPosition(place: 0, hash: LogChain.start(event: event))
    if place > 0, let hash = try log.hash(atEndOf: place) {
      best = LogPosition(place: place, hash: hash)
    }
    for start in starts where start.place - 1 > best.place {
      guard let hash = try log.hash(atEndOf: start.place - 1), hash == start.before else {
        continue
      }
      best = LogPosition(place: start.place - 1, hash: hash)
    }
    return best
  }

  /// Goes back to where the log followed and the hub's are one, and keeps aside what stood behind it;
  /// on the disk when this returns. The fold is made anew, for it takes nothing back.
  ///
  /// Own ops that are on the log no more wait again; those of an earlier epoch are issued anew.
  ///
  /// - Throws: ``StoreError/noSegmentEnd(place:)`` where the position is not on the log.
  public func part(at common: LogPosition) throws(StoreError) {
    try guardReady()
    guard role != .hub else { throw .noLife }
    if hasUncommitted { try commit() }
    guard try hash(atEndOf: common.place) == common.hash else {
      throw .noSegmentEnd(place: common.place)
    }
    try database.transaction { () throws(StoreError) in
      try aside.take(after: common.place)
      if let epoch = own?.writer.epoch { try chainAnew(under: epoch, onLogUpTo: common.place) }
    }
    try reload()
  }

  /// Begins a new life of the node's storage: under the epoch it had, others may have gone on from a
  /// copy. Own ops that are not on the log are issued anew under it: the same lines, so the same ops.
  /// On the disk when this returns.
  ///
  /// - Parameter epoch: 128 random bits.
  public func renew(epoch: Epoch) throws(StoreError) {
    try guardReady()
    guard case .node = role else { throw .noLife }
    if hasUncommitted { try commit() }
    try database.transaction { () throws(StoreError) in
      try settings.set(.epoch, to: epoch.hex)
      try settings.set(.outgrown, to: nil as [UInt8]?)
      try chainAnew(under: epoch, onLogUpTo: position.place)
    }
    try reload()
  }

  /// Makes memory anew from the disk.
  private func reload() throws(StoreError) {
    isReady = false
    memory = Memory(event: event, memory.wants.reach)
    own = nil
    lastRead = nil
    isOutgrown = false
    position = LogPosition(place: 0, hash: LogChain.start(event: event))
    tip = position
    try loadLog()
    try loadOwn()
    try settlePrivates()
    try settleErasures()
    asideCount = try aside.count()
    isReady = true
    try mendNames()
  }

  /// Chains under an epoch the own lines of all others that are not in its chain, nor on the log up to
  /// a place; in the caller's transaction: between two of them a power cut would leave ops of which
  /// nobody is told any more.
  private func chainAnew(under epoch: Epoch, onLogUpTo last: Int64) throws(StoreError) {
    guard let own else { return }
    let chain = OwnChain(database, epoch: epoch)
    let writer = Writer(node: own.writer.node, epoch: epoch)
    var head = try chain.head() ?? WriterHead(event: event, writer: writer)
    var known: Set<OpID> = []
    try chain.each { (_, line, _) in known.insert(hasher.digest(line).identifier) }
    var lost: [(digest: Digest, line: [UInt8], received: Int64)] = []
    try chain.eachOfOtherEpochs { (line, received) in
      let digest = hasher.digest(line)
      let place = memory.place(of: digest.identifier) ?? .max
      guard place > last, known.insert(digest.identifier).inserted else { return }
      lost.append((digest, line, received))
    }
    if planted(.issuesNothingAnew) { lost.removeAll() }
    for entry in lost {
      head.append(entry.digest, hasher: hasher)
      try chain.append(entry.line, head, received: entry.received)
    }
    // What the hub has said of another log, or of another chain, says nothing of this one.
    try settings.set(.durable, to: 0)
    try settings.set(.whole, to: 0)
  }

  // MARK: What is kept aside

  var aside: Aside { Aside(database) }

  /// What is kept of other lives, the oldest first: at most so many.
  public func asideOffers(limit: Int) throws(StoreError) -> [SegmentOffer] {
    asideCount == 0 ? [] : try aside.offers(limit: limit)
  }

  /// The frame of a segment that is kept aside.
  public func asideFrame(after hash: Digest) throws(StoreError) -> [UInt8]? {
    try aside.frame(after: hash)
  }

  /// So many segments are looked at together.
  private static var asideLooked: Int { 8 }

  /// Forgets segments all of whose entries are on the log now. Looks at a few after each commit, at
  /// each of them in turn, and goes on as long as it finds such.
  func settleAside() throws(StoreError) {
    while asideCount > 0, try settleSome() {}
  }

  /// Looks at the next few.
  ///
  /// - Returns: whether any was forgotten.
  private func settleSome() throws(StoreError) -> Bool {
    var looked = try aside.segments(after: asideSeen, limit: Self.asideLooked)
    if looked.isEmpty { looked = try aside.segments(after: 0, limit: Self.asideLooked) }
    guard let last = looked.last else { return false }
    asideSeen = last.number
    var settled: [Int64] = []
    for (number, kept) in looked {
      let segment = try segmentReading.segment(kept.frame, first: kept.offer.first)
      let areAllThere = segment.entries.allSatisfy { memory.fold.holds($0.op, $0.placement) }
      if areAllThere { settled.append(number) }
    }
    guard !settled.isEmpty else { return false }
    // Which a power cut may undo.
    try database.casualTransaction { () throws(StoreError) in try aside.drop(settled) }
    asideCount -= settled.count
    return true
  }
}
