import MusterCore
import MusterTrust

/// Checks that each segment follows on the one before and is signed by a key of the event's hub.
nonisolated struct LogFollower {
  /// The end of what it has followed.
  private(set) var position: LogPosition
  private let event: EventID
  private var hubKeys: [Digest]
  private let hasher: Hasher256
  private var reader: OperationReader

  /// - Parameters:
  ///   - position: where the next segment must begin.
  ///   - hubKeys: the keys that a `hub.start` up to there certifies.
  init(event: EventID, after position: LogPosition, hubKeys: [Digest], hasher: Hasher256) {
    self.event = event
    self.position = position
    self.hubKeys = hubKeys
    self.hasher = hasher
    reader = OperationReader(event: event)
  }

  /// Reads the next segment.
  mutating func follow(
    _ message: MessageReader, _ frame: Frame
  ) throws(ProtocolError) -> Segment {
    let header = try SegmentHeader(message)
    guard header.event == event else {
      throw ProtocolError(.wrongEvent, "The segment is of another event.")
    }
    guard header.first == position.place + 1 else {
      throw ProtocolError(.gap, "After place \(position.place) came \(header.first).")
    }
    guard header.before == position.hash else {
      throw ProtocolError(.parted, "The log parts before place \(header.first).")
    }
    let segment = try Segment(frame, header: header, hasher: hasher)
    guard isHubKey(header.key, in: segment) else {
      throw ProtocolError(.wrongHub, "The segment at \(header.first) is signed by no hub's key.")
    }
    guard segment.checkSignature() else {
      throw ProtocolError(.badSignature, "The segment at \(header.first) is not signed rightly.")
    }
    position = header.end
    return segment
  }

  /// Whether the key is certified: known already, or by a `hub.start` that the segment itself holds.
  private mutating func isHubKey(_ key: Digest, in segment: Segment) -> Bool {
    if hubKeys.contains(key) { return true }
    for entry in segment.entries {
      guard let line = entry.line else { continue }
      let operation = reader.read(segment.payload, in: line, id: entry.op)
      guard case .hubStart(let start) = operation.act, start.isCertified, start.key == key else {
        continue
      }
      hubKeys.append(key)
      return true
    }
    return false
  }
}
