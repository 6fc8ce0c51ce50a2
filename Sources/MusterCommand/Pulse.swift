internal import Glibc

/// Looks whether a daemon that has let somebody wait is at work, so that nobody waits for one that is
/// stopped, or hangs.
///
/// A daemon is one thread. While it imports or seals a bundle it answers nobody, and uses the processor
/// or waits for the disk; while it waits for others it answers on another connection. One that does
/// neither does nothing.
nonisolated struct Pulse {
  /// After so much silence it is looked at, and again after as much, ms.
  static let everyMs = 5_000
  /// So long another connection may wait for a word; less than the above, so that it looks at nobody, ms.
  private static let answerMs = 4_000

  private let place: HTTPClient.Place
  /// The daemon's process.
  let process: Int32
  /// What its process had used of processors at the last look.
  private var used: Int64?

  init(_ place: HTTPClient.Place, process: Int32) {
    self.place = place
    self.process = process
  }

  /// Of whoever listens at the other end of a Unix socket, looked at for the first time; nil where that
  /// cannot be seen.
  init?(_ place: HTTPClient.Place, behind descriptor: Int32) {
    guard case .unix = place else { return nil }
    // Process, user and group.
    var peer: (Int32, Int32, Int32) = (0, 0, 0)
    var length = socklen_t(MemoryLayout.size(ofValue: peer))
    let code = unsafe getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length)
    guard code == 0, peer.0 > 0 else { return nil }
    self.init(place, process: peer.0)
    _ = hasWorked()
  }

  /// Whether it neither works nor answers.
  mutating func isStill() -> Bool { !hasWorked() && !answers() && !hasWorked() }

  /// Whether it has used a processor since the last look, or waits for the disk now.
  mutating func hasWorked() -> Bool {
    guard let bytes = try? Files.read("/proc/\(process)/stat", atMostBytes: 4_096),
      let end = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return false }
    // proc(5): behind the name the state, and from the twelfth on the ticks that it has used.
    let fields = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
    guard fields.count > 12, let user = Int64(fields[11]), let system = Int64(fields[12]) else {
      return false
    }
    defer { used = user + system }
    return fields[0] == "D" || used.map { $0 < user + system } ?? false
  }

  /// Whether it says anything on another connection.
  func answers() -> Bool {
    let client = HTTPClient(place, timeoutMs: Self.answerMs)
    return (try? client.request("GET", "/healthz")) != nil
  }
}
