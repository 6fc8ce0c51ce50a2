import MusterCore
import MusterDaemon

/// The file of revoked nodes: in each line the id of a key, and behind it the line of the `node.revoke`;
/// programs before that one wrote the id alone.
///
/// It stands beside the database, so that a hub whose database is restored from before a revocation
/// still refuses the node.
struct RevokedNodes {
  private var file: LastingLines
  private var nodes: Set<KeyID> = []
  /// The lines of the revocations, as far as they are known.
  private(set) var revocations: [String] = []

  /// Reads the file; there is none before the first revocation.
  init(at path: String) throws(Failure) {
    file = try LastingLines(at: path)
    for line in file.lines {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard let node = parts.first.flatMap({ Identifier(String($0)) }) else {
        throw .configuration(
          "\(path) has a line that is no node's id: mend it before anything is let in.")
      }
      nodes.insert(node)
      if parts.count == 2 { revocations.append(String(parts[1])) }
    }
  }

  func contains(_ node: KeyID) -> Bool { nodes.contains(node) }

  /// Adds a node, with the line of its revocation; on the disk when this returns.
  mutating func add(_ node: KeyID, _ revocation: String) throws(Failure) {
    try file.add(["\(node.hex) \(revocation)"])
    nodes.insert(node)
    if !revocations.contains(revocation) { revocations.append(revocation) }
  }
}
