import MusterCore
import MusterDaemon
import MusterStore
import MusterSync
import MusterTrust

/// What a hub does not forget, whatever its database is restored from: whom it has revoked, and what it
/// has erased. Each op stands in its file before it is on the log.
struct Lasting {
  private(set) var revoked: RevokedNodes
  private var erased: LastingLines

  /// Reads the files of a hub's folder.
  init(_ folder: HubFolder) throws(Failure) {
    revoked = try RevokedNodes(at: folder.revoked)
    erased = try LastingLines(at: folder.erased)
  }

  /// Notes, of ops that are about to be placed, those that are to last; on the disk when this returns.
  mutating func note(_ ops: [(act: Act, line: [UInt8])]) throws(Failure) {
    for (act, line) in ops {
      let text = String(decoding: line, as: UTF8.self)
      switch act {
      case .nodeRevoke(let revocation): try revoked.add(revocation.keyID, text)
      case .erase: try erased.add([text])
      default: break
      }
    }
  }

  /// The lines of all revocations and erasures.
  ///
  /// - Throws: ``Failure`` where a line is none of this event's.
  func lines(of event: EventID) throws(Failure) -> [[UInt8]] {
    var reader = OperationReader(event: event)
    return try (revoked.revocations + erased.lines).map { (text) throws(Failure) in
      let line = Array(text.utf8)
      let id = SHA256.digest(line).identifier
      switch reader.read(line, in: 0..<line.count, id: id).act {
      case .erase, .nodeRevoke: return line
      default:
        throw .configuration(
          "\(erased.path), or the file revoked beside it, has a line that is none of this event's:"
            + " mend it before anybody is served.")
      }
    }
  }
}

extension Hub {
  /// Places again what the files know and the log does not, the very same lines: its database was
  /// restored from before them. And notes what the log knows and the files do not: it came with another
  /// life of the hub, or from a program that kept no line.
  ///
  /// Before anybody is served: a node must not hear from this life that what was erased is still held.
  func renewLasting() throws(Failure) {
    let lines = try lasting.lines(of: event)
    var noted = Set(lines.map { SHA256.digest($0).identifier })
    let lost = lines.filter { !replica.isPlaced(SHA256.digest($0).identifier) }
    if !lost.isEmpty {
      let time = now()
      _ = try Failure.storing { () throws(StoreError) in
        try replica.place(lost.map { OwnOp(line: $0) }, received: time)
      }
      try commit()
    }
    renewedLines = lost.count
    let logged = replica.reading { fold in fold.countingErasures() + fold.countingRevocations() }
    var reader = OperationReader(event: event)
    for op in logged where noted.insert(op).inserted {
      let held = try Failure.storing { () throws(StoreError) in try replica.line(of: op) }
      guard let line = held else { continue }
      try lasting.note([(reader.read(line, in: 0..<line.count, id: op).act, line)])
    }
  }
}
