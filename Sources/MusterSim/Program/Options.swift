/// What one run is.
package struct Options: Sendable {
  /// From which all follows.
  package var seed: UInt64
  /// How many points have a machine.
  package var nodes: Int
  /// How long people act and things break, minutes.
  package var minutes: Int
  /// What breaks.
  package var faults: [Fault]
  /// How many people are on the list.
  package var people = 30
  /// An op whose ways from disk to disk are told, 32 digits.
  package var watched: String?
  /// Whether each thing is told as it happens.
  package var printsLog = false

  /// The usual run of a seed.
  ///
  /// - Parameter minutes: nil for a length that the seed draws.
  package init(
    seed: UInt64, nodes: Int = 5, minutes: Int? = nil, faults: [Fault] = Fault.usual
  ) {
    self.seed = seed
    self.nodes = nodes
    self.minutes = minutes ?? Self.length(of: seed)
    self.faults = faults
  }

  /// Mostly a few minutes, sometimes an hour: what a short run cannot show, long ones must, and many
  /// short ones show more than few long ones.
  private static func length(of seed: UInt64) -> Int {
    let chance = Chance(seed: seed, of: "length")
    return switch chance.number(0...9) {
    case 0..<6: chance.number(4...9)
    case 6..<9: chance.number(10...24)
    default: chance.number(25...60)
    }
  }

  /// How far apart things happen that happen seldom, of 1,000 of what they are in a run of an hour: a
  /// short run has to have some too.
  var sparseness: Int64 {
    var root: Int64 = 1
    while root * root * 60 < Int64(min(minutes, 60)) * 1_000_000 { root += 1 }
    return root
  }
}
