import MusterCommand

/// The program that works on a data folder, told by files that only its folders hold.
///
/// What the other one wrote into it would look to its owner like damage.
public nonisolated enum FolderOwner: String, CaseIterable {
  /// Of a hub, or a standby.
  case hub = "muster-hub"
  /// Of a node, or of a machine that began to join.
  case node = "muster-node"

  private var marks: [String] {
    switch self {
    case .hub: ["hub.key", "ticket.key", "hub.certificate", "standby.json"]
    case .node: ["node.key", "enrolment.json"]
    }
  }

  /// Whose a folder is; nil where it is nobody's yet.
  public static func of(_ path: String) -> FolderOwner? {
    allCases.first { owner in owner.marks.contains { Files.exists("\(path)/\($0)") } }
  }

  /// Throws where a folder is the other program's.
  public func check(_ path: String) throws(Failure) {
    guard let owner = Self.of(path), owner != self else { return }
    throw .configuration(
      "\(path) is the data folder of a \(owner.rawValue): name another with --data.")
  }
}
