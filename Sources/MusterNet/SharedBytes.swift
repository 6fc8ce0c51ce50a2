/// Bytes that many connections send without copying them: a segment goes to thousands of nodes.
///
/// Immutable. The memory lives until the last connection has handed it to the kernel.
@safe public nonisolated final class SharedBytes: Sendable {
  nonisolated(unsafe) let memory: UnsafeRawBufferPointer

  /// The number of bytes.
  public var count: Int { unsafe memory.count }

  /// The bytes, copied.
  package var copied: [UInt8] { unsafe Array(memory) }

  /// Copies the bytes, once.
  public init(_ bytes: [UInt8]) {
    let space = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    unsafe space.copyBytes(from: bytes)
    unsafe memory = UnsafeRawBufferPointer(space)
  }

  deinit { unsafe memory.deallocate() }
}
