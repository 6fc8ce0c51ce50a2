internal import MusterCore
internal import MusterSync
internal import MusterTrust

/// What a replica has folded or taken and not yet written.
nonisolated struct Gathered {
  /// A segment to be appended to the log.
  struct Segment {
    var header: SegmentHeader
    var frame: [UInt8]
    var ops: [OpID]
  }

  var segments: [Segment] = []
  var starts: [HubStartMark] = []
  var privateLines: [OpID: [UInt8]] = [:]
  var gone: [OpID] = []
  var answers: [Answer] = []
  /// Hashes after segments of other lives that were taken up.
  var recovered: [Digest] = []

  var isEmpty: Bool {
    segments.isEmpty && privateLines.isEmpty && gone.isEmpty && answers.isEmpty
      && recovered.isEmpty
  }
}
