/// What must hold, always or when all is mended and quiet.
package nonisolated enum Invariant: String, CaseIterable, Sendable {
  /// What a person was told to be recorded is on the disk that recorded it, whatever happened since.
  case recordedStays = "recorded-stays"
  /// What a node was told to be on the hub's disk is on it.
  case acknowledgedStays = "acknowledged-stays"
  /// In a life of a node's storage the hub never holds less than it said.
  case durableNeverGoesBack = "durable-never-goes-back"
  /// A request with a key acts once and is answered alike each time.
  case onceForAKey = "once-for-a-key"
  /// Hub time never goes back.
  case hubTimeNeverGoesBack = "hub-time-never-goes-back"
  /// Engines of one kind speak so that no error of form, limits or identity comes up between them.
  case noProtocolError = "no-protocol-error"
  /// Where the log stands equal, the states are equal.
  case sameLogSameState = "same-log-same-state"
  /// Private lines are only where they may be.
  case privateWhereAllowed = "private-where-allowed"
  /// An engine starts on what its disk holds.
  case starts = "starts"
  /// When all is mended and nobody acts, everything comes to rest.
  case comesToRest = "comes-to-rest"
  /// When all has come to rest, everything that any living disk holds is on the hub.
  case nothingIsLost = "nothing-is-lost"
  /// When all has come to rest, every node has the whole log.
  case everybodyHasTheLog = "everybody-has-the-log"
  /// When all has come to rest, nothing waits at any node.
  case queuesAreEmpty = "queues-are-empty"
  /// When all has come to rest, every node holds what the hub holds of private lines that it may have.
  case privatesReachWhoMay = "privates-reach-who-may"
  /// When all has come to rest, the hub holds every private line that anybody holds.
  case privatesAreAtTheHub = "privates-are-at-the-hub"
  /// `verify` finds nothing.
  case verifies = "verifies"
  /// What is in memory is what the disk gives.
  case sameAfterReopening = "same-after-reopening"
  /// State and counts are those of the reference model.
  case asTheModelSays = "as-the-model-says"
  /// A damaged disk is said to be damaged, in words.
  case damageIsSaid = "damage-is-said"
}

/// That something did not hold.
package nonisolated struct Violation: Sendable {
  /// What.
  package var invariant: Invariant
  /// When, µs of the run.
  package var at: Int64
  /// How it showed.
  package var text: String
  /// What happened just before.
  package var log: [String]
}
