internal import Glibc

/// Follows a daemon's server-sent events (`GET /api/v1/events`), one after the other.
public nonisolated final class EventReader {
  /// What has come.
  public enum Happening: Equatable, Sendable {
    /// An event of this kind.
    case event(String)
    /// A signal to end.
    case ended
    /// The window has another size.
    case resized
    /// The daemon has closed the stream, or is gone.
    case gone
  }

  private static let beginMs = 10_000
  /// The daemon says a word at least every 15 s; after so long without one it is taken for gone, ms.
  private static let silentMs: Int32 = 45_000

  private let stream: ClientStream
  private let interruption: Interruption
  private var bytes: [UInt8] = []
  /// Bytes of the present chunk that are still to come; nil between chunks.
  private var chunk: Int?
  private var text: [UInt8] = []
  private var kind: String?

  /// Begins to listen.
  ///
  /// - Throws: ``CommandError/nobodyListens(_:)`` where no daemon runs.
  public init(
    _ place: HTTPClient.Place, interruption: Interruption
  ) throws(CommandError) {
    self.interruption = interruption
    let deadline = Deadline(place, ms: Self.beginMs)
    let stream = try ClientStream(place, deadline)
    self.stream = stream
    try stream.send(
      Array(
        "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n".utf8),
      deadline)
    while true {
      if let end = bytes.firstEnd(of: [13, 10, 13, 10]) {
        let head = String(decoding: bytes[..<end], as: UTF8.self)
        guard head.hasPrefix("HTTP/1.1 200") else {
          throw .badReply(place.description, "it tells no events")
        }
        bytes.removeSubrange(..<end)
        return
      }
      guard bytes.count < 16_384 else { throw .badReply(place.description, "endless headers") }
      let more = try stream.receive(deadline)
      guard !more.isEmpty else {
        throw .connection(place.description, "it was closed before the answer")
      }
      bytes += more
    }
  }

  /// Waits for what comes next.
  public func next() -> Happening {
    while true {
      if let event = takeEvent() { return .event(event) }
      var questions = [
        pollfd(fd: interruption.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: stream.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let count = unsafe poll(&questions, 2, Self.silentMs)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return .gone }
      if questions[0].revents != 0 {
        let signals = interruption.taken()
        if signals.contains(where: { $0 == .end }) { return .ended }
        if !signals.isEmpty { return .resized }
      }
      guard questions[1].revents != 0 else { continue }
      guard let more = stream.receiveNow(), !more.isEmpty else { return .gone }
      bytes += more
      if !unwrap() { return .gone }
    }
  }

  /// Takes whole chunks out of what has come; false when they end, or are none.
  private func unwrap() -> Bool {
    while true {
      if let left = chunk {
        let part = min(left, bytes.count)
        text += bytes.prefix(part)
        bytes.removeFirst(part)
        guard part == left else {
          chunk = left - part
          return true
        }
        // The line end after a chunk.
        guard bytes.count >= 2 else {
          chunk = 0
          return true
        }
        bytes.removeFirst(2)
        chunk = nil
      }
      guard let end = bytes.firstEnd(of: [13, 10]) else { return bytes.count < 32 }
      let size = String(decoding: bytes[..<(end - 2)], as: UTF8.self)
      bytes.removeSubrange(..<end)
      guard let count = Int(size, radix: 16), (1...(1 << 20)).contains(count) else { return false }
      chunk = count
    }
  }

  /// The next event that has come whole.
  private func takeEvent() -> String? {
    while let end = text.firstIndex(of: 10) {
      let line = String(decoding: text[..<end], as: UTF8.self)
      text.removeSubrange(...end)
      if line.hasPrefix("event: ") { kind = String(line.dropFirst(7)) }
      guard line.isEmpty, let kind else { continue }
      self.kind = nil
      return kind
    }
    return nil
  }
}

nonisolated extension [UInt8] {
  /// The index after the first of these bytes in a row.
  fileprivate func firstEnd(of pattern: [UInt8]) -> Int? {
    guard count >= pattern.count else { return nil }
    for start in 0...(count - pattern.count) where self[start] == pattern[0] {
      if self[start..<(start + pattern.count)].elementsEqual(pattern) {
        return start + pattern.count
      }
    }
    return nil
  }
}
