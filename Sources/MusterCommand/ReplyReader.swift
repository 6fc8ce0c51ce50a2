/// Reads one answer from a stream (RFC 9112 §4–7).
nonisolated struct ReplyReader {
  private static let headLimit = 65_536

  private let stream: ClientStream
  private let deadline: Deadline
  private let bodyLimit: Int
  private let name: String
  private var buffer: ArraySlice<UInt8> = []
  /// Whether the connection may carry another request.
  private(set) var mayContinue = false

  init(stream: ClientStream, deadline: Deadline, bodyLimit: Int) {
    self.stream = stream
    self.deadline = deadline
    self.bodyLimit = bodyLimit
    name = stream.name
  }

  mutating func read(forHead: Bool) throws(CommandError) -> HTTPReply {
    while true {
      let (status, keep, headers) = try head()
      // An interim answer; the real one follows.
      if (100..<200).contains(status) { continue }
      let field = { (name: String) in headers.first { $0.name.lowercased() == name }?.value }
      mayContinue = keep && field("connection")?.lowercased() != "close"
      let body: [UInt8]
      if forHead || status == 204 || status == 304 {
        body = []
      } else if let coding = field("transfer-encoding") {
        guard coding.lowercased() == "chunked" else { throw bad("transfer coding \(coding)") }
        body = try chunks()
      } else if let text = field("content-length") {
        guard let count = Int(text), count >= 0 else { throw bad("length \(text)") }
        guard count <= bodyLimit else { throw bad("\(count) bytes are too many") }
        body = try take(count)
      } else {
        body = try rest()
      }
      if !buffer.isEmpty { mayContinue = false }
      return HTTPReply(status: status, headers: headers, body: body)
    }
  }

  private mutating func head() throws(CommandError) -> (
    status: Int, keep: Bool, headers: [(name: String, value: String)]
  ) {
    var used = 0
    let parts = try line(&used).split(separator: " ", maxSplits: 2)
    guard parts.count >= 2, parts[0].hasPrefix("HTTP/1."), let status = Int(parts[1]),
      (100..<600).contains(status)
    else { throw bad("no HTTP status line") }
    var headers: [(name: String, value: String)] = []
    while true {
      let text = try line(&used)
      if text.isEmpty { return (status, parts[0] == "HTTP/1.1", headers) }
      guard let colon = text.firstIndex(of: ":") else { throw bad("a header without a colon") }
      let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      headers.append((String(text[..<colon]), String(value)))
    }
  }

  /// One line without its end; `used` counts towards the limit of a head.
  private mutating func line(_ used: inout Int) throws(CommandError) -> String {
    var searched = 0
    while true {
      if let end = buffer.dropFirst(searched).firstIndex(of: 0x0A) {
        var text = buffer[..<end]
        buffer = buffer[(end + 1)...]
        used += text.count
        if text.last == 0x0D { text = text.dropLast() }
        return String(decoding: text, as: UTF8.self)
      }
      searched = buffer.count
      guard used + searched <= ReplyReader.headLimit else { throw bad("endless headers") }
      try more()
    }
  }

  private mutating func chunks() throws(CommandError) -> [UInt8] {
    var body: [UInt8] = []
    var used = 0
    while true {
      used = 0
      let size = try line(&used).prefix { $0 != ";" && $0 != " " }
      guard let count = Int(size, radix: 16), count >= 0 else { throw bad("chunk size \(size)") }
      guard body.count + count <= bodyLimit else { throw bad("more than \(bodyLimit) bytes") }
      if count == 0 { break }
      body += try take(count)
      guard try line(&used).isEmpty else { throw bad("a chunk without an end") }
    }
    while try !line(&used).isEmpty {}
    return body
  }

  private mutating func take(_ count: Int) throws(CommandError) -> [UInt8] {
    while buffer.count < count { try more() }
    let body = Array(buffer.prefix(count))
    buffer = buffer.dropFirst(count)
    return body
  }

  /// Everything until the end of the connection.
  private mutating func rest() throws(CommandError) -> [UInt8] {
    mayContinue = false
    while true {
      guard buffer.count <= bodyLimit else { throw bad("more than \(bodyLimit) bytes") }
      let bytes = try stream.receive(deadline)
      if bytes.isEmpty { break }
      buffer += bytes
    }
    let body = Array(buffer)
    buffer = []
    return body
  }

  private mutating func more() throws(CommandError) {
    let bytes = try stream.receive(deadline)
    guard !bytes.isEmpty else { throw .connection(name, "it was closed before the answer") }
    buffer += bytes
  }

  private func bad(_ why: String) -> CommandError { .badReply(name, Terminal.plain(why)) }
}
