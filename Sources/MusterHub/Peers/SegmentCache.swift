import MusterNet

/// The newest segments as whole frames, ready to be sent to many nodes without a copy.
///
/// Bounded in bytes; older frames are read from the store when a node asks for them. Frames that follow
/// on each other are joined for those who lack them all: one write in place of many.
struct SegmentCache {
  /// Frames that follow on each other, and where they end.
  struct Entry {
    /// Place of the last entry.
    let last: Int64
    /// The frames, one after the other.
    let bytes: SharedBytes
  }

  /// Frames are joined within blocks of so many bytes, two TLS records (RFC 8446 §5.1). All runs of a
  /// block end where it does, so that nodes that came at different places soon share theirs.
  private static let blockBytes = 32_768
  /// So many runs are kept for others; each is held by those to whom it is under way as well.
  private static let runsKept = 256

  private let limitBytes: Int
  /// Single frames by their first place, each with the block to which it belongs.
  private var frames: [Int64: (entry: Entry, block: Int)] = [:]
  private var keptBytes = 0
  private var order: [Int64] = []
  private var oldest = 0
  private var heldBytes = 0
  /// Joined frames by their first place, as long as no frame is new.
  private var runs: [Int64: Entry] = [:]

  init(limitBytes: Int) { self.limitBytes = limitBytes }

  /// The frame whose first place is the given one, and those that follow on it.
  mutating func run(from first: Int64) -> Entry? {
    if let run = runs[first] { return run }
    guard let start = frames[first] else { return nil }
    var last = start.entry.last
    var parts = [start.entry.bytes]
    while let next = frames[last + 1], next.block == start.block {
      parts.append(next.entry.bytes)
      last = next.entry.last
    }
    guard parts.count > 1 else { return start.entry }
    let run = Entry(last: last, bytes: SharedBytes(joining: parts))
    if runs.count >= Self.runsKept { runs.removeAll(keepingCapacity: true) }
    runs[first] = run
    return run
  }

  /// Keeps a frame, and lets the oldest go.
  mutating func keep(first: Int64, last: Int64, frame: [UInt8]) {
    guard frames[first] == nil else { return }
    runs.removeAll(keepingCapacity: true)
    frames[first] = (Entry(last: last, bytes: SharedBytes(frame)), keptBytes / Self.blockBytes)
    order.append(first)
    heldBytes += frame.count
    keptBytes += frame.count
    while heldBytes > limitBytes, oldest < order.count - 1 {
      if let gone = frames.removeValue(forKey: order[oldest]) {
        heldBytes -= gone.entry.bytes.count
      }
      oldest += 1
    }
    if oldest > 1024 {
      order.removeFirst(oldest)
      oldest = 0
    }
  }
}
