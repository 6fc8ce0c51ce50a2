public import MusterCore
public import MusterSync
internal import MusterTrust

nonisolated extension Replica {
  /// Whether the op is on the log.
  public func isPlaced(_ op: OpID) -> Bool { memory.place(of: op) != nil }

  /// Where the op's line stands in the log; nil when it is not placed.
  public func place(of op: OpID) -> Int64? { memory.place(of: op) }

  /// The log's hash at the end of the segment whose last place this is; nil when none ends there.
  public func hash(atEndOf place: Int64) throws(StoreError) -> Digest? {
    guard place > 0 else { return place == 0 ? LogChain.start(event: event) : nil }
    return try log.hash(atEndOf: place)
  }

  /// Stored segments after a place, for a reader that holds the log up to there: as many as fit into
  /// `maxBytes`, but at least one.
  ///
  /// - Parameter place: 0, or the last place of a segment.
  public func segments(
    after place: Int64, maxBytes: Int
  ) throws(StoreError) -> [StoredSegment] {
    guard place < position.place else { return [] }
    return try log.frames(after: place, maxBytes: maxBytes)
  }

  /// The newest lives of the hub on the log, oldest first.
  public func starts(newest count: Int = Limits.standard.starts) throws(StoreError)
    -> [HubStartMark]
  {
    try log.starts(newest: count)
  }

  /// An op's line: of a placed op, or of an own one that is not placed yet; nil also until the op is
  /// committed.
  public func line(of op: OpID) throws(StoreError) -> [UInt8]? {
    guard let place = memory.place(of: op) else {
      guard let own, let n = own.unplaced[op] else { return nil }
      return try own.chain.line(at: n)
    }
    guard place <= position.place else { return nil }
    let segment = try segment(holding: place)
    let index = Int(place - segment.header.first)
    guard segment.entries.indices.contains(index), segment.entries[index].op == op,
      let line = segment.entries[index].line
    else { throw .damaged(what: "the line of op \(op.hex) is not at place \(place)") }
    return Array(segment.payload[line])
  }

  private func segment(holding place: Int64) throws(StoreError) -> Segment {
    if let lastRead, lastRead.segment.header.first <= place, place <= lastRead.segment.header.last {
      return lastRead.segment
    }
    guard let row = try log.row(holding: place) else {
      throw .damaged(what: "no segment holds place \(place)")
    }
    let segment = try segmentReading.segment(row.frame, first: row.first)
    lastRead = (row.first, segment)
    return segment
  }

  /// Drops what was kept only to read faster.
  public func trim() { lastRead = nil }
}
