import MusterTrust

@testable import MusterSync

/// What one side of a connection says to the other; the first byte says to whom, in which state.
///
/// `h` a hub that was just dialled, `H` one whose session is open, `b` one that reads a bundle; `n` a node
/// that has said hello, `N` one whose session is open; `j` a node that joins. Then come parts, with an
/// empty line between: the lines of a frame, written with words of ``Tokens``; after `~` the same,
/// compressed; after `!` bytes as they are; after `+` so many ms go by.
///
/// However the bytes are cut, the same events come. What passes as ops or segment continues its chain;
/// what waits is bounded; a failure says farewell by a good `error` frame; after the end nothing comes.
enum MessageTarget {
  static func feed(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let parts = parts(Array(bytes.dropFirst()))
    let count = bytes.count
    switch Unicode.Scalar(first) {
    case "h": compare(count) { HubSide(.greeting).hear(parts, chunk: $0) }
    case "H": compare(count) { HubSide(.open).hear(parts, chunk: $0) }
    case "b": compare(count) { HubSide(.bundle).hear(parts, chunk: $0) }
    case "n": compare(count) { NodeSide(isOpen: false).hear(parts, chunk: $0) }
    case "N": compare(count) { NodeSide(isOpen: true).hear(parts, chunk: $0) }
    case "j": compare(count) { JoiningSide.hear(parts, chunk: $0) }
    default: break
    }
  }

  private static func compare(_ count: Int, _ events: (Int) -> [String]) {
    let whole = events(.max)
    // Byte by byte a long input takes its time.
    for chunk in [count < 600 ? 1 : 13, 61] {
      let cut = events(chunk)
      hold(cut == whole, "in chunks of \(chunk): \(cut)\ninstead of: \(whole)")
    }
  }

  /// One part of the input.
  enum Part {
    case letter([UInt8], isCompressed: Bool)
    case raw([UInt8])
    case pause(ms: Int64)
  }

  private static func parts(_ bytes: [UInt8]) -> [Part] {
    var parts: [Part] = []
    var start = 0
    var at = 0
    while at <= bytes.count {
      let isEnd = at == bytes.count
      if isEnd || (bytes[at] == 0x0A && at + 1 < bytes.count && bytes[at + 1] == 0x0A) {
        parts.append(part(bytes[start..<at]))
        start = min(at + 2, bytes.count)
        at += 2
      } else {
        at += 1
      }
    }
    return parts
  }

  private static func part(_ bytes: ArraySlice<UInt8>) -> Part {
    let rest = Array(bytes.dropFirst())
    switch bytes.first {
    case UInt8(ascii: "!"): return .raw(rest)
    case UInt8(ascii: "~"): return .letter(rest, isCompressed: true)
    case UInt8(ascii: "+"):
      let ms = Int64(String(decoding: rest, as: UTF8.self)) ?? 0
      return .pause(ms: max(0, min(ms, 1_000_000_000)))
    default: return .letter(Array(bytes), isCompressed: false)
    }
  }
}
