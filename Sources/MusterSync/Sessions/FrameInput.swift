import MusterCore
import MusterTrust

/// Bytes in, frames out, with the errors that stand on the wire.
nonisolated struct FrameInput {
  private var reader: FrameReader
  private let deflate: Deflate

  init(deflate: Deflate) {
    reader = FrameReader(limit: Limits.standard.frameBytesBeforeAuthentication)
    self.deflate = deflate
  }

  /// How many bytes wait for the rest of their frame.
  var waiting: Int { reader.waiting }

  /// Called once both sides know each other: from then on frames may be large.
  mutating func widen() { reader.limit = Limits.standard.frameBytes }

  mutating func feed(_ bytes: [UInt8]) { reader.append(bytes) }

  /// Called while an answer is owed: the other side has nothing to say until it has it.
  func checkPatience() throws(ProtocolError) {
    guard reader.waiting <= Limits.standard.frameBytesBeforeAuthentication else {
      throw ProtocolError(.tooMany, "More bytes came before the answer than one frame may hold.")
    }
  }

  mutating func next() throws(ProtocolError) -> Frame? {
    let deflate = deflate
    do throws(FrameError) {
      return try reader.next { bytes, limit in deflate.inflate(bytes, limit: limit) }
    } catch {
      throw ProtocolError(error)
    }
  }
}
