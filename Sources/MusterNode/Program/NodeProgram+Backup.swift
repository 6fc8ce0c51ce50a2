import MusterCommand
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync

/// Backups at the command line.
extension NodeProgram {
  /// Reads beside a running daemon, which goes on meanwhile.
  static func backup(
    _ invocation: Invocation, _ folder: NodeFolder, isJSON: Bool
  ) throws(Failure) -> ExitCode {
    _ = try folder.readEnrolment()
    let made = try Backup.make(of: folder.data, at: invocation.words[0])
    let path = made["path"]?.string ?? ""
    Terminal.print(
      isJSON
        ? made.compact
        : "What this node has recorded is in \(path). It holds names and keys: keep it where only"
          + " you can read it.")
    return .done
  }

  static func restore(
    _ invocation: Invocation, _ folder: NodeFolder, isJSON: Bool
  ) throws(Failure) -> ExitCode {
    let backup = NodeFolder(invocation.words[0]).data
    try Backup.check(backup, of: .node)
    try FolderOwner.node.check(folder.path)
    try Failure.commanding { () throws(CommandError) in try Files.makeFolder(folder.path) }
    let lock = try Failure.connecting { () throws(NetError) in
      try InstanceLock(path: folder.lock)
    }
    defer { withExtendedLifetime(lock) {} }
    let restored = try Backup.restore(
      backup, into: folder.data, replaces: invocation.has("replace"),
      stamp: String(BootClock.wallMilliseconds() / 1000))
    // What the backup's machine did after the backup stands under the same numbers.
    try Failure.storing { () throws(StoreError) in try Snapshot.outgrow(folder.database) }
    guard !isJSON else {
      Terminal.print(restored.compact)
      return .done
    }
    if let aside = restored["aside"]?.string {
      Terminal.print("What was there is kept in \(aside), names and all.")
    }
    Terminal.print(
      "This machine is the node of the backup. Start it with: muster-node serve --data "
        + folder.path)
    return .done
  }
}
