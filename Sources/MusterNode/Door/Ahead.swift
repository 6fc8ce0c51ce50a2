import MusterCore
import MusterStore
import MusterSync
import MusterTrust

/// The state as it will be once what is written is on record: of several people who come at once each
/// is judged as if those before were recorded already.
///
/// It begins as a copy of the fold, which shares with it all that does not change.
final class Ahead {
  private let node: Node
  private var fold: Fold
  private var reader: OperationReader
  private var n: Int64

  /// Begins with what is on record.
  init(of node: Node) {
    self.node = node
    fold = node.replica.reading { $0 }
    reader = OperationReader(event: node.enrolment.event)
    n = node.replica.ownHead?.n ?? 0
  }

  /// Asks the state.
  func reading<Value>(_ body: (inout Fold) -> Value) -> Value { body(&fold) }

  /// Takes what was written and is not on the disk yet.
  func take(_ written: Node.Written) {
    guard let writer = node.replica.ownWriter else { return }
    n += 1
    let line = written.own.line
    let operation = reader.read(line, in: 0..<line.count, id: written.id)
    fold.addPending(operation, writer: writer, n: n, received: node.now())
  }
}
