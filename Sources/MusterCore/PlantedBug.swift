/// Mistakes that the engines make on purpose, one at a time, in a build with `PLANTED_BUGS`: what the
/// simulator is worth shows in how soon it finds them. What each does stands where it is made;
/// `muster-sim planted` makes all of them in turn.
public nonisolated enum PlantedBug: Sendable {
  // MARK: The hub
  case acknowledgesBeforeCommit, commitsWithoutHeads, losesPrivateLines
  case passesOverByNumber
  case asksForNoPrivateLines, saysWholeTooEarly, forgetsWhoAsked
  case trustsWallClock, startsAtWallClock
  case dropsCopies, turnsRevokedAway

  // MARK: The disk
  case syncsNothing, answersBeforeSync, forgetsAnswers, leavesNamesStale

  // MARK: Other lives
  case keepsEpoch, drawsEqualEpochs, issuesNothingAnew
  case dropsWhatParted, claimsToHaveRecovered, recoversWithoutHeads, recoversFirstPlacementsOnly
  case followsWithoutParting

  // MARK: The node
  case givesUpDialing, neverFindsDead, waitsForEver, keepsPlacedWaiting

  // MARK: The fold
  case handsNamesToEverybody, foldsAsTheyCame, keepsGuessedTimes
  case ignoresVoids, ignoresMerges, ignoresBootMarks
}

#if PLANTED_BUGS
  nonisolated extension PlantedBug: CaseIterable {
    /// The one that is made in this process: set once, before any engine runs.
    nonisolated(unsafe) public static var made: PlantedBug?
  }
#endif

/// Whether this mistake is made on purpose: never in what is shipped, where this is the constant false.
@inlinable
@inline(__always)
public nonisolated func planted(_ bug: PlantedBug) -> Bool {
  #if PLANTED_BUGS
    unsafe PlantedBug.made == bug
  #else
    false
  #endif
}
