import MusterCore

/// Pings, and the silence after which a peer is dead (`Protocol/4-messages.md`, Liveness).
nonisolated struct Heartbeat {
  /// So many pings may be on their way: a slow link answers later than the next ping is sent.
  private static let mostOnTheWay = 4

  /// How often to ping and how long to wait.
  var limits = Limits.standard
  private var lastHeard: Int64
  private var lastPing: Int64
  private var onTheWay: [(id: Int64, sentAt: Int64)] = []
  private var nextID: Int64 = 1

  /// - Parameter mono: µs on the own boot clock.
  init(mono: Int64) {
    lastHeard = mono
    lastPing = mono
  }

  /// µs at which something is due: a ping, or the peer's death.
  var deadline: Int64 {
    min(lastPing + limits.pingMs * 1000, lastHeard + limits.deadMs * 1000)
  }

  mutating func heard(mono: Int64) { lastHeard = max(lastHeard, mono) }

  func isDead(mono: Int64) -> Bool {
    mono - lastHeard >= limits.deadMs * 1000 && !planted(.neverFindsDead)
  }

  func isPingDue(mono: Int64) -> Bool { mono - lastPing >= limits.pingMs * 1000 }

  /// The id of a ping that is sent now.
  mutating func ping(mono: Int64) -> Int64 {
    lastPing = mono
    if onTheWay.count == Self.mostOnTheWay { onTheWay.removeFirst() }
    onTheWay.append((nextID, mono))
    nextID += 1
    return nextID - 1
  }

  /// µs from ping to pong; nil for a pong to no ping, or to one that was answered already.
  mutating func pong(id: Int64, mono: Int64) -> Int64? {
    guard let index = onTheWay.firstIndex(where: { $0.id == id }) else { return nil }
    let sentAt = onTheWay[index].sentAt
    onTheWay.removeSubrange(...index)
    return max(0, mono - sentAt)
  }
}
