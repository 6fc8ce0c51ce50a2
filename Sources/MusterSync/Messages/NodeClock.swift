public import MusterCore

/// A reading of a node's two clocks.
public nonisolated struct NodeClock: Hashable, Sendable {
  /// Id of the `boot` op that the reading belongs to.
  public var boot: OpID
  /// µs on that boot's clock.
  public var mono: Int64
  /// The wall clock, ms since 1970; believed by nobody.
  public var wall: Int64

  /// Makes a reading.
  public init(boot: OpID, mono: Int64, wall: Int64) {
    self.boot = boot
    self.mono = mono
    self.wall = wall
  }

  init(_ message: MessageReader) throws(ProtocolError) {
    boot = try message.identifier("boot")
    mono = try message.integer("mono")
    wall = try message.wallTime("wall")
  }

  func members(to writer: inout JSONWriter) {
    writer.member("boot", boot)
    writer.member("mono", mono)
    writer.member("wall", wall)
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    members(to: &writer)
    writer.endObject()
  }
}
