import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// Writes to an answer what a node lacks: the log, and the private lines that its country may have.
struct BundleLog {
  /// So much of the log is read at once, bytes.
  private static let readBytes = 131_072

  let hub: Hub
  let country: String
  /// About so large the content of the answer may be.
  let maxBytes: Int

  /// Writes segments, each with its private lines, until the answer is full; one in any case, so that
  /// asking again always brings a node further.
  ///
  /// - Returns: how many entries they hold.
  func write(
    to writer: BundleWriter, after first: Int64, upTo end: Int64
  ) throws(Failure) -> Int {
    var place = first
    while place < end {
      let segments = try Failure.storing { () throws(StoreError) in
        try hub.replica.segments(after: place, maxBytes: Self.readBytes)
      }
      guard !segments.isEmpty else { break }
      for segment in segments {
        let privates = try privates(of: segment)
        let count = privates.reduce(segment.frame.count) { $0 + $1.count }
        guard place == first || writer.count + count <= maxBytes else { return Int(place - first) }
        try writer.add(segment.frame)
        for frame in privates { try writer.add(frame) }
        place = segment.end.place
      }
    }
    return Int(place - first)
  }

  /// Writes private lines that the node asks for, until the answer is full.
  func write(to writer: BundleWriter, privatesOf wanted: [OpID]) throws(Failure) {
    var next = 0
    while next < wanted.count, writer.count < maxBytes {
      let end = min(next + Limits.standard.entries, wanted.count)
      let entries = wanted[next..<end].compactMap(held)
      for frame in PrivateMessage.frames(entries) where writer.count + frame.count <= maxBytes {
        try writer.add(frame)
      }
      next = end
    }
  }

  /// The private lines of the ops of a segment that the country may have.
  private func privates(of segment: StoredSegment) throws(Failure) -> [[UInt8]] {
    let entries = try Failure.storing { () throws(StoreError) in
      try hub.replica.entries(after: segment.first - 1)
    }
    return PrivateMessage.frames(entries.compactMap { held($0.op) })
  }

  private func held(_ op: OpID) -> PrivateEntry? {
    guard hub.replica.reading({ $0.mayHavePrivate(of: op, country: country) }) else { return nil }
    return switch try? hub.replica.privateLine(of: op) {
    case .line(let line): PrivateEntry(op: op, content: .line(line))
    case .gone: PrivateEntry(op: op, content: .gone)
    case .absent, nil: nil
    }
  }
}
