internal import MusterCore
internal import MusterSync
internal import MusterTrust

nonisolated extension Replica {
  var segmentReading: SegmentReading { SegmentReading(hasher: hasher, deflate: deflate) }

  /// Folds every segment on the disk.
  func loadLog() throws(StoreError) {
    try log.each { (row) throws(StoreError) in
      let segment = try segmentReading.segment(row.frame, first: row.first)
      let header = segment.header
      guard header.first == position.place + 1, header.before == position.hash,
        header.after == row.after, header.count == row.count
      else { throw .damaged(what: "the segment at place \(row.first) does not follow the last") }
      try take(segment)
      position = header.end
    }
    tip = position
    gathered = Gathered()
  }

  /// Folds a segment's entries.
  func take(_ segment: Segment) throws(StoreError) {
    var place = segment.header.first
    for entry in segment.entries {
      if let line = entry.line {
        // The same line twice is one op; its place is the first.
        _ = notePlace(of: entry.op, place)
        let operation = reader.read(segment.payload, in: line, id: entry.op)
        noteFolded(operation, entry.placement, segment.header, at: place)
        fold.place(operation, entry.placement)
      } else {
        guard self.place(of: entry.op) != nil else {
          throw .damaged(what: "place \(place) names op \(entry.op.hex), which no line is of")
        }
        fold.placeAgain(entry.op, entry.placement)
      }
      noteOwn(entry.op, entry.placement)
      place += 1
    }
  }

  /// Notes where an op's line stands, before the fold has the placement.
  ///
  /// - Returns: whether this is its first place.
  func notePlace(of op: OpID, _ place: Int64) -> Bool {
    places.note(fold.number(of: op) ?? fold.operationCount, at: place)
  }

  /// Where the op's line stands; nil when it is not placed.
  func place(of op: OpID) -> Int64? { fold.number(of: op).flatMap { places[$0] } }

  /// Notes what an op means beside the fold.
  func noteFolded(
    _ operation: Operation, _ placement: Placement, _ header: SegmentHeader, at place: Int64
  ) {
    wants.note(operation, placement)
    // A node's own private lines were written with the op.
    if own?.unplaced[operation.id] != nil { wants.settle(operation.id) }
    staleNames.note(operation)
    guard case .hubStart(let start) = operation.act else { return }
    noteHubKey(of: start)
    if header.count == 1 {
      gathered.starts.append(
        HubStartMark(generation: start.generation, place: place, before: header.before))
    }
  }

  func noteHubKey(of start: HubStart) {
    guard start.isCertified, !hubKeys.contains(start.key) else { return }
    hubKeys.append(start.key)
  }

  /// Notes that an own op was placed.
  private func noteOwn(_ op: OpID, _ placement: Placement) {
    guard var side = own, side.writer == placement.writer else { return }
    own = nil
    side.placed = max(side.placed, placement.n)
    side.unplaced[op] = nil
    own = side
  }

  /// Reads the node's own chain, and folds what of it is not placed.
  func loadOwn() throws(StoreError) {
    guard case .node(let key, _) = role else { return }
    var epoch = try settings.text(.epoch).flatMap { Identifier($0) }
    if epoch == nil {
      let minted = Randomness.identifier()
      try settings.set(.epoch, to: minted.hex)
      epoch = minted
    }
    guard let epoch else { return }
    let writer = Writer(node: key, epoch: epoch)
    let chain = OwnChain(database, epoch: epoch)
    let start = WriterHead(n: 0, hash: WriterChain.start(event: event, writer: writer))
    var side = OwnSide(writer: writer, chain: chain, head: try chain.head() ?? start)
    side.durable = try settings.integer(.durable) ?? 0
    side.whole = try settings.integer(.whole) ?? 0
    try chain.each { (head, line, received) throws(StoreError) in
      let op = hasher.digest(line).identifier
      guard place(of: op) == nil else {
        side.placed = max(side.placed, head.n)
        return
      }
      side.unplaced[op] = head.n
      let operation = reader.read(line, in: 0..<line.count, id: op)
      staleNames.note(operation)
      fold.addPending(operation, writer: writer, n: head.n, received: received)
    }
    own = side
  }

  /// Takes what is held or gone off the list of what is lacked.
  func settlePrivates() throws(StoreError) {
    try privates.eachSettled { op in wants.settle(op) }
  }
}
