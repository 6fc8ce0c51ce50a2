import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

extension Node {
  /// What is said of a node whose rights the centre has ended, and what to do then.
  static let revokedWords =
    "The centre has revoked this node's key: what is recorded here counts only if the centre accepts"
    + " it. Call there; to go on, get a new join code: muster-node join CODE --data NEW-FOLDER"

  /// What the hub is told of this node.
  func status() -> NodeStatus {
    let head = replica.ownHead?.n ?? 0
    let durable = replica.acknowledgement.durable
    let present = present(now: now())
    return NodeStatus(
      desks: Int64(desksInUse), present: Int64(present), made: head, pending: head - durable,
      oldest: oldestPending(after: durable), diskFree: DiskSpace.freeBytes(at: folder.path),
      software: MusterNode.software, rehearsed: rehearsed)
  }

  private func oldestPending(after durable: Int64) -> Int64? {
    guard let head = replica.ownHead, head.n > durable,
      let line = try? replica.ownLines(from: durable + 1, maxCount: 1).first
    else { return nil }
    var reader = OperationReader(event: enrolment.event)
    return reader.read(line, in: 0..<line.count, id: .init(high: 0, low: 0)).at
  }
}
