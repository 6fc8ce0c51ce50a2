internal import Glibc

/// A blocking HTTP/1.1 client for one daemon, over TCP or its Unix socket.
///
/// The connection is kept between requests where the daemon agrees. Not for use from two threads at
/// once.
public nonisolated final class HTTPClient {
  /// Where the daemon listens.
  public enum Place: Hashable, Sendable, CustomStringConvertible {
    /// A host name or number address (without brackets) and a port.
    case tcp(host: String, port: UInt16)
    /// The path of a socket file.
    case unix(path: String)

    /// For messages.
    public var description: String {
      switch self {
      case .tcp(let host, let port):
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
      case .unix(let path): path
      }
    }
  }

  /// Where it asks.
  public let place: Place
  private let timeoutMs: Int
  private let bodyLimit: Int
  private var stream: ClientStream?

  /// Makes a client; connects at the first request.
  ///
  /// - Parameters:
  ///   - timeoutMs: for each request, connecting included (ms).
  ///   - bodyLimit: the largest answer taken (bytes).
  public init(_ place: Place, timeoutMs: Int = 30_000, bodyLimit: Int = 256 << 20) {
    self.place = place
    self.timeoutMs = timeoutMs
    self.bodyLimit = bodyLimit
  }

  /// Sends one request and waits for its whole answer, whatever its status.
  ///
  /// - Parameters:
  ///   - target: path and query, already percent-encoded.
  ///   - headers: besides `Host`, `Content-Length` and, unless given, `Content-Type: application/json`
  ///     for what changes something.
  public func request(
    _ method: String, _ target: String, headers: [(name: String, value: String)] = [],
    body: [UInt8] = []
  ) throws(CommandError) -> HTTPReply {
    let bytes = head(method, target, headers, body) + body
    let deadline = Deadline(place, ms: timeoutMs)
    if let kept = stream, kept.isQuiet {
      do throws(CommandError) {
        return try exchange(kept, bytes, method, deadline)
      } catch {
        // The daemon may have closed the kept connection just now. What changes something is not sent
        // twice.
        guard case .connection = error, method == "GET" || method == "HEAD" else { throw error }
      }
    }
    stream = nil
    let fresh = try ClientStream(place, deadline)
    stream = fresh
    return try exchange(fresh, bytes, method, deadline)
  }

  /// A text as one segment of a path or one value of a query.
  public static func encoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
      default:
        let digits = Array("0123456789ABCDEF".utf8)
        bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func exchange(
    _ stream: ClientStream, _ bytes: [UInt8], _ method: String, _ deadline: Deadline
  ) throws(CommandError) -> HTTPReply {
    do throws(CommandError) {
      try stream.send(bytes, deadline)
      var reader = ReplyReader(stream: stream, deadline: deadline, bodyLimit: bodyLimit)
      let reply = try reader.read(forHead: method == "HEAD")
      if !reader.mayContinue { self.stream = nil }
      return reply
    } catch {
      self.stream = nil
      throw error
    }
  }

  private func head(
    _ method: String, _ target: String, _ headers: [(name: String, value: String)], _ body: [UInt8]
  ) -> [UInt8] {
    let host: String
    switch place {
    case .tcp: host = place.description
    case .unix: host = "localhost"
    }
    var lines = ["\(method) \(target) HTTP/1.1", "Host: \(host)"]
    let changes = !["GET", "HEAD", "OPTIONS"].contains(method)
    if changes || !body.isEmpty { lines.append("Content-Length: \(body.count)") }
    if changes, !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
      lines.append("Content-Type: application/json")
    }
    lines += headers.map { "\($0.name): \($0.value)" }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }
}
