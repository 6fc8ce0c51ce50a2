import MusterSync
import MusterTrust

/// Any bytes, as they might come over a connection.
///
/// However the stream is cut into chunks, the same frames and the same error come out. A frame lies
/// within the limit, its lines are its payload cut at every LF, none is empty or too long, and its raw
/// bytes give the same frame again. Never more waits than one frame and what came behind it.
enum FrameTarget {
  private static let limit = 4_096
  private static let deflate = Deflate()

  private enum Event: Equatable {
    case frame(raw: [UInt8], payload: [UInt8], lines: [Range<Int>])
    case failed(FrameError)
  }

  static func feed(_ bytes: [UInt8]) {
    let whole = events(bytes, chunk: max(bytes.count, 1))
    for chunk in [1, 3, 11] {
      hold(events(bytes, chunk: chunk) == whole, "chunks of \(chunk) make a difference")
    }
    for case .frame(let raw, let payload, let lines) in whole {
      check(payload, lines)
      hold(
        events(raw, chunk: raw.count) == [.frame(raw: raw, payload: payload, lines: lines)],
        "the raw bytes of a frame give another")
      let again = FrameWriter.compressed(deflate.compress(payload))
      guard case .frame(_, payload, lines)? = events(again, chunk: again.count).first else {
        hold(again.count > limit, "a payload written compressed is not read")
        continue
      }
    }
  }

  private static func check(_ payload: [UInt8], _ lines: [Range<Int>]) {
    hold(1...limit ~= payload.count, "a payload of \(payload.count) bytes")
    let cut = payload.split(separator: 0x0A, omittingEmptySubsequences: false)
    hold(cut.map(\.indices) == lines, "the lines are not the payload's")
    hold(
      lines.allSatisfy { 1...FrameReader.lineLimit ~= $0.count }, "a line is empty or too long")
  }

  private static func events(_ stream: [UInt8], chunk: Int) -> [Event] {
    var events: [Event] = []
    var reader = FrameReader(limit: limit)
    var position = 0
    do throws(FrameError) {
      while position < stream.count {
        let end = min(position + chunk, stream.count)
        reader.append(Array(stream[position..<end]))
        position = end
        while let frame = try reader.next(inflate: { deflate.inflate($0, limit: $1) }) {
          events.append(.frame(raw: frame.raw, payload: frame.payload, lines: frame.lines))
        }
        hold(reader.waiting < 8 + limit, "\(reader.waiting) bytes wait")
      }
    } catch {
      events.append(.failed(error))
      hold(reader.waiting == 0, "bytes wait after an error")
    }
    return events
  }
}
