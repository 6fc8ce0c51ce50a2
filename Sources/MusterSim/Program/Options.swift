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
  package init(seed: UInt64, nodes: Int = 5, minutes: Int = 60, faults: [Fault] = Fault.usual) {
    self.seed = seed
    self.nodes = nodes
    self.minutes = minutes
    self.faults = faults
  }
}
