/// A way to read the page wrongly. A model that makes one must be told from the fold.
package nonisolated enum Mistake: String, CaseIterable, Sendable {
  /// Keeps one op for each (writer, n), as if numbers were unique.
  case keepsOneOpForEachNumber
  /// Takes an unmarked boot's times from its wall clock.
  case trustsTheWallClock
  /// Counts the last `received` of an op, not the earliest.
  case countsTheLastArrival
  /// Lets a void take back earlier check-ins by the same door that it does not name.
  case voidTakesBackMoreThanItNames
  /// Lets a node's void reach any point.
  case voidReachesEveryPoint
  /// Lets the latest put win, whatever its author had seen.
  case ignoresBase
  /// Leaves people inside over night.
  case forgetsTheDayEnd
  /// Ends an interval only after its day end, not at it.
  case endsTheDayLate
  /// Leaves people inside a closed point.
  case forgetsThePointClose
  /// Requires the admission to be older than the op.
  case wantsTheAdmissionFirst
  /// Excludes the n that a revocation lists.
  case revokesOneTooMany
  /// Lets any writer's placement give a right.
  case trustsForeignWriters
  /// Lets a revoked node's new lives go on.
  case revokesOnlyListedWriters
  /// Uses the marks' times as they are, not their running maximum.
  case letsMarksStepBack
  /// Keeps the last of several marks at one mono.
  case keepsTheLastMarkOfAMono
  /// Keeps marks that better ones make useless.
  case keepsEveryMark
  /// Rounds toward zero before the first mark.
  case roundsTowardZero
  /// Lets a second check-in end the first interval and begin another.
  case repeatBeginsAnInterval
  /// Lets a resolution stand, whatever it had seen.
  case resolvesForEver
  /// Lets a later unblock excuse an earlier check-in.
  case unblocksThePast
  /// Forgets the blocks that a desk had seen when their times are later.
  case forgetsTheSeenBlocks
  /// Forgets stated times.
  case forgetsStatedTimes
  /// Lets ops without authority move their boot.
  case letsAnyoneMoveABoot
  /// Looks at one admission of a node only.
  case looksAtOneAdmission
  /// Lets a stated time override the hub's.
  case letsTheHubState
  /// Orders ops of one millisecond by id alone.
  case ordersEqualTimesByID
  /// Lets a void take fields back from nobody.
  case keepsTheFieldsOfVoidedPuts
  /// Takes the home country from the latest creating put.
  case takesHomeFromTheLatestPut
  /// Lets one person's block bar another who had it in the base.
  case barsByAnyonesBlock
  /// Lets an unblock lift blocks of its own participant only.
  case unblocksItsOwnOnly
  /// Gives the last entry of the calendar a date.
  case datesTheLastEntry
  /// Takes the end of the first of several days of one date.
  case takesTheFirstDayOfADate
  /// Lets intervals clash that only touch.
  case clashesByTouching
  /// Lets a choice apply that the conflict does not offer.
  case takesAnyChoice
  /// Lets the first resolution apply.
  case takesTheFirstResolution
  /// Makes every check-in a beginning for the counted point.
  case countsWhereTheLastIntervalBegan
  /// Lets an unmarked boot move without regard to the boots beside it.
  case forgetsTheNeighbours
  /// Bounds an unmarked boot by the boot before it only.
  case forgetsTheBootAfter
  /// Lets a stated time override a retime.
  case prefersStatedTimes
  /// Lets the first retime stand.
  case takesTheFirstRetime
  /// Joins those only whom one merge names.
  case mergesOnlyDirectly
  /// Lets an unmerge take back a merge of others too.
  case unmergesInParts
  /// Names a person by the first of its participants as bytes, walk-in or not.
  case namesPersonsByBytesAlone
  /// Takes a person's fields from the last of its participants.
  case takesFieldsFromTheLast
  /// Asks only whom a person is named by whether it is registered.
  case asksTheNameOnly
  /// Lets a block bar its participant, not the person.
  case barsParticipantsNotPersons
  /// Lets an erase count whoever made it.
  case letsAnyoneErase
  /// Lets an erase reach what was before it only.
  case erasesOnlyThePast
  /// Erases only beside ops that count.
  case erasesOnlyWhatCounts
  /// Lets an erase reach all participants of a person.
  case erasesThePerson
  /// Lets an erase reach what a reassign gives to the participant, and not what one takes away.
  case erasesWhatIsGiven
  /// Leaves the line of the put that made a walk-in.
  case sparesTheCreatingPut
  /// Lets the first reassign stand.
  case takesTheFirstReassign
  /// Lets the latest put win a field, whatever was chosen.
  case letsTheLatestEditWin
  /// Finds a conflict in puts that say the same.
  case findsEditsOfOneValue
  /// Asks all that a door asks of a repeat too.
  case asksRepeatsToo
  /// Lets no error of a time excuse anybody at a door.
  case forgetsTheErrorAtTheDoor
  /// Counts the uses of a door at the check-in's point only.
  case countsUsesAtOnePoint
  /// Lets a door that admits once a day admit once.
  case countsUsesOfEveryDay
  /// Forgets the doors that admit a person whatever the kind.
  case forgetsExtraDoors
  /// Wants an answer at every door.
  case asksAgainAtEveryDoor
  /// Takes the rules' version from the latest op.
  case takesTheLatestRules
  /// Keeps the starts, ends and skips that a void took back.
  case keepsVoidedStarts
  /// Keeps the counts that a void took back.
  case keepsVoidedCounts
  /// Lets the last acknowledgement stand.
  case takesTheLastAcknowledgement
  /// Lets a session that had ended start at its second start.
  case startsEndedSessionsAnew
  /// Lets a running session be skipped.
  case skipsRunningSessions
  /// Keeps the slots and talks that a later part of the session does not say.
  case keepsWhatAPartLeavesOut
}
