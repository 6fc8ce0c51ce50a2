/// Whether a data folder's disk has room enough to go on as usual.
///
/// What others hold anyway is taken only while there is ample room, so that what people do here can
/// be recorded long after. It turns scarce below a bound and ample again half as far above it: a
/// disk at the bound does not make everybody stop and go.
public struct DiskRoom: Equatable {
  /// Free bytes below which room is scarce.
  public let keepFree: Int64
  /// Free bytes when it last looked; nil before.
  public private(set) var free: Int64?
  /// Whether there is less than should be.
  public private(set) var isScarce = false

  /// Makes one that has not looked.
  ///
  /// - Parameter keepFree: bytes.
  public init(keepFree: Int64) { self.keepFree = keepFree }

  /// Takes how many bytes are free now.
  ///
  /// - Returns: whether room has turned scarce, or ample.
  public mutating func note(free: Int64) -> Bool {
    self.free = free
    let was = isScarce
    if free < keepFree { isScarce = true }
    if free >= keepFree + keepFree / 2 { isScarce = false }
    return was != isScarce
  }

  /// The same, in the words of a person: `12 MB`.
  public var freeText: String { "\((free ?? 0) / 1_000_000) MB" }
}
