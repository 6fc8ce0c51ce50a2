public import MusterCore

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
}
