import MusterCore

/// Pings, and the silence after which a peer is dead (`Protocol/4-messages.md`, Liveness).
nonisolated struct Heartbeat {
  private var lastHeard: Int64
  private var lastPing: Int64
  private var outstanding: (id: Int64, sentAt: Int64)?
  private var nextID: Int64 = 1

  /// - Parameter mono: µs on the own boot clock.
  init(mono: Int64) {
    lastHeard = mono
    lastPing = mono
  }

  /// µs at which something is due: a ping, or the peer's death.
  var deadline: Int64 {
    min(lastPing + Limits.standard.pingMs * 1000, lastHeard + Limits.standard.deadMs * 1000)
  }

  mutating func heard(mono: Int64) { lastHeard = max(lastHeard, mono) }

  func isDead(mono: Int64) -> Bool { mono - lastHeard >= Limits.standard.deadMs * 1000 }

  func isPingDue(mono: Int64) -> Bool { mono - lastPing >= Limits.standard.pingMs * 1000 }

  /// The id of a ping that is sent now.
  mutating func ping(mono: Int64) -> Int64 {
    lastPing = mono
    outstanding = (nextID, mono)
    nextID += 1
    return nextID - 1
  }

  /// µs from ping to pong, for the pong to the newest ping; nil for any other.
  mutating func pong(id: Int64, mono: Int64) -> Int64? {
    guard let ping = outstanding, ping.id == id else { return nil }
    outstanding = nil
    return max(0, mono - ping.sentAt)
  }
}
