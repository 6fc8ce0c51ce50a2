public import MusterCore
import MusterTrust

/// Ops of one writer as a node sent them, checked by the session: numbers, chain and signature fit.
public nonisolated struct OpsBatch: Sendable {
  /// Whose ops.
  public var writer: Writer
  /// Number of the first.
  public var first: Int64
  /// The chain's hash before the first.
  public var before: Digest
  /// The chain's hash after the last.
  public var after: Digest
  /// The frame's payload, in which the lines stand.
  public var payload: [UInt8]
  /// Where each line stands in `payload`, in order.
  public var lines: [Range<Int>]
  /// The SHA-256 of each line.
  public var digests: [Digest]

  /// Makes a batch.
  public init(
    writer: Writer, first: Int64, before: Digest, after: Digest, payload: [UInt8],
    lines: [Range<Int>], digests: [Digest]
  ) {
    self.writer = writer
    self.first = first
    self.before = before
    self.after = after
    self.payload = payload
    self.lines = lines
    self.digests = digests
  }

  /// Number of the last op.
  public var last: Int64 { first + Int64(lines.count) - 1 }

  /// Reads a batch that must follow on `head`; whoever reads it knows the writer and the key.
  init(
    _ header: OpsHeader, _ frame: Frame, after head: WriterHead, key: Digest, hasher: Hasher256
  ) throws(ProtocolError) {
    let lines = Array(frame.lines.dropFirst())
    guard lines.count <= Limits.standard.entries,
      frame.body?.count ?? 0 <= Limits.standard.bodyBytes
    else {
      throw ProtocolError(
        .tooMany,
        "An ops message holds at most \(Limits.standard.entries) lines in "
          + "\(Limits.standard.bodyBytes) bytes.")
    }
    guard header.count == Int64(lines.count) else {
      throw ProtocolError(
        .badMessage, "The member count of ops is \(header.count), the lines are \(lines.count).")
    }
    guard header.first == head.n + 1 else {
      throw ProtocolError(.gap, "After \(head.n) came \(header.first).")
    }
    guard header.before == head.hash else {
      throw ProtocolError(.fork, "The chain parts before \(header.first).")
    }
    var chain = head
    var digests: [Digest] = []
    digests.reserveCapacity(lines.count)
    for line in lines {
      let digest = hasher.digest(frame.payload, in: line)
      chain.append(digest, hasher: hasher)
      digests.append(digest)
    }
    guard chain.hash == header.after else {
      throw ProtocolError(.badHash, "The lines do not give the hash after them.")
    }
    guard header.signature.verifies(header.signedText, by: key) else {
      throw ProtocolError(.badSignature, "The ops are not signed by the node's key.")
    }
    self.init(
      writer: header.writer, first: header.first, before: header.before, after: header.after,
      payload: frame.payload, lines: lines, digests: digests)
  }

  /// The head of the chain after the batch.
  var head: WriterHead { WriterHead(n: last, hash: after) }
}
