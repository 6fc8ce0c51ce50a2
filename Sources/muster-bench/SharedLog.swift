import Foundation
import MusterCore
import MusterSync
import MusterTrust

/// The hub's log as the bench's nodes read it: each segment once between them all.
///
/// At an event each node has a processor of its own to read with. Here all of them share one with
/// the hub, and reading each segment for each node would measure the reading. So whoever comes first
/// reads it, as a node does: inflated, chained, hashed and signed; the others see that they were
/// given the same bytes.
final class SharedLog {
  private let hasher: Hasher256
  private let deflate: Deflate
  private var segments: [Int64: (frame: [UInt8], end: LogPosition)] = [:]

  init(hasher: Hasher256, deflate: Deflate) {
    self.hasher = hasher
    self.deflate = deflate
  }

  /// Where the log ends with this frame; nil when it is no segment, but something for the session.
  ///
  /// - Parameter hub: the key that must have signed it.
  func end(of frame: ArraySlice<UInt8>, after position: LogPosition, hub: Digest) throws
    -> LogPosition?
  {
    if let known = segments[position.place], frame.isSame(as: known.frame) { return known.end }
    let frame = [UInt8](frame)
    guard let segment = try segment(frame) else { return nil }
    guard segment.header.first == position.place + 1, segment.header.before == position.hash,
      segment.header.key == hub, segment.checkSignature()
    else { throw BenchError("a segment does not follow on place \(position.place)") }
    segments[position.place] = (frame, segment.header.end)
    return segment.header.end
  }

  private func segment(_ bytes: [UInt8]) throws -> Segment? {
    var reader = FrameReader(limit: Limits.standard.frameBytes)
    reader.append(bytes)
    let frame = try reader.next { [deflate] in deflate.inflate($0, limit: $1) }
    guard let frame, try JSONValue.read(frame.payload, in: frame.message)["type"] == "segment"
    else { return nil }
    return try Segment(frame, hasher: hasher)
  }
}

extension ArraySlice<UInt8> {
  /// Whether these are the same bytes, by `memcmp`: `==` looks at each byte.
  fileprivate func isSame(as other: [UInt8]) -> Bool {
    guard count == other.count else { return false }
    return unsafe withUnsafeBytes { mine in
      unsafe other.withUnsafeBytes { theirs in
        guard let mine = mine.baseAddress, let theirs = theirs.baseAddress else { return true }
        return unsafe memcmp(mine, theirs, count) == 0
      }
    }
  }
}
