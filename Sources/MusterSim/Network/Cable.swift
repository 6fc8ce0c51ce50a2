/// The network between one node's machine and the hub's: each direction by itself.
final class Cable {
  /// From the node to the hub.
  let up = Way()
  /// From the hub to the node.
  let down = Way()
  /// Connections over it that live.
  var lines: [Line] = []

  /// Both directions.
  var ways: [Way] { [up, down] }

  /// Whether nothing passes either way, or only one way.
  var isCut: Bool { up.isCut || down.isCut }

  /// Lets packets pass again both ways.
  ///
  /// - Parameter backoff: how long the machines' kernels wait until they try again what is under way, µs.
  func mend(_ world: World, backoff: Int64) {
    for way in ways { way.isCut = false }
    lines.removeAll { $0.isOver }
    for line in lines { line.goOn(after: backoff) }
  }

  /// Makes both directions good.
  func makeGood() {
    for way in ways { way.becomeGood() }
  }
}

/// One direction of a cable.
final class Way {
  /// The shortest time that a packet takes, µs.
  var delay: Int64 = 2_000
  /// So much longer it may take, µs.
  var jitter: Int64 = 2_000
  /// Bits that pass each second; 0 for more than anybody sends.
  var rate: Int64 = 0
  /// Whether nothing passes.
  var isCut = false

  /// How long a packet takes that leaves now, µs.
  func latency(_ chance: Chance) -> Int64 { delay + chance.number(0...jitter) }

  /// What a good network is.
  func becomeGood() {
    delay = 2_000
    jitter = 2_000
    rate = 0
  }
}
