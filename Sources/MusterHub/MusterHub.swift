import MusterDaemon

/// # The room of the hub
///
/// The centre of an event: one log, coverage of all countries, conflicts. ``Hub`` holds what the hub
/// is (its keys, its replica of the log, its clock) and appends to the log; `Peers/` serves the nodes
/// over the protocol; `Commands/` are what an operator can do, through the socket or on the files;
/// `Import/` reads points, rosters and event files; `BoardAPI/` answers HTTP; `Pages/` is
/// the board.
///
/// One thread: a turn reads what has come, folds, commits once, then answers.
public enum MusterHub {
  /// Name and version, as sent to nodes and printed by `--version`.
  public static let software = "muster-hub \(MusterDaemon.version)"
  /// The newest version of an event's rules that this program knows.
  static let rulesVersion: Int64 = 1
}
