internal import MusterTrust
internal import MusterCore
internal import MusterSync

nonisolated extension Replica {
  /// Whether something was gathered that is not on the disk.
  public var hasUncommitted: Bool {
    !gathered.isEmpty || !builder.isEmpty || sealing?.isBusy == true
  }

  /// Writes all that was gathered in one transaction; on the disk when this returns.
  ///
  /// - Returns: the hub's new segments, which may be sent now; at a node none.
  /// - Throws: ``StoreError``, after which the replica is to be opened anew; but at a node, where the
  ///   disk is full, all stays gathered, and the next commit writes it.
  @discardableResult
  public func commit() throws(StoreError) -> [StoredSegment] {
    try guardReady()
    forgetLog()
    seal()
    memory.noteRetimed()
    guard hasUncommitted || memory.staleNames.areAny else { return [] }
    gatherErased()
    do throws(StoreError) {
      try database.transaction { () throws(StoreError) in try write() }
    } catch {
      isReady = isKept(after: error)
      throw error
    }
    commitCount += 1
    heads.settle()
    memory.staleNames.clear()
    position = tip
    forgetLog()
    let isHub = role == .hub
    let sent = gathered.segments.compactMap { segment in
      isHub
        ? StoredSegment(
          first: segment.header.first, end: segment.header.end, frame: segment.frame) : nil
    }
    gathered = Gathered()
    try settleAside()
    return sent
  }

  /// Whether what was gathered can be written later, and nobody was told of it. A hub's operators were
  /// told that their act has failed: it must not come to pass after all.
  private func isKept(after error: StoreError) -> Bool {
    guard case .diskFull = error, case .node = role else { return false }
    return true
  }

  private func write() throws(StoreError) {
    for segment in gathered.segments {
      try log.append(segment.header, frame: segment.frame, ops: segment.ops)
    }
    for start in gathered.starts { try log.append(start) }
    try writePrivateLines()
    let traces = try dropGone()
    for answer in gathered.answers { try answers.keep(answer) }
    for after in gathered.recovered {
      try database.statement("INSERT OR IGNORE INTO recovered VALUES (?)").bind(1, after).run()
    }
    if role == .hub, !planted(.commitsWithoutHeads) { try heads.write(to: database) }
    try freshenNames()
    try wipe(traces)
  }

  private func writePrivateLines() throws(StoreError) {
    guard !gathered.privateLines.isEmpty else { return }
    if planted(.losesPrivateLines), role == .hub { return }
    let areAnyGone = try privates.areAnyGone()
    // In the order in which the table keeps them: many together touch each page once.
    for (op, line) in gathered.privateLines.sorted(by: { $0.key < $1.key }) {
      try privates.keep(line, of: op, mayBeGone: areAnyGone)
    }
  }

  /// Copies the database's write-ahead log into its file where much is in it: for a moment in which nobody
  /// waits.
  public func checkpointAtRest() throws(StoreError) {
    guard isReady, role != .reader else { return }
    try database.checkpointAtRest()
  }

  /// Closes the segment that is full, beside what goes on here.
  func sealBeside() {
    lastPlace += Int64(builder.count)
    sealing?.seal(&builder, after: tip)
  }

  /// Closes the segment that is being filled, after those that were full.
  private func seal() {
    for sealed in sealing?.finish() ?? [] { gather(sealed) }
    guard !builder.isEmpty, let signer else { return }
    gather(builder.seal(after: tip, signer: signer, hasher: hasher, deflate: deflate))
    lastPlace = tip.place
  }

  private func gather(_ sealed: SegmentBuilder.Sealed) {
    tip = sealed.header.end
    gathered.segments.append(
      Gathered.Segment(header: sealed.header, frame: sealed.frame, ops: sealed.ops))
  }
}
