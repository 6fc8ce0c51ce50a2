import MusterTrust

nonisolated extension FrameWriter {
  /// A frame with the payload compressed, unless that makes it no smaller.
  static func smallest(_ payload: [UInt8], _ deflate: Deflate) -> [UInt8] {
    let packed = deflate.compress(payload)
    return packed.count < payload.count ? compressed(packed) : plain(payload)
  }
}
