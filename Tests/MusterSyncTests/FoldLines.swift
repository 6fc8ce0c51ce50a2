import MusterCore
import MusterModel
import MusterSync
import MusterTrust

/// Writes generated ops as real lines, and keeps them by id.
final class FoldLines {
  private(set) var lines: [OpID: [UInt8]] = [:]
  let event: EventID
  private let root = SigningKey(seed: Seed(secret: SHA256.digest("muster fold vectors")))

  init() { event = root.id }

  /// Ids, keys and certificates as the protocol makes them.
  var seal: Seal {
    let root = root
    return Seal(
      root: root.publicKey, keyID: { keyID(of: $0) },
      certificate: { Certificate(of: $0, by: root).signature.bytes },
      operation: { op, _ in self.write(op) })
  }

  /// Writes an op, and reads it back as any replica would.
  private func write(_ op: Operation) -> Operation {
    var line = OperationWriter.write(op, event: event)
    if line.isEmpty { line = Array(#"{"kind":"checkin","nonce":"\#(op.nonce)"}"#.utf8) }
    let id = SHA256.digest(line).identifier
    lines[id] = line
    var reader = OperationReader(event: event)
    return reader.read(line, in: 0..<line.count, id: id)
  }
}
