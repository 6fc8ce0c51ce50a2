import MusterCore
import MusterTrust

@testable import MusterSync

/// The lines of a segment's frame: its message, its writers, its placements and ops. `@after` stands
/// for the hash that the body gives, `@before` for the log's beginning, other words for ids and keys.
///
/// What is read has as many entries as it says, each with the id of its line; packed anew by the hub it
/// is a segment with the same entries. A placement reads the same in its usual spelling and in others.
enum SegmentTarget {
  private static let hasher = Hasher256()
  private static let deflate = Deflate()
  private static let start = LogPosition(event: Company.event)
  private static let signer = SegmentBuilder.Signer(
    event: Company.event, generation: Company.generation, key: Company.hub)

  static func feed(_ bytes: [UInt8]) {
    for line in bytes.split(separator: 0x0A) { comparePlacements(Array(line)) }
    let payload = Letter.segment(bytes, after: start)
    guard let frame = frame(FrameWriter.plain(payload)) else { return }
    do throws(ProtocolError) {
      let segment = try Segment(frame, hasher: hasher)
      check(segment)
    } catch {
      hold(error.code > 100, "an error without a code")
    }
  }

  private static func frame(_ bytes: [UInt8]) -> Frame? {
    var reader = FrameReader(limit: Limits.standard.frameBytes)
    reader.append(bytes)
    return try? reader.next { deflate.inflate($0, limit: $1) }
  }

  private static func comparePlacements(_ line: [UInt8]) {
    let placement = PlacementLine.read(line, in: line.indices)
    let spaced = [0x20] + line
    hold(PlacementLine.read(spaced, in: spaced.indices) == placement, "two readers differ")
    guard let placement else { return }
    var written: [UInt8] = []
    placement.write(to: &written)
    hold(PlacementLine.read(written, in: written.indices) == placement, "not the same again")
  }

  private static func check(_ segment: Segment) {
    hold(segment.entries.count == segment.header.count, "another number of entries")
    var builder = SegmentBuilder()
    for entry in segment.entries {
      if let line = entry.line {
        hold(hasher.digest(segment.payload, in: line).identifier == entry.op, "another id")
      }
      let isIn = builder.add(entry.placement, op: entry.op, line: entry.line, of: segment.payload)
      // The builder leaves room for writers that may come.
      guard isIn else { return }
    }
    let sealed = builder.seal(after: start, signer: signer, hasher: hasher, deflate: deflate)
    guard let frame = frame(sealed.frame), let again = try? Segment(frame, hasher: hasher) else {
      fatalError("what is packed anew is not read")
    }
    hold(again.checkSignature(), "what is packed anew is not signed")
    hold(again.entries.map(\.placement) == segment.entries.map(\.placement), "other placements")
    hold(again.entries.map(\.op) == segment.entries.map(\.op), "other ops")
  }
}
