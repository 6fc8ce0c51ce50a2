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
        _ = memory.notePlace(of: entry.op, place)
        if let start = memory.take(segment.payload, line, entry.op, entry.placement),
          segment.begins(start)
        {
          gathered.starts.append(
            HubStartMark(
              generation: start.generation, place: place, before: segment.header.before))
        }
      } else {
        guard memory.place(of: entry.op) != nil else {
          throw .damaged(what: "place \(place) names op \(entry.op.hex), which no line is of")
        }
        memory.placeAgain(entry.op, entry.placement)
      }
      noteOwn(entry.op, entry.placement)
      place += 1
    }
  }

  /// Notes that an own op was placed.
  private func noteOwn(_ op: OpID, _ placement: Placement) {
    guard var side = own, side.writer.node == placement.writer.node else { return }
    own = nil
    if side.writer == placement.writer {
      side.placed = max(side.placed, placement.n)
      if side.unplaced[op] != placement.n, !isOwn(op, at: placement.n, side) { isOutgrown = true }
    }
    // Its private line was written with it.
    if !planted(.keepsPlacedWaiting), side.unplaced.removeValue(forKey: op) != nil {
      memory.wants.settle(op)
    }
    own = side
  }

  /// Whether the own chain has an op at a number; rarely asked, for it reads the disk.
  private func isOwn(_ op: OpID, at n: Int64, _ side: OwnSide) -> Bool {
    guard n <= side.head.n, let line = try? side.chain.line(at: n) else { return false }
    return hasher.digest(line).identifier == op
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
      guard memory.place(of: op) == nil else {
        side.placed = max(side.placed, head.n)
        return
      }
      side.unplaced[op] = head.n
      let operation = memory.reader.read(line, in: 0..<line.count, id: op)
      memory.takePending(operation, writer, n: head.n, received: received)
    }
    own = side
  }

  /// Takes what is held or gone off the list of what is lacked.
  func settlePrivates() throws(StoreError) {
    try privates.eachSettled { op in memory.wants.settle(op) }
  }
}
