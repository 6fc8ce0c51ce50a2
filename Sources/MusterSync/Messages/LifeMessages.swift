import MusterCore
import MusterTrust

/// The messages by which a hub takes up what nodes hold of other lives
/// (`Protocol/4-messages.md`, Other lives).
nonisolated enum LifeMessages {
  static let offerType = "offer"
  static let wantType = "want-segments"
  static let recoveredType = "recovered"

  /// At most ``Limits/segmentsOffered`` segments, the oldest first.
  static func offer(_ segments: [SegmentOffer]) -> [UInt8] {
    frame(offerType) { json in
      json.key("segments")
      json.beginArray()
      for segment in segments {
        json.beginArray()
        json.value(segment.generation.hex)
        json.value(segment.first)
        json.value(segment.count)
        json.value(segment.after.hex)
        json.endArray()
      }
      json.endArray()
    }
  }

  static func readOffer(_ message: MessageReader) throws(ProtocolError) -> [SegmentOffer] {
    var segments: [SegmentOffer] = []
    for element in try message.array("segments", atMost: Limits.standard.segmentsOffered) {
      guard let parts = element.array, parts.count == 4, let generation = parts[0].identifier,
        let first = parts[1].integer, first >= 1, let count = parts[2].integer,
        1...Int64(Limits.standard.entries) ~= count, let after = parts[3].digest
      else { throw message.broken("segments") }
      segments.append(
        SegmentOffer(generation: generation, first: first, count: count, after: after))
    }
    if segments.isEmpty { throw message.broken("segments") }
    return segments
  }

  static func want(_ after: [Digest]) -> [UInt8] { frame(wantType) { $0.member("after", after) } }

  static func recovered(_ after: [Digest]) -> [UInt8] {
    frame(recoveredType) { $0.member("after", after) }
  }

  private static func frame(_ type: String, _ members: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", type)
    members(&writer)
    writer.endObject()
    return FrameWriter.plain(writer.bytes)
  }
}

nonisolated extension JSONWriter {
  /// Writes a member that is an array of digests.
  fileprivate mutating func member(_ name: String, _ digests: [Digest]) {
    member(name, digests.map(\.hex))
  }
}
