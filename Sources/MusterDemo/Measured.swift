/// What was measured on the way.
struct Measured {
  /// Check-ins a second while the hub was there, all points together.
  var admissionsPerSecond = 0
  /// Ops that waited at the nodes when the hub came back.
  var waiting = 0
  /// From the hub's start until everything was the same everywhere, ms.
  var drainMs: Int64 = 0
  /// The hub's place when it came back, before any node reached it.
  var placeAtReturn: Int64 = 0
  /// The hub's place when everything had drained.
  var placeDrained: Int64 = 0
  /// Bytes that the hub took in and gave out meanwhile.
  var bytesIn: Int64 = 0
  /// Bytes that the hub gave out meanwhile.
  var bytesOut: Int64 = 0
  /// Resident memory, KiB.
  var hubKiB = 0
  /// Resident memory of every node, KiB, ascending.
  var nodesKiB: [Int] = []
}

/// One thing that the demo set out to prove.
struct Proof {
  /// What is claimed.
  var claim: String
  /// What was found.
  var found: String
  /// Whether what was found bears the claim out.
  var holds: Bool
}
