import MusterCore
import MusterDaemon
import MusterStore

extension Centre {
  /// All conflicts, those that wait for a person first.
  func conflicts() throws(Failure) -> [ConflictView] {
    let all = replica.reading { fold in fold.conflicts() } + (try possibleDuplicates())
    return all.filter(\.isOpen) + all.filter { !$0.isOpen }
  }

  /// Pairs of participants who look like one person. They are found where names are, beside the fold,
  /// and are shown and decided as its own conflicts are.
  func possibleDuplicates() throws(Failure) -> [ConflictView] {
    try Failure.storing { () throws(StoreError) in try replica.possibleDuplicates() }
  }
}
