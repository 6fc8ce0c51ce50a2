public import MusterCore

/// The end of one writer's chain of ops: how many, and the hash over all of them
/// (`Protocol/2-lines.md`, "Writers and their chain").
public nonisolated struct WriterChain: Hashable, Sendable {
  /// The number of the last op; 0 before the first.
  public var n: Int64
  /// h(n).
  public var hash: Digest

  /// Continues a chain after its op number `n`.
  public init(n: Int64, hash: Digest) {
    self.n = n
    self.hash = hash
  }

  /// Begins the chain of `writer`: n = 0 and h(0).
  public init(event: EventID, writer: Writer) {
    self.init(n: 0, hash: Self.start(event: event, writer: writer))
  }

  /// Takes in the next op by its digest.
  public mutating func append(_ op: Digest, hasher: Hasher256) {
    hash = hasher.digest(hash, op)
    n += 1
  }

  /// h(0): where the chain of `writer` begins.
  public static func start(event: EventID, writer: Writer) -> Digest {
    var text = Array("muster chain 1\n".utf8)
    event.appendHex(to: &text)
    text.append(0x0A)
    writer.node.appendHex(to: &text)
    text.append(0x0A)
    writer.epoch.appendHex(to: &text)
    return SHA256.digest(text)
  }

  /// h(n) from h(n − 1) and the digest of op n.
  public static func step(_ before: Digest, op: Digest) -> Digest { SHA256.digest(before, op) }
}
