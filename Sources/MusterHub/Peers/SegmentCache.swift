import MusterNet

/// The newest frames of the log, ready to be sent to many nodes without a copy.
///
/// Bounded in bytes; older frames are read from the store when a node asks for them.
struct SegmentCache {
  /// One frame and where it ends.
  struct Entry {
    /// Place of its last entry.
    let last: Int64
    /// The frame.
    let bytes: SharedBytes
  }

  private let limitBytes: Int
  private var entries: [Int64: Entry] = [:]
  private var order: [Int64] = []
  private var oldest = 0
  private var heldBytes = 0

  init(limitBytes: Int) { self.limitBytes = limitBytes }

  /// The frame whose first place is the given one.
  subscript(first: Int64) -> Entry? { entries[first] }

  /// Keeps a frame, and lets the oldest go.
  mutating func keep(first: Int64, last: Int64, frame: [UInt8]) -> Entry {
    if let entry = entries[first] { return entry }
    let entry = Entry(last: last, bytes: SharedBytes(frame))
    entries[first] = entry
    order.append(first)
    heldBytes += frame.count
    while heldBytes > limitBytes, oldest < order.count - 1 {
      if let gone = entries.removeValue(forKey: order[oldest]) { heldBytes -= gone.bytes.count }
      oldest += 1
    }
    if oldest > 1024 {
      order.removeFirst(oldest)
      oldest = 0
    }
    return entry
  }
}
