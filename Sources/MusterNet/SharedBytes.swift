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

  /// Copies the bytes of several, one after the other.
  public init(joining parts: [SharedBytes]) {
    let count = parts.reduce(0) { $0 + $1.count }
    let space = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    var filled = 0
    for part in parts {
      let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: space[filled...])
      unsafe rest.copyMemory(from: part.memory)
      filled += part.count
    }
    unsafe memory = UnsafeRawBufferPointer(space)
  }

  deinit { unsafe memory.deallocate() }
}
