internal import MusterSync
internal import MusterTrust

/// Reads stored frames back into segments.
nonisolated struct SegmentReading {
  let hasher: Hasher256
  let deflate: Deflate

  /// Reads the frame of the segment that begins at `first`, and checks that its body gives its hash.
  func segment(_ frame: [UInt8], first: Int64) throws(StoreError) -> Segment {
    var reader = FrameReader(limit: Limits.standard.frameBytes)
    reader.append(frame)
    do {
      let read = try reader.next { [deflate] bytes, limit in
        deflate.inflate(bytes, limit: limit)
      }
      guard let read, reader.waiting == 0 else {
        throw StoreError.damaged(what: "the segment at place \(first) is not one whole frame")
      }
      return try Segment(read, hasher: hasher)
    } catch let error as StoreError {
      throw error
    } catch let error as FrameError {
      throw .damaged(what: "the segment at place \(first): \(error.message)")
    } catch let error as ProtocolError {
      throw .damaged(what: "the segment at place \(first): \(error.text)")
    } catch {
      throw .damaged(what: "the segment at place \(first)")
    }
  }
}
