import MusterCore
import MusterStore
import MusterSync
import MusterTrust

/// What a node shows a hub, over a connection or in a bundle.
extension Node {
  /// What it holds, as on the disk now; nil where that cannot be read.
  func holdings() -> NodeSession.Holdings? {
    guard let writer = replica.ownWriter, let head = replica.ownHead,
      let starts = try? replica.starts()
    else { return nil }
    return NodeSession.Holdings(
      event: enrolment.event, root: enrolment.root, admitted: enrolment.admitted,
      epoch: writer.epoch, head: head, log: replica.position, starts: starts,
      hubKeys: replica.hubKeys, clock: clock(), software: MusterNode.software)
  }

  /// The private lines of those of the ops that have any.
  func privateEntries(of lines: [[UInt8]]) -> [PrivateEntry] {
    var reader = OperationReader(event: enrolment.event)
    let hasher = Hasher256()
    return lines.compactMap { line in
      let id = hasher.digest(line).identifier
      let operation = reader.read(line, in: 0..<line.count, id: id)
      return operation.privateDigest == nil ? nil : privateEntry(of: id)
    }
  }

  /// What is held of an op's private line.
  func privateEntry(of op: OpID) -> PrivateEntry {
    switch try? replica.privateLine(of: op) {
    case .line(let line): PrivateEntry(op: op, content: .line(line))
    case .gone: PrivateEntry(op: op, content: .gone)
    case .absent, nil: PrivateEntry(op: op, content: .absent)
    }
  }
}
