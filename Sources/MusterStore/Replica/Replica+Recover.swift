public import MusterCore
public import MusterSync
internal import MusterTrust

/// What the hub takes up from other lives of its own.
nonisolated extension Replica {
  /// Whether all entries of the segment that ends with this hash are on the hub's disk.
  public func hasRecovered(_ after: Digest) throws(StoreError) -> Bool {
    try database.statement("SELECT 1 FROM recovered WHERE after = ?").bind(1, after)
      .first { _ in true } ?? false
  }

  /// Places the entries of another life's segment that are not there yet, each as it was placed then:
  /// under its writer and number, received when it was. Durable after ``commit()``, before which
  /// nothing else may be gathered.
  ///
  /// Who has checked the segment's signature, and that its key is a hub's, calls it.
  ///
  /// - Returns: how many entries were new.
  /// - Throws: ``StoreError/unknownOp(_:)`` where an entry names an op whose line has not come:
  ///   nothing is placed then.
  @discardableResult
  public func recover(_ segment: Segment) throws(StoreError) -> Int {
    try guardReady()
    guard signer != nil, !hasUncommitted else { throw .noLife }
    let digests = try digests(of: segment)
    var placed = 0
    for (entry, digest) in zip(segment.entries, digests) {
      let isKnown = memory.place(of: entry.op) != nil
      if !memory.fold.holds(entry.op, entry.placement),
        !(isKnown && planted(.recoversFirstPlacementsOnly))
      {
        place(entry, segment.payload)
        placed += 1
      }
      follow(entry.placement, digest)
    }
    gathered.recovered.append(segment.header.after)
    return placed
  }

  /// Takes up what this very disk keeps aside: of a standby that was made the hub, whose own log had
  /// parted from the one that it followed. Once for each process, behind ``begin(_:_:received:)``;
  /// durable when this returns.
  ///
  /// - Returns: the new segments, which may be sent now.
  @discardableResult
  public func recoverAside() throws(StoreError) -> [StoredSegment] {
    var sent: [StoredSegment] = []
    guard asideCount > 0 else { return sent }
    if hasUncommitted { sent += try commit() }
    for offer in try asideOffers(limit: asideCount) {
      guard let frame = try asideFrame(after: offer.after) else { continue }
      do throws(StoreError) {
        try recover(segmentReading.segment(frame, first: offer.first))
      } catch {
        // What it builds on stands elsewhere: whoever holds that brings this one too.
        guard case .unknownOp = error else { throw error }
        continue
      }
      sent += try commit()
    }
    return sent
  }

  private func digests(of segment: Segment) throws(StoreError) -> [Digest] {
    var here: [OpID: Digest] = [:]
    return try segment.entries.map { (entry) throws(StoreError) in
      if let line = entry.line {
        let digest = hasher.digest(segment.payload, in: line)
        here[entry.op] = digest
        return digest
      }
      if let digest = here[entry.op] { return digest }
      guard let line = try line(of: entry.op) else { throw .unknownOp(entry.op) }
      return hasher.digest(line)
    }
  }

  private func place(_ entry: Segment.Entry, _ payload: [UInt8]) {
    let isNew = memory.place(of: entry.op) == nil
    let line = isNew ? entry.line : nil
    if !builder.add(entry.placement, op: entry.op, line: line, of: payload) {
      sealBeside()
      _ = builder.add(entry.placement, op: entry.op, line: line, of: payload)
    }
    guard let line else { return memory.placeAgain(entry.op, entry.placement) }
    _ = memory.notePlace(of: entry.op, lastPlace + Int64(builder.count))
    _ = memory.take(payload, line, entry.op, entry.placement)
  }

  /// Moves the head of a writer's chain where the op is the next of it.
  private func follow(_ placement: Placement, _ digest: Digest) {
    if planted(.recoversWithoutHeads) { return }
    let held = head(of: placement.writer)
    guard placement.n == held.n + 1 else { return }
    var chain = WriterChain(n: held.n, hash: held.hash)
    chain.append(digest, hasher: hasher)
    heads.set(WriterHead(n: chain.n, hash: chain.hash), of: placement.writer)
  }
}
