/// One life of one machine's storage.
public nonisolated struct Writer: Hashable, Sendable {
  /// The machine's key id.
  public var node: KeyID
  /// Which life.
  public var epoch: Epoch

  /// Makes a writer.
  public init(node: KeyID, epoch: Epoch) {
    self.node = node
    self.epoch = epoch
  }
}

/// Under which writer and number the hub placed an op, and when it received it.
public nonisolated struct Placement: Hashable, Sendable {
  /// Who handed it in.
  public var writer: Writer
  /// Its number in that writer's chain, ≥ 1.
  public var n: Int64
  /// Hub time, ms.
  public var received: Int64

  /// Makes a placement.
  public init(writer: Writer, n: Int64, received: Int64) {
    self.writer = writer
    self.n = n
    self.received = received
  }
}
