internal import Glibc
internal import MusterSync

/// What is asked of a daemon over HTTP.
struct Question {
  var method = "GET"
  /// From the root, percent-encoded.
  var path: String
  var body: JSONValue?
  /// The `Idempotency-Key` of a POST.
  var key: String?
}

/// What a daemon answered.
struct Answer {
  /// The HTTP status.
  var status: Int
  /// The body, where it is JSON.
  var body: JSONValue?
  /// The cookie that it sets, as it is sent back.
  var cookie: String?
}

/// One kept connection to a daemon's HTTP, as a volunteer's desk keeps one: a question at a time.
///
/// Asking and taking the answer are two calls, so that many desks can wait at once; `HTTPClient` blocks.
@MainActor final class Desk {
  /// By what the daemon knows who asks.
  var cookie: String?
  private let port: UInt16
  private var socket: Int32 = -1
  private var received: [UInt8] = []

  /// A desk at 127.0.0.1; it connects when first asked.
  init(port: UInt16, cookie: String? = nil) {
    self.port = port
    self.cookie = cookie
  }

  isolated deinit { hangUp() }

  /// The socket, for `poll`.
  var descriptor: Int32 { socket }

  /// Drops the connection and what was still to come on it.
  func hangUp() {
    if socket >= 0 { close(socket) }
    socket = -1
    received.removeAll()
  }

  /// Asks and waits for the answer.
  func ask(_ question: Question, withinMs: Int64 = 20_000) throws(DemoError) -> Answer {
    try send(question)
    let end = TrueTime.steadyMs() + withinMs
    while TrueTime.steadyMs() < end {
      try Interruption.check()
      var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      guard unsafe poll(&waiting, 1, 100) > 0 else { continue }
      if let answer = try receive() { return answer }
    }
    throw .broken("127.0.0.1:\(port) did not answer \(question.method) \(question.path) in time")
  }

  /// Writes a question, connecting first where need be.
  func send(_ question: Question) throws(DemoError) {
    if isStale { hangUp() }
    if socket < 0 { try connect() }
    var body: [UInt8] = []
    if let value = question.body {
      var writer = JSONWriter()
      writer.value(value)
      body = writer.bytes
    }
    var head = "\(question.method) \(question.path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
    if let cookie { head += "Cookie: \(cookie)\r\n" }
    if let key = question.key { head += "Idempotency-Key: \(key)\r\n" }
    if question.body != nil {
      head += "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n"
    }
    let message = Array((head + "\r\n").utf8) + body
    var sent = 0
    while sent < message.count {
      let count = unsafe message.withUnsafeBytes { bytes in
        unsafe Glibc.send(
          socket, bytes.baseAddress?.advanced(by: sent), bytes.count - sent,
          Int32(MSG_NOSIGNAL))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw gone("while it was asked \(question.path)") }
      sent += count
    }
  }

  /// Takes what has come; nil until the answer is whole.
  func receive() throws(DemoError) -> Answer? {
    var part = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe part.withUnsafeMutableBytes {
      unsafe recv(socket, $0.baseAddress, $0.count, 0)
    }
    if count < 0, errno == EINTR || errno == EAGAIN { return nil }
    guard count > 0 else { throw gone("before it answered") }
    received.append(contentsOf: part[..<count])
    return try answer()
  }

  private func answer() throws(DemoError) -> Answer? {
    guard let headEnd = endOfHead() else { return nil }
    let head = String(decoding: received[..<headEnd], as: UTF8.self)
    let lines = head.split(whereSeparator: { $0 == "\r\n" || $0 == "\n" })
    let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    guard let status else { throw .broken("127.0.0.1:\(port) answers no HTTP: \(head.prefix(60))") }
    var length = 0
    var cookie: String?
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].filter { $0 != " " }
      switch line[..<colon].lowercased() {
      case "content-length": length = Int(value) ?? 0
      case "set-cookie": cookie = String(value.prefix { $0 != ";" })
      default: break
      }
    }
    let end = headEnd + 4 + length
    guard received.count >= end else { return nil }
    let body = Array(received[(headEnd + 4)..<end])
    received.removeSubrange(..<end)
    return Answer(status: status, body: try? JSONValue.read(body), cookie: cookie)
  }

  /// Where CR LF CR LF begins.
  private func endOfHead() -> Int? {
    var index = 0
    while index + 3 < received.count {
      if received[index] == 13, received[index + 1] == 10, received[index + 2] == 13,
        received[index + 3] == 10
      {
        return index
      }
      index += 1
    }
    return nil
  }

  private func connect() throws(DemoError) {
    received.removeAll()
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard socket >= 0 else {
      throw .system("no socket: \(unsafe String(cString: strerror(errno)))")
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw gone("when it was called") }
    var one: Int32 = 1
    unsafe setsockopt(
      socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
  }

  /// Whether the daemon has closed a connection on which nothing was due.
  private var isStale: Bool {
    guard socket >= 0 else { return false }
    var waiting = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&waiting, 1, 0) != 0
  }

  private func gone(_ when: String) -> DemoError {
    let why = unsafe String(cString: strerror(errno))
    hangUp()
    return .broken("127.0.0.1:\(port) hung up \(when) (\(why))")
  }
}
