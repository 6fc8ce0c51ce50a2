/// A growing array in pieces, so that growing never copies what is there.
nonisolated struct Chunks<Element: Sendable>: Sendable {
  private static var bits: Int { 9 }
  private static var size: Int { 1 << bits }

  private var chunks: ContiguousArray<ContiguousArray<Element>> = []
  private(set) var count = 0

  @inline(__always)
  subscript(_ index: Int) -> Element {
    _read { yield chunks[index >> Self.bits][index & (Self.size &- 1)] }
    _modify { yield &chunks[index >> Self.bits][index & (Self.size &- 1)] }
  }

  /// The same for the 32-bit indices by which records refer to each other.
  @inline(__always)
  subscript(_ index: Int32) -> Element {
    _read { yield self[Int(index)] }
    _modify { yield &self[Int(index)] }
  }

  var indices: Range<Int> { 0..<count }

  /// Appends and says where.
  @discardableResult
  mutating func append(_ element: Element) -> Int32 {
    if count & (Self.size &- 1) == 0 {
      var chunk = ContiguousArray<Element>()
      // The first piece grows by itself: most folds of the tests hold a handful of ops.
      if count > 0 { chunk.reserveCapacity(Self.size) }
      chunks.append(chunk)
    }
    chunks[chunks.count &- 1].append(element)
    count &+= 1
    return Int32(truncatingIfNeeded: count &- 1)
  }

  /// Bytes that the pieces take.
  var bytes: Int { chunks.reduce(0) { $0 + $1.capacity * MemoryLayout<Element>.stride + 32 } }
}
