internal import CDeflate

/// Compression in the zlib format (RFC 1950), with buffers that are used again.
///
/// Belongs to one thread at a time; one for each thread that compresses is enough.
@safe public nonisolated final class Deflate {
  private let compressor: OpaquePointer
  private let decompressor: OpaquePointer
  private var scratch: [UInt8] = []

  /// Makes a compressor of a level from 1 (fast) to 12 (small).
  public init(level: Int = 1) {
    let level = Int32(min(max(level, 1), 12))
    guard let compressor = unsafe libdeflate_alloc_compressor(level),
      let decompressor = unsafe libdeflate_alloc_decompressor()
    else { preconditionFailure("out of memory") }
    unsafe self.compressor = compressor
    unsafe self.decompressor = decompressor
  }

  deinit {
    unsafe libdeflate_free_compressor(compressor)
    unsafe libdeflate_free_decompressor(decompressor)
  }

  /// The compressed form of `bytes`.
  public func compress(_ bytes: [UInt8]) -> [UInt8] { compress(bytes.span) }

  /// The compressed form of `bytes`.
  public func compress(_ bytes: Span<UInt8>) -> [UInt8] {
    reserve(unsafe libdeflate_zlib_compress_bound(compressor, bytes.count))
    let count = unsafe bytes.withUnsafeBytes { input in
      unsafe libdeflate_zlib_compress(
        compressor, input.baseAddress, input.count, &scratch, scratch.count)
    }
    return Array(scratch[..<count])
  }

  /// The original of `bytes`; nil when they are damaged, when anything follows the compressed data,
  /// or when the original is longer than `limit` bytes. Never holds more than `limit` bytes for it.
  public func inflate(_ bytes: Span<UInt8>, limit: Int) -> [UInt8]? {
    guard bytes.count > 0, limit >= 0 else { return nil }
    // The format does not tell the size. Lines of JSON shrink to a fifth or so.
    var room = min(limit, max(scratch.count, 8 * min(bytes.count, limit), 4096))
    while true {
      reserve(room)
      var (consumed, produced) = (0, 0)
      let result = unsafe bytes.withUnsafeBytes { input in
        unsafe libdeflate_zlib_decompress_ex(
          decompressor, input.baseAddress, input.count, &scratch, room, &consumed, &produced)
      }
      if result == LIBDEFLATE_SUCCESS {
        return consumed == bytes.count ? Array(scratch[..<produced]) : nil
      }
      guard result == LIBDEFLATE_INSUFFICIENT_SPACE, room < limit else { return nil }
      room = min(limit, 4 * room)
    }
  }

  /// The original of `bytes`, as the other form says.
  public func inflate(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
    inflate(bytes.span, limit: limit)
  }

  private func reserve(_ count: Int) {
    // The old buffer holds nothing of worth: it is dropped before the new one is made.
    guard scratch.count < count else { return }
    scratch = []
    scratch = [UInt8](repeating: 0, count: count)
  }
}
