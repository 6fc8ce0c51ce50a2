/// # The room of values and of the fold
///
/// What Muster knows, as values: operations, placements, times, participants, conflicts. And the one
/// pure function that turns a set of placed operations into the state (`Protocol/5-state.md`), kept
/// up to date by ``Fold`` as operations come, in whatever order.
/// A second one makes of sessions and a moment what is on and what is expected (``Programme``).
///
/// No I/O, no clock, no randomness, no JSON text, no imports: time and digests come in as values.
public nonisolated enum MusterCore {
  /// The version of the rules by which this program folds.
  public static let rules = 1
}
