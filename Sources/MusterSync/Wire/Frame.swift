/// One frame: a message, and the lines that it carries.
public nonisolated struct Frame: Hashable, Sendable {
  /// The payload, inflated if it came compressed.
  public let payload: [UInt8]
  /// Where the lines are in ``payload``, without their LF; at least one, and the first is the message.
  public let lines: [Range<Int>]
  private let compressed: [UInt8]?

  init(payload: [UInt8], lines: [Range<Int>], compressed: [UInt8]?) {
    self.payload = payload
    self.lines = lines
    self.compressed = compressed
  }

  /// Header and payload exactly as they came, as segments are stored.
  public var raw: [UInt8] { compressed ?? FrameWriter.plain(payload) }

  /// Where the message is.
  public var message: Range<Int> { lines.first ?? 0..<0 }

  /// Where the body is: every byte after the first LF; nil for a message alone.
  public var body: Range<Int>? {
    lines.count > 1 ? lines[1].lowerBound..<payload.count : nil
  }
}

/// The eight bytes before a payload.
nonisolated enum FrameHeader {
  static let length = 8
  static let magic: UInt8 = 0x4D
  static let version: UInt8 = 1
  static let compressedFlag: UInt8 = 1
}

/// Makes frames.
public nonisolated enum FrameWriter {
  /// A frame with the payload as it is.
  public static func plain(_ payload: [UInt8]) -> [UInt8] { frame(payload, flags: 0) }

  /// A frame with a payload that is a zlib stream (RFC 1950) already.
  public static func compressed(_ payload: [UInt8]) -> [UInt8] {
    frame(payload, flags: FrameHeader.compressedFlag)
  }

  private static func frame(_ payload: [UInt8], flags: UInt8) -> [UInt8] {
    let length = UInt32(truncatingIfNeeded: payload.count)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(FrameHeader.length + payload.count)
    bytes.append(FrameHeader.magic)
    bytes.append(FrameHeader.version)
    bytes.append(flags)
    bytes.append(0)
    for shift: UInt32 in [24, 16, 8, 0] {
      bytes.append(UInt8(truncatingIfNeeded: length >> shift))
    }
    bytes.append(contentsOf: payload)
    return bytes
  }
}
