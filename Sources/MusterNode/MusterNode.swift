import MusterDaemon

/// # The room of the node
///
/// One gathering point: checks people in, online or off, and syncs when it can. ``Node`` holds what
/// the node is (its key, its admission, its replica, its boot) and records what people do; `Link/`
/// dials the hub and speaks the protocol; `Door/` decides and answers check-ins; `Commands/` are what a
/// volunteer can do at the command line; `DeskAPI/` answers HTTP; `Pages/` is the desk's page.
///
/// One thread. What a person did is on the disk before anything is shown.
public enum MusterNode {
  /// Name and version, as sent to the hub and printed by `--version`.
  public static let software = "muster-node \(MusterDaemon.version)"
}
