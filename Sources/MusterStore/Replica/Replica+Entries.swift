public import MusterCore
internal import MusterSync
internal import MusterTrust

/// One entry of the log with its line, for those who read the log as it stands.
public nonisolated struct LogEntry: Hashable, Sendable {
  /// Its place, from 1.
  public var place: Int64
  /// Under which writer and number, and when it was received.
  public var placement: Placement
  /// Which op.
  public var op: OpID
  /// The op's line; nil when the op was placed before.
  public var line: [UInt8]?
}

nonisolated extension Replica {
  /// Entries after a place, in order: those of one segment, at most 256; none at the end of the log.
  public func entries(after place: Int64) throws(StoreError) -> [LogEntry] {
    guard place >= 0, place < position.place, let row = try log.row(holding: place + 1) else {
      return []
    }
    let segment = try segmentReading.segment(row.frame, first: row.first)
    let first = segment.header.first
    return segment.entries.indices.dropFirst(Int(place + 1 - first)).map { index in
      let entry = segment.entries[index]
      return LogEntry(
        place: first + Int64(index), placement: entry.placement, op: entry.op,
        line: entry.line.map { Array(segment.payload[$0]) })
    }
  }
}
