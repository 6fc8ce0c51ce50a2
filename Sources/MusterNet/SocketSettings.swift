internal import CEvent
internal import Glibc

/// What every TCP connection of the sync protocol is set to.
nonisolated enum SocketSettings {
  /// The kernel's send buffer. Left to itself it swallows megabytes for every slow reader, and no limit
  /// of ours would ever see that it is slow.
  static let sendBufferBytes: Int32 = 65_536

  /// Small send buffer; no waiting to fill packets.
  static func apply(to descriptor: Int32) {
    set(descriptor, SOL_SOCKET, SO_SNDBUF, sendBufferBytes)
    set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
  }

  /// Lets only full packets out, until it is taken off (tcp(7), `TCP_CORK`): what is written record by
  /// record leaves together.
  static func cork(_ descriptor: Int32, _ isOn: Bool) {
    set(descriptor, Int32(IPPROTO_TCP), TCP_CORK, isOn ? 1 : 0)
  }

  private static func set(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
    var value = value
    _ = unsafe setsockopt(
      descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
  }
}
