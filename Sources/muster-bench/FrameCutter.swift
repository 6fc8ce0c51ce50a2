/// Cuts what came into whole frames, unread.
struct FrameCutter {
  private static let headerLength = 8
  private var buffer: [UInt8] = []
  private var start = 0

  mutating func append(_ bytes: [UInt8]) {
    if start == buffer.count {
      buffer = bytes
    } else {
      buffer.removeSubrange(..<start)
      buffer += bytes
    }
    start = 0
  }

  /// The next frame, header and all, uncopied; nil until more bytes come.
  mutating func next() -> ArraySlice<UInt8>? {
    guard buffer.count - start >= Self.headerLength else { return nil }
    let length = buffer[start + 4..<start + 8].reduce(0) { $0 << 8 | Int($1) }
    let end = start + Self.headerLength + length
    guard buffer.count >= end else { return nil }
    defer { start = end }
    return buffer[start..<end]
  }
}
