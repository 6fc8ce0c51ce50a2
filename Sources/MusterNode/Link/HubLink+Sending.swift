import MusterCore
import MusterDaemon
import MusterNet
import MusterStore
import MusterSync
import MusterTrust

/// What goes to the hub.
extension HubLink {
  /// Sends a frame, where a connection is.
  func send(_ frame: [UInt8]) { live?.connection.send(frame) }

  /// Tells the hub whether this node takes in what it sends, which it does while there is room.
  func roomChanged() {
    guard isConnected, let session = live?.session else { return }
    send(
      node.room.isScarce
        ? session.hold(
          reason: "disk_full", text: "The disk of this node is nearly full (\(node.room.freeText))."
        )
        : session.resume())
  }

  /// Sends own ops as long as the window is open.
  func sendOps() {
    guard isConnected, let head = node.replica.ownHead else { return }
    while let n = live?.session.nextToSend(made: head.n) {
      guard let lines = try? node.replica.ownLines(from: n), !lines.isEmpty else { return }
      if let frame = live?.session.ops(lines) { send(frame) }
      sendPrivates(of: lines)
    }
  }

  func handPrivates(after whole: Int64, upTo durable: Int64) throws(Failure) {
    var n = whole + 1
    while n <= durable {
      let lines = try Failure.storing { () throws(StoreError) in
        try node.replica.ownLines(from: n)
      }
      guard !lines.isEmpty else { return }
      sendPrivates(of: Array(lines.prefix(Int(durable - n + 1))))
      n += Int64(lines.count)
    }
  }

  private func sendPrivates(of lines: [[UInt8]]) {
    guard let frames = live?.session.privates(node.privateEntries(of: lines)) else { return }
    for frame in frames { send(frame) }
  }

  /// Answers the hub's `want`: the private lines that are here.
  func answer(_ ops: [OpID]) {
    let entries = ops.map { op in
      let entry = node.privateEntry(of: op)
      let author = node.replica.reading { fold in fold.operationInfo(op)?.node }
      // The hub may have every line; that one is gone its author says.
      guard case .gone = entry.content, author != node.key.id else { return entry }
      return PrivateEntry(op: op, content: .absent)
    }
    guard let frames = live?.session.privates(entries) else { return }
    for frame in frames { send(frame) }
  }

  func sendStatus() {
    guard isConnected, let session = live?.session else { return }
    send(session.status(node.status()))
  }
}
