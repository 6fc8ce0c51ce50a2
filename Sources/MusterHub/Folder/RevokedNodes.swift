import MusterCommand
import MusterCore
import MusterDaemon

/// The file of revoked nodes: the id of a key in each line.
///
/// It stands beside the database, so that a hub whose database is restored from before a revocation
/// still refuses the node.
struct RevokedNodes {
  private let path: String
  private var nodes: Set<KeyID> = []

  /// Reads the file; there is none before the first revocation.
  init(at path: String) throws(Failure) {
    self.path = path
    guard Files.exists(path) else { return }
    let bytes = try Failure.commanding { () throws(CommandError) in try Files.read(path) }
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      guard let node = Identifier(String(line)) else {
        throw .configuration(
          "\(path) has a line that is no node's id: mend it before anything is let in.")
      }
      nodes.insert(node)
    }
  }

  func contains(_ node: KeyID) -> Bool { nodes.contains(node) }

  /// Adds a node; on the disk when this returns.
  mutating func add(_ node: KeyID) throws(Failure) {
    guard !nodes.contains(node) else { return }
    let text = (nodes.sorted() + [node]).map { $0.hex + "\n" }.joined()
    try Failure.commanding { () throws(CommandError) in
      try Files.write(Array(text.utf8), to: path)
    }
    nodes.insert(node)
  }
}
