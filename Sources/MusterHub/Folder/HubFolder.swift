import MusterDaemon
import MusterTrust

/// Where a hub keeps what: the one list of names in its data folder.
struct HubFolder {
  /// The folder, mode 0700.
  let path: String

  /// Names a folder, which need not exist.
  init(_ path: String) { self.path = path }

  /// The SQLite database: log, private lines, settings.
  var database: String { path + "/muster.db" }
  /// The event's root key; to be put away offline after `init`.
  var rootKey: String { path + "/root.key" }
  /// The hub's signing key.
  var hubKey: String { path + "/hub.key" }
  /// The hub's X25519 key, for bundles.
  var sealKey: String { path + "/seal.key" }
  /// The key that signs tickets.
  var ticketKey: String { path + "/ticket.key" }
  /// The root's certificate of the hub's key, as text.
  var certificate: String { path + "/hub.certificate" }
  /// What makes the folder a standby's: whom it follows.
  var standby: String { path + "/standby.json" }
  /// The key of the hub whose place this one has taken.
  var replaces: String { path + "/replaces" }
  /// Says by which hub this one was replaced; while it is there nobody is served.
  var replaced: String { path + "/replaced" }
  /// The socket through which commands reach the daemon.
  var socket: String { path + "/socket" }
  /// Held while a process works on the folder.
  var lock: String { path + "/lock" }
  /// Keys of revoked nodes, one a line: not part of the database, so that restoring a backup of it
  /// lets none of them in again.
  var revoked: String { path + "/revoked" }
  /// Lines of erasures, one a line; as lasting as those of the revoked.
  var erased: String { path + "/erased" }

  /// Holds room on the disk, for a hub that has to begin, or to be looked at, when there is none.
  var reserve: String { path + "/reserve" }

  /// What a backup copies. The root's key is not in it: it should be elsewhere.
  var data: DataFolder {
    func name(_ file: String) -> String { String(file.dropFirst(path.count + 1)) }
    return DataFolder(
      path: path, database: name(database),
      keys: [hubKey, sealKey, ticketKey, certificate].map(name),
      lasting: [revoked, erased].map(name))
  }

  /// Every file that is made by `init`.
  var contents: [String] {
    let beside = ["-wal", "-shm", "-journal"].map { database + $0 }
    return [database] + beside + [rootKey, hubKey, sealKey, ticketKey, certificate]
  }
}
