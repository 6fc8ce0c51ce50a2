/// Cuts a stream of bytes into frames (`Protocol/1-frames.md`).
///
/// `append` what came, then call ``next(inflate:)`` until it gives nil. However the stream is cut into
/// chunks, the frames and the error are the same, and a header is refused as soon as its bytes show
/// that it is bad. After an error every call gives that error again: a stream has no way back.
///
/// It holds at most one frame and what came behind it, and costs time in proportion to the bytes.
public nonisolated struct FrameReader: Sendable {
  /// The longest line, bytes without LF.
  public static let lineLimit = 16_384
  /// What an idle connection may keep for its next frame, bytes.
  private static let keptCapacity = 4_096

  /// The longest payload, bytes, as sent and inflated; raised when the other side is authenticated.
  public var limit: Int
  private var buffer: [UInt8] = []
  private var start = 0
  private var failure: FrameError?

  /// Makes a reader.
  ///
  /// - Parameter limit: the longest payload, bytes, as sent and inflated.
  public init(limit: Int) { self.limit = limit }

  /// How many bytes wait for the rest of their frame, or for the next call.
  public var waiting: Int { buffer.count - start }

  /// Takes what came.
  public mutating func append(_ bytes: [UInt8]) {
    compact()
    buffer.append(contentsOf: bytes)
  }

  /// Takes what came.
  public mutating func append(_ bytes: Span<UInt8>) {
    compact()
    unsafe bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
  }

  /// Drops what was handed out, when that is at least as much as what stays: so each byte is moved
  /// at most once on average.
  private mutating func compact() {
    guard start > 0, start >= buffer.count - start else { return }
    if start == buffer.count {
      buffer.removeAll(keepingCapacity: buffer.capacity <= Self.keptCapacity)
    } else {
      buffer.removeSubrange(..<start)
    }
    start = 0
  }

  /// The next frame; nil until more bytes come.
  ///
  /// - Parameter inflate: gives what a zlib stream holds, or nil when it is broken, has bytes behind
  ///   it, or holds more than the limit in bytes.
  public mutating func next(
    inflate: (Span<UInt8>, _ limit: Int) -> [UInt8]?
  ) throws(FrameError) -> Frame? {
    if let failure { throw failure }
    do throws(FrameError) {
      return try cut(inflate)
    } catch {
      failure = error
      buffer = []
      start = 0
      throw error
    }
  }

  private mutating func cut(
    _ inflate: (Span<UInt8>, _ limit: Int) -> [UInt8]?
  ) throws(FrameError) -> Frame? {
    guard let length = try payloadLength() else { return nil }
    let first = start + FrameHeader.length
    guard buffer.count - first >= length else { return nil }
    let isCompressed = buffer[start + 2] & FrameHeader.compressedFlag != 0
    let frame =
      isCompressed
      ? try inflated(first..<first + length, inflate)
      : try Self.frame(Array(buffer[first..<first + length]), compressed: nil)
    start = first + length
    compact()
    return frame
  }

  private func inflated(
    _ range: Range<Int>, _ inflate: (Span<UInt8>, _ limit: Int) -> [UInt8]?
  ) throws(FrameError) -> Frame {
    guard let payload = inflate(buffer.span.extracting(range), limit), payload.count <= limit else {
      throw .badCompression(limit: limit)
    }
    return try Self.frame(payload, compressed: Array(buffer[start..<range.upperBound]))
  }

  /// The length that the header gives; nil while it is not whole.
  private func payloadLength() throws(FrameError) -> Int? {
    let seen = min(buffer.count - start, FrameHeader.length)
    var length = 0
    for index in 0..<seen {
      let byte = buffer[start + index]
      switch index {
      case 0: if byte != FrameHeader.magic { throw .badMagic(byte) }
      case 1: if byte != FrameHeader.version { throw .badVersion(byte) }
      case 2: if byte & ~FrameHeader.compressedFlag != 0 { throw .badFlags(byte) }
      case 3: if byte != 0 { throw .badDictionary(byte) }
      default:
        length |= Int(byte) << (8 * (7 - index))
        if length > limit { throw .tooLarge(limit: limit) }
      }
    }
    guard seen == FrameHeader.length else { return nil }
    guard length > 0 else { throw .badLine(1) }
    return length
  }

  private static func frame(
    _ payload: [UInt8], compressed: [UInt8]?
  ) throws(FrameError) -> Frame {
    Frame(payload: payload, lines: try lines(payload.span), compressed: compressed)
  }

  private static func lines(_ payload: Span<UInt8>) throws(FrameError) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var first = 0
    while let end = payload.firstLineFeed(from: first) {
      try add(first..<end, to: &lines)
      first = end + 1
    }
    try add(first..<payload.count, to: &lines)
    return lines
  }

  private static func add(
    _ line: Range<Int>, to lines: inout [Range<Int>]
  ) throws(FrameError) {
    guard !line.isEmpty, line.count <= lineLimit else { throw .badLine(lines.count + 1) }
    lines.append(line)
  }
}
