import MusterDaemon

/// Where a node keeps what: the one list of names in its data folder.
struct NodeFolder {
  /// The folder, mode 0700.
  let path: String

  init(_ path: String) { self.path = path }

  /// The SQLite database: log, own chain, private lines.
  var database: String { path + "/muster.db" }
  /// The node's signing key.
  var nodeKey: String { path + "/node.key" }
  /// The node's X25519 key, for bundles.
  var sealKey: String { path + "/seal.key" }
  /// What the hub answered when the node joined.
  var enrolment: String { path + "/enrolment.json" }
  /// Holds room on the disk for what people do.
  var reserve: String { path + "/reserve" }

  /// What is said when that room is let go.
  static let reserveWords =
    "the disk is full: the room that was kept for it is in use now. Make room at once: when it is used"
    + " up nothing can be recorded"

  /// Where a rehearsal works, while one runs.
  var rehearsal: NodeFolder { NodeFolder(path + "/rehearsal") }

  /// What a backup copies.
  var data: DataFolder {
    DataFolder(
      path: path, database: "muster.db", keys: ["node.key", "seal.key", "enrolment.json"],
      lasting: [])
  }

  /// The socket through which commands reach the daemon.
  var socket: String { path + "/socket" }
  /// Held while a process works on the folder.
  var lock: String { path + "/lock" }
}
