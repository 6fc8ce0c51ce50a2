/// Who may shake hands now, and who waits: at most ``limit`` at once, each neighbour at most half.
///
/// A handshake costs a signature and two verifications; thousands at once would hold up the loop, and
/// silent sockets would hold up everybody else. Those that wait are let in turn by turn, one neighbour
/// after the other, so that one that knocks a thousand times delays only itself.
nonisolated struct HandshakeQueue<Item> {
  /// What is to be done with one that has just come.
  enum Verdict: Equatable { case start, wait, refuse }

  /// Handshakes at once.
  let limit: Int
  /// Waiting ones in all; each neighbour may have half of them.
  let waitingLimit: Int
  private(set) var running = 0
  private(set) var waiting = 0
  private var runningOf: [UInt64: Int] = [:]
  private var lines: [UInt64: ArraySlice<Item>] = [:]
  /// The neighbours that have somebody waiting, the next to be served first.
  private var turns: ArraySlice<UInt64> = []

  init(limit: Int = 16, waitingLimit: Int = 4_096) {
    self.limit = limit
    self.waitingLimit = waitingLimit
  }

  private var share: Int { max(1, limit / 2) }

  /// One more has come. After `.start` its handshake counts as running; `.wait` keeps it here.
  mutating func arrive(_ item: Item, from neighbour: UInt64) -> Verdict {
    let line = lines[neighbour]?.count ?? 0
    if line == 0, running < limit, runningOf[neighbour, default: 0] < share {
      start(neighbour)
      return .start
    }
    guard waiting < waitingLimit, line < waitingLimit / 2 else { return .refuse }
    if line == 0 { turns.append(neighbour) }
    lines[neighbour, default: []].append(item)
    waiting += 1
    return .wait
  }

  /// A running handshake has ended, well or not.
  mutating func finish(_ neighbour: UInt64) {
    running -= 1
    let left = runningOf[neighbour, default: 1] - 1
    runningOf[neighbour] = left > 0 ? left : nil
  }

  /// The next that waited and may start; it then counts as running.
  mutating func next() -> Item? {
    guard running < limit else { return nil }
    for _ in turns.indices {
      guard let neighbour = turns.popFirst() else { return nil }
      guard runningOf[neighbour, default: 0] < share, let item = lines[neighbour]?.popFirst() else {
        turns.append(neighbour)
        continue
      }
      if lines[neighbour]?.isEmpty == true {
        lines[neighbour] = nil
      } else {
        turns.append(neighbour)
      }
      waiting -= 1
      start(neighbour)
      return item
    }
    return nil
  }

  private mutating func start(_ neighbour: UInt64) {
    running += 1
    runningOf[neighbour, default: 0] += 1
  }
}
