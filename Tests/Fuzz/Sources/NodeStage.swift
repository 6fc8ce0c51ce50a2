import MusterCommand
import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

@testable import MusterNode

/// A real node in a folder of its own, and a hub as far as a node can tell; used for many inputs, until
/// they have grown.
final class NodeStage {
  private static var current: NodeStage?
  private static let mostInputs = 100
  private static let mostOps = 300

  let node: Node
  let commands: NodeCommands
  private let centre: SmallCentre
  private var inputs = 0

  /// The node for an input.
  static func ready(for input: [UInt8]) -> NodeStage {
    if let current, current.inputs >= mostInputs || current.made > mostOps {
      current.end()
      Self.current = nil
    }
    let stage = current ?? NodeStage()
    current = stage
    stage.inputs += 1
    Workshop.note(input)
    return stage
  }

  private init() {
    do {
      let path = Workshop.folder()
      centre = try SmallCentre(in: path)
      node = try centre.join(NodeFolder(path + "/node"))
      commands = NodeCommands(node)
    } catch {
      fatalError("no node: \(error)")
    }
    sync()
  }

  /// How many ops the node has made.
  var made: Int64 { node.replica.ownHead?.n ?? 0 }

  /// Hands the hub what the node made, and the node what the hub has; both have one state then.
  func sync() {
    do {
      try centre.takeOps(of: node)
      try centre.hand(to: node)
    } catch {
      fatalError("hub and node do not agree: \(error)")
    }
    hold(
      node.replica.stateDigest() == centre.replica.stateDigest(), "hub and node have two states")
  }

  /// What a word of ``Tokens`` stands for: `@op1` is the newest op made here.
  func value(_ word: String) -> String? {
    switch word {
    case "event": return node.enrolment.event.hex
    case "now": return String(node.now())
    case "ticket": return centre.ticket(for: "p-1")
    case "announcement":
      return node.replica.reading { fold in fold.announcements().first?.op.hex }
    case _ where word.hasPrefix("op"):
      guard made > 0, let back = Int64(word.dropFirst(2)), 1...made ~= back,
        let line = try? node.replica.ownLines(from: made + 1 - back, maxCount: 1).first
      else { return nil }
      return SHA256.digest(line).identifier.hex
    default: return nil
    }
  }

  /// All that the node has recorded since counts.
  func checkOps(after number: Int64) {
    guard number < made, let lines = try? node.replica.ownLines(from: number + 1) else { return }
    for line in lines {
      let op = SHA256.digest(line).identifier
      let info = node.replica.reading { fold in fold.operationInfo(op) }
      hold(info?.ignored == nil, "a \(info?.kind ?? "") of the node's: \(info?.ignored ?? "")")
    }
  }

  private func end() {
    sync()
    do {
      let findings = try node.replica.verify().findings
      hold(findings.isEmpty, "verify: \(findings.map(\.message))")
      let state = node.replica.stateDigest()
      try node.replica.close()
      let again = try node.folder.open()
      hold(again.replica.stateDigest() == state, "another state after a restart")
      try again.replica.close()
    } catch {
      fatalError("the node cannot be verified: \(error)")
    }
  }
}
