import MusterCore
import MusterStore
import MusterSync
import MusterTrust

/// What a hub takes up from other lives of the event's hubs.
extension Hub {
  /// Whether a key is certified as a hub's: by the log, or by a `hub.start` in the segment itself.
  func knows(_ key: Digest, in segment: Segment) -> Bool {
    if key == keys.hub.publicKey || replica.hubKeys.contains(key) { return true }
    var reader = OperationReader(event: event)
    return segment.entries.contains { entry in
      guard let line = entry.line,
        case .hubStart(let start) = reader.read(segment.payload, in: line, id: entry.op).act
      else { return false }
      return start.isCertified && start.key == key
    }
  }
}
